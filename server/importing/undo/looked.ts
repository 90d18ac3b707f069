import type { Trx } from '../../../db/pool.ts'
import type { HeldRun } from '../types.ts'
import type { UndoKind } from './types.ts'

/** Until when an undo has seen what Pipedrive holds. */
export interface Looked {
  /** Nothing older than this can be of the target, or refer to it; null: the target sent nothing. */
  since: Date | null
  /** By kind: everything that was changed until then was seen. */
  at: Partial<Record<UndoKind, Date>>
}

export async function readLooked(trx: Trx, run: HeldRun): Promise<Looked> {
  const row = await trx('runs').where({ id: run.id }).first('progress')
  const { since = null, at = {} } = row?.progress?.undo ?? {}
  const times = Object.entries(at as Record<string, string>).map(([kind, time]) => [kind, new Date(time)])
  return { since: since === null ? null : new Date(since), at: Object.fromEntries(times) }
}

export async function writeLooked(trx: Trx, run: HeldRun, looked: Looked): Promise<void> {
  await trx('runs')
    .where({ id: run.id })
    .update({ progress: trx.raw("jsonb_set(progress, '{undo}', ?::jsonb)", [JSON.stringify(looked)]) })
}

import type { Trx } from '../../../db/pool.ts'
import { InvalidRequest } from '../../errors.ts'
import type { UndoTarget } from '../run-scope.ts'
import { type JournalEntity, type PhaseName, phaseOf } from '../types.ts'
import { journalEntities, type UndoKind } from './types.ts'

/** What is undone, children before parents: a record can go when nothing of ours refers to it any more. */
export const undoOrder: JournalEntity[] = [
  'file',
  'activity',
  'note',
  'order',
  'campaign',
  'person',
  'product',
  'organization',
]

/** Which journal rows a target means. */
export interface TargetRows {
  /** Runs whose writes are taken back. */
  runIds: string[]
  entities: JournalEntity[]
  /** Only this record, and what we hung on it. */
  record?: { kind: 'person' | 'organization' | 'deal' | 'product'; id: number }
  /** Whether the fields, options and filters of these runs go, too. */
  setup: boolean
}

/** Phases that can be taken back alone; labels were written with the persons. */
export const undoPhases: PhaseName[] = [...new Set(undoOrder.map((entity) => phaseOf[entity]))]

/** Throws 404 for a run or record that the migration does not have, 409 for an undo, 400 for a phase that wrote nothing. */
export async function readTarget(trx: Trx, migrationId: string, target: UndoTarget): Promise<TargetRows> {
  const { setup } = target
  if (target.of === 'run' || target.of === 'phase') {
    const run = await trx('runs').where({ id: target.runId, migration_id: migrationId }).first('kind')
    if (run === undefined) throw new InvalidRequest(404, 'run.unknown')
    if (run.kind === 'undo') throw new InvalidRequest(409, 'undo.of_undo')
    if (target.of === 'run') return { runIds: [target.runId], entities: undoOrder, setup }
    const entities = undoOrder.filter((entity) => phaseOf[entity] === target.phase)
    if (entities.length === 0) throw new InvalidRequest(400, 'undo.unknown_phase', { phase: target.phase })
    return { runIds: [target.runId], entities, setup: false }
  }
  const runIds: string[] = await trx('runs')
    .where({ migration_id: migrationId })
    .whereNot({ kind: 'undo' })
    .orderBy('id')
    .pluck('id')
  if (target.of === 'migration') return { runIds, entities: undoOrder, setup }
  const kind = recordKinds.find((known) => known === target.entity)
  if (kind === undefined) throw new InvalidRequest(404, 'undo.unknown_record')
  const row = await trx('journal')
    .whereIn('run_id', runIds)
    .whereIn('entity', journalEntities[kind])
    .where({ pipedrive_id: target.pipedriveId })
    .whereIn('outcome', ['created', 'updated'])
    .first('seq')
  if (row === undefined) throw new InvalidRequest(404, 'undo.unknown_record')
  const entities = undoOrder.filter((entity) =>
    [...attached, kind].some((one) => journalEntities[one].includes(entity)),
  )
  return { runIds, entities, record: { kind, id: target.pipedriveId }, setup: false }
}

const recordKinds = ['person', 'organization', 'deal', 'product'] as const
const attached: UndoKind[] = ['file', 'activity', 'note']

/** The latest run among them: an undo carries its plan. Undefined where nothing was ever run. */
export async function readLatestOf(
  trx: Trx,
  runIds: string[],
): Promise<{ planId: string; planChecksum: string } | undefined> {
  const row = await trx('runs').whereIn('id', runIds).orderBy('id', 'desc').first('plan_id', 'plan_checksum')
  return row && { planId: row.plan_id, planChecksum: row.plan_checksum }
}

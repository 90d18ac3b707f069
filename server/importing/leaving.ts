import type { Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'
import type { HeldRun, RunState } from './types.ts'

export interface Leave {
  state: 'queued' | 'paused' | 'cancelled' | 'completed' | 'failed'
  at: Date
  code?: string
  until?: Date
  detail?: Detail
  clean?: boolean
}

/**
 * Ends this worker's hold: the fence moves on with the state, so that a late write of its own fails too. What a person asked
 * for meanwhile comes before what the worker wants: a run that was to go on is paused, one that is cancelled stays so until
 * the slice that is queued for it closes its books. Answers how the run was left; undefined: it was cancelled meanwhile.
 */
export async function leaveRun(trx: Trx, run: HeldRun, wanted: Leave): Promise<Leave | undefined> {
  const row = await trx('runs').where({ id: run.id, fence: run.fence }).forNoKeyUpdate().first('state')
  const leave = row === undefined ? undefined : obey(row.state, wanted)
  const fence = run.fence + 1
  if (leave === undefined) {
    await trx('runs').where({ id: run.id, fence: run.fence }).update({ fence })
    return undefined
  }
  const isOver = leave.state === 'completed' || leave.state === 'cancelled' || leave.state === 'failed'
  await trx('runs')
    .where({ id: run.id, fence: run.fence })
    .update({
      state: leave.state,
      fence,
      pause_code: leave.code ?? null,
      pause_until: leave.until ?? null,
      pause_detail: leave.detail ? JSON.stringify(leave.detail) : null,
      ...(isOver ? { finished_at: leave.at, clean: leave.clean ?? null } : {}),
    })
  return leave
}

function obey(wish: RunState, leave: Leave): Leave | undefined {
  const goesOn = leave.state === 'queued' || leave.state === 'paused'
  if (wish === 'cancelling' && (goesOn || leave.state === 'failed')) return undefined
  if (wish !== 'pausing' || !goesOn) return leave
  const { at, code = 'user', detail } = leave
  return { state: 'paused', at, code, ...(detail === undefined ? {} : { detail }) }
}

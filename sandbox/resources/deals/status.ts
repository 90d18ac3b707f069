/** Status, stage and the times that belong to them. */
import { forbidden, invalid } from '../../api/answer.ts'
import type { Company } from '../../world/company.ts'
import type { User } from '../../world/users.ts'
import type { Deal, DealStatus } from './stored.ts'

type Outcome = Pick<Deal, 'status' | 'closeMs' | 'wonMs' | 'lostMs' | 'lostReason'>

export interface GivenOutcome {
  status?: DealStatus
  close_time?: number | null
  won_time?: number
  lost_time?: number
  lost_reason?: string | null
}

/**
 * Times are accepted only with the status they belong to, and from a user with `can_edit_deals_closed_date`; without them a
 * change of status is dated now. Throws 400 and 403.
 */
export function outcomeOf(user: User, given: GivenOutcome, before: Outcome, nowMs: number): Outcome {
  const status = given.status ?? before.status
  if (given.won_time !== undefined && status !== 'won') throw invalid('won_time', 'can only be set if the deal is won')
  if (given.lost_time !== undefined && status !== 'lost')
    throw invalid('lost_time', 'can only be set if the deal is lost')
  if (given.close_time && status === 'open') throw invalid('close_time', 'can only be set if the deal is won or lost')
  if (given.lost_reason && status !== 'lost') throw invalid('lost_reason', 'can only be set if the deal is lost')
  const dated = given.won_time ?? given.lost_time ?? given.close_time
  if (dated && !user.permissions.can_edit_deals_closed_date)
    throw forbidden('You cannot edit the closed date of deals.')
  if (status === 'open') return { status, closeMs: null, wonMs: null, lostMs: null, lostReason: null }
  const changed = status !== before.status
  const own = status === 'won' ? given.won_time : given.lost_time
  const kept = status === 'won' ? before.wonMs : before.lostMs
  const decidedMs = own ?? given.close_time ?? (changed ? nowMs : (kept ?? nowMs))
  const closeMs = given.close_time ?? own ?? (changed ? decidedMs : (before.closeMs ?? decidedMs))
  return {
    status,
    closeMs,
    wonMs: status === 'won' ? decidedMs : null,
    lostMs: status === 'lost' ? decidedMs : null,
    lostReason: status === 'lost' ? (given.lost_reason === undefined ? before.lostReason : given.lost_reason) : null,
  }
}

/** The stage that the body means: its own, the first of its pipeline, or where the deal stands. */
export function placeOf(
  company: Company,
  given: { pipeline_id?: number; stage_id?: number },
  before: Pick<Deal, 'pipelineId' | 'stageId'> | undefined,
): Pick<Deal, 'pipelineId' | 'stageId'> {
  if (given.pipeline_id !== undefined && !company.pipelines.some(({ id }) => id === given.pipeline_id)) {
    throw invalid('pipeline_id', `pipeline ${given.pipeline_id} does not exist`)
  }
  if (given.stage_id !== undefined) {
    const stage = company.stages.find(({ id }) => id === given.stage_id)
    if (!stage) throw invalid('stage_id', `stage ${given.stage_id} does not exist`)
    if (given.pipeline_id !== undefined && stage.pipelineId !== given.pipeline_id) {
      throw invalid('stage_id', `stage ${stage.id} does not belong to pipeline ${given.pipeline_id}`)
    }
    return { pipelineId: stage.pipelineId, stageId: stage.id }
  }
  if (before && (given.pipeline_id === undefined || given.pipeline_id === before.pipelineId)) return before
  const pipelineId = given.pipeline_id ?? [...company.pipelines].sort((a, b) => a.orderNr - b.orderNr)[0]?.id
  const first = company.stages
    .filter((stage) => stage.pipelineId === pipelineId)
    .sort((a, b) => a.orderNr - b.orderNr)[0]
  if (!first) throw invalid('pipeline_id', 'the pipeline has no stages')
  return { pipelineId: first.pipelineId, stageId: first.id }
}

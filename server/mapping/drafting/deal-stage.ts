import { valueKey } from '../status-words.ts'
import type { DealRecord, DealStatus, PlanDocument } from '../types.ts'

/** The key of a deal's stage in the plan: that of its own status where a person chose one, else of won, lost or open. */
export function stageOf(
  { stages }: PlanDocument,
  source: DealRecord['source'],
  status: DealStatus,
  written: string | undefined,
): string {
  const own = written === undefined ? undefined : `${source}:status:${valueKey(written)}`
  return own !== undefined && Object.hasOwn(stages, own) ? own : `${source}:${status}`
}

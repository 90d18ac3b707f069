import type { Trx } from '../../db/pool.ts'
import { type JournalEntity, type PhaseName, phaseOf, type RunState } from './types.ts'

/** What a run will still cost, in API tokens, and how long it will take. */
export interface Forecast {
  apiTokens: number
  /** Days of the budget beyond today, when the reserve is left alone. 0: today will do. */
  days: number
  /** API tokens by phase, of those that are known already; empty before the rows are drafted. */
  phases: Partial<Record<PhaseName, number>>
}

/** Rows of one kind that are not settled, and all of them. */
export interface OpenRows {
  entity: JournalEntity
  open: number
  all: number
}

export interface DayBudget {
  dailyLimit: number | null
  dailyRemaining: number | null
  reserveShare: number
}

/** Per request, at most (server/pipedrive/costs.ts): an update costs what a creation does, removals less. */
const costs: Record<JournalEntity, number> = {
  organization: 5,
  person: 5,
  product: 5,
  campaign: 5,
  order: 5,
  // One request holds up to 100 lines for 25, and as many single ones as are cheaper.
  campaign_line: 25,
  order_line: 25,
  note: 10,
  activity: 5,
  file: 10,
  filter: 10,
  option: 5,
  field: 5,
}
/** Before they are prepared, lines have no rows: what a deal's may cost. */
const linesPerDeal = 15
const verifyPerRecord = 0.03

/** The forecast by the rows that are open; by the plan's estimate where nothing is drafted yet. Pure. */
export function toForecast(
  rows: readonly OpenRows[],
  estimate: number | undefined,
  budget: DayBudget,
): Forecast | undefined {
  if (rows.length === 0) {
    return estimate === undefined ? undefined : { apiTokens: estimate, days: daysFor(estimate, budget), phases: {} }
  }
  const phases: Forecast['phases'] = {}
  const add = (phase: PhaseName, tokens: number) => {
    if (tokens > 0) phases[phase] = (phases[phase] ?? 0) + Math.ceil(tokens)
  }
  for (const { entity, open } of rows) add(phaseOf[entity], open * costs[entity])
  for (const deal of ['campaign', 'order'] as const) {
    const hasLines = rows.some(({ entity }) => entity === `${deal}_line`)
    const open = rows.find(({ entity }) => entity === deal)?.open ?? 0
    if (!hasLines) add(phaseOf[deal], open * linesPerDeal)
  }
  add('verify', rows.reduce((sum, { all }) => sum + all, 0) * verifyPerRecord)
  const apiTokens = Object.values(phases).reduce((sum, tokens) => sum + tokens, 0)
  return { apiTokens, days: daysFor(apiTokens, budget), phases }
}

function daysFor(tokens: number, { dailyLimit, dailyRemaining, reserveShare }: DayBudget): number {
  if (dailyLimit === null) return 0
  const perDay = Math.max(1, Math.floor(dailyLimit * (1 - reserveShare)))
  const today = Math.max(0, Math.floor((dailyRemaining ?? dailyLimit) - dailyLimit * reserveShare))
  return Math.ceil(Math.max(0, tokens - today) / perDay)
}

const finished: RunState[] = ['completed', 'cancelled']

/** The forecast of a run; undefined when it is over, or nothing is known of it yet. */
export async function readForecast(
  trx: Trx,
  run: { id: string; planId: string; state: RunState },
  budget: DayBudget,
): Promise<Forecast | undefined> {
  if (finished.includes(run.state)) return undefined
  const { rows } = await trx.raw(
    `select entity, sum(n) filter (where state <> 'settled') as open, sum(n) as all
     from run_counts where run_id = :runId and of_table = 'journal' and n > 0 group by entity`,
    { runId: run.id },
  )
  const plan = await trx('plans').where({ id: run.planId }).first('estimate')
  const open = rows.map((row: { entity: JournalEntity; open: string | null; all: string }) => ({
    entity: row.entity,
    open: Number(row.open ?? 0),
    all: Number(row.all),
  }))
  return toForecast(open, plan?.estimate?.apiTokens, budget)
}

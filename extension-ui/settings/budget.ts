import type { RunView } from '../src/api/types.ts'

/** A day's API tokens: `limit` = `spent` + what remains, and `reserve` of the limit is not for us. */
export interface Budget {
  limit: number
  spent: number
  /** What the import may still use. */
  free: number
  reserve: number
}

/** Undefined until Pipedrive has told the limit. */
export function toBudget({ dailyLimit, dailyRemaining, reserveShare }: RunView['api']): Budget | undefined {
  if (dailyLimit === null || dailyRemaining === null || dailyLimit <= 0) return undefined
  const reserve = Math.ceil(dailyLimit * reserveShare)
  return {
    limit: dailyLimit,
    spent: Math.max(0, dailyLimit - dailyRemaining),
    free: Math.max(0, dailyRemaining - reserve),
    reserve,
  }
}

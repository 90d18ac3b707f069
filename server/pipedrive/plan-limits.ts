/**
 * What an account's plan allows. No API tells the plan, but each has its own burst limit for OAuth apps (pages "Rate
 * limiting" and "Usage limits"): Lite, Growth, Premium, Ultimate.
 */
const plans = [
  { burst: 80, dailyTokensPerSeat: 30_000, customFields: 30 },
  { burst: 160, dailyTokensPerSeat: 60_000, customFields: 100 },
  { burst: 400, dailyTokensPerSeat: 150_000, customFields: 300 },
  { burst: 480, dailyTokensPerSeat: 210_000, customFields: 500 },
] as const

const smallest = plans[0]

/** The largest plan that the burst limit, requests per 2 s, is enough for; the smallest where it is not known. */
function planOf(burstLimit: number | undefined) {
  return plans.findLast(({ burst }) => burstLimit !== undefined && burstLimit >= burst) ?? smallest
}

/** API tokens per day, without what was bought on top. */
export function inferDailyLimit(burstLimit: number | undefined, seats: number): number {
  return planOf(burstLimit).dailyTokensPerSeat * Math.max(1, seats)
}

/** Custom fields per company. */
export function inferFieldCap(burstLimit: number): number {
  return planOf(burstLimit).customFields
}

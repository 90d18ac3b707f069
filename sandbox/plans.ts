/** Figures per plan; source: the platform's pages on rate limiting and usage limits (2025). */
export type Plan = 'lite' | 'growth' | 'premium' | 'ultimate'

export interface PlanLimits {
  /** Daily API tokens = 30,000 × this × seats. */
  budgetFactor: number
  /** Requests per rolling 2 s and user. */
  burst: number
  /** Custom fields per company, all entities together. */
  customFields: number
  openDealsPerSeat: number
  /** The values of `visible_to` that the plan knows. */
  visibility: number[]
  /** Product variations, billing frequencies. */
  billing: boolean
}

export const plans: Record<Plan, PlanLimits> = {
  lite: { budgetFactor: 1, burst: 80, customFields: 30, openDealsPerSeat: 2500, visibility: [1, 3], billing: false },
  growth: { budgetFactor: 2, burst: 160, customFields: 100, openDealsPerSeat: 5000, visibility: [1, 3], billing: true },
  premium: {
    budgetFactor: 5,
    burst: 400,
    customFields: 300,
    openDealsPerSeat: 15_000,
    visibility: [1, 3, 5, 7],
    billing: true,
  },
  ultimate: {
    budgetFactor: 7,
    burst: 480,
    customFields: 500,
    openDealsPerSeat: 20_000,
    visibility: [1, 3, 5, 7],
    billing: true,
  },
}

export const isPlan = (value: unknown): value is Plan => typeof value === 'string' && Object.hasOwn(plans, value)

/** Whatever the seats, no company holds more open deals. */
export const openDealsCap = 300_000

/** Search operations per rolling 2 s and user, on every plan. */
export const searchBurst = 10
export const windowMs = 2000

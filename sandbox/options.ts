import type { Plan } from './plans.ts'

export interface SandboxOptions {
  plan: Plan
  seats: number
  /** API tokens per company and day instead of the plan's. */
  dailyBudget: number | undefined
  /** How long each API answer is held back after it was counted and its effect committed. */
  latencyMs: number
  /** Burst, search and daily limits. Off: everything is still counted, and the burst limit told is one that nobody reaches. */
  limits: boolean
  /** Authorize without asking. */
  autoApprove: boolean
  clientId: string
  clientSecret: string
  callbackUrl: string | undefined
  settingsUrl: string | undefined
  panelUrl: string | undefined
  searchLagMs: number
  /** Whether the undocumented `x-daily-ratelimit-token-*` headers are sent. */
  dailyHeaders: boolean
  now: () => number
  /** Field codes and generated names follow from it. */
  seed: string
  /** Companies in all: two that tell a story, and as many plain ones as are asked for beyond them. */
  companies: number
}

export const defaultOptions: SandboxOptions = {
  plan: 'growth',
  seats: 5,
  dailyBudget: undefined,
  latencyMs: 0,
  limits: true,
  autoApprove: false,
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-secret',
  callbackUrl: undefined,
  settingsUrl: undefined,
  panelUrl: undefined,
  searchLagMs: 3000,
  dailyHeaders: true,
  now: Date.now,
  seed: 'sandbox',
  companies: 2,
}

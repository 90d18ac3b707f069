/** What an answer's headers say of the rate limits; a header that is missing or no number is left out. */
export interface RateHeaders {
  /** Requests per rolling 2 s. */
  burstLimit?: number
  burstRemaining?: number
  dailyLimit?: number
  dailyRemaining?: number
  /** The longer of `retry-after` (seconds or an HTTP date) and `x-ratelimit-reset` (taken as seconds: not documented). */
  waitMs?: number
}

// A larger figure is a date in seconds, not a wait.
const longestWaitSeconds = 3_600

/**
 * `x-ratelimit-*` are documented, `x-daily-ratelimit-token-*` and `retry-after` are only seen. Names in lower case. A date is
 * read against the answer's own `date`, where it has one, and else against `now`; without both it says nothing.
 */
export function readRateHeaders(headers: Readonly<Record<string, string>>, now?: Date): RateHeaders {
  const number = (name: string) => {
    const text = headers[name]?.trim()
    const value = text ? Number(text) : Number.NaN
    return Number.isFinite(value) && value >= 0 ? value : undefined
  }
  const waits = [number('retry-after') ?? secondsUntil(headers, now), number('x-ratelimit-reset')].filter(
    (seconds) => seconds !== undefined && seconds <= longestWaitSeconds,
  ) as number[]
  return defined({
    burstLimit: number('x-ratelimit-limit'),
    burstRemaining: number('x-ratelimit-remaining'),
    dailyLimit: number('x-daily-ratelimit-token-limit'),
    dailyRemaining: number('x-daily-ratelimit-token-remaining'),
    waitMs: waits.length > 0 ? Math.max(...waits) * 1_000 : undefined,
  })
}

function secondsUntil(headers: Readonly<Record<string, string>>, now: Date | undefined): number | undefined {
  const at = Date.parse(headers['retry-after'] ?? '')
  const from = Date.parse(headers['date'] ?? '') || now?.getTime()
  return Number.isNaN(at) || from === undefined ? undefined : Math.max(0, Math.ceil((at - from) / 1_000))
}

function defined(values: { [K in keyof RateHeaders]-?: number | undefined }): RateHeaders {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

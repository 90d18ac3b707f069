import { windowMs } from '../plans.ts'

interface CompanyStats {
  requests: Record<string, number>
  methods: Record<string, number>
  statuses: Record<string, number>
  tokens: Record<string, number>
  created: Record<string, number>
  recordPosts: number
  firstWriteMs: number | null
  lastWriteMs: number | null
  /** When each request that passed the limits arrived. */
  arrivals: number[]
}

const fresh = (): CompanyStats => ({
  requests: {},
  methods: {},
  statuses: {},
  tokens: {},
  created: {},
  recordPosts: 0,
  firstWriteMs: null,
  lastWriteMs: null,
  arrivals: [],
})

const recordCreation = /^POST .*\/(persons|organizations|deals|products|variations|bulk|activities|notes|files)$/

export const isRecordCreation = (operation: string): boolean => recordCreation.test(operation)

/** What the API was asked, per company. An operation is a method and a route: `POST /api/v2/persons`. */
export class Stats {
  private readonly companies = new Map<number, CompanyStats>()

  arrived(companyId: number, operation: string): void {
    const stats = this.of(companyId)
    bump(stats.requests, operation)
    bump(stats.methods, operation.slice(0, operation.indexOf(' ')))
    if (isRecordCreation(operation)) stats.recordPosts += 1
  }

  /** The request passed the limits and costs `tokens`. */
  admitted(companyId: number, operation: string, tokens: number, nowMs: number): void {
    const stats = this.of(companyId)
    bump(stats.tokens, operation, tokens)
    stats.arrivals.push(nowMs)
    if (operation.startsWith('GET ')) return
    stats.firstWriteMs ??= nowMs
    stats.lastWriteMs = nowMs
  }

  answered(companyId: number, status: number | 'lost'): void {
    bump(this.of(companyId).statuses, String(status))
  }

  committed(companyId: number, entity: string, count = 1): void {
    bump(this.of(companyId).created, entity, count)
  }

  /** `burstLimit`: requests per 2 s. Shares are of that limit, between the first and the last write. */
  report(companyId: number, burstLimit: number) {
    const { arrivals, tokens, ...stats } = this.of(companyId)
    return {
      companyId,
      ...stats,
      tooMany: stats.statuses['429'] ?? 0,
      tokens,
      totalRequests: sum(stats.requests),
      totalTokens: sum(tokens),
      burst: { limit: burstLimit, ...burstUse(arrivals, stats.firstWriteMs, stats.lastWriteMs, burstLimit) },
    }
  }

  private of(companyId: number): CompanyStats {
    const known = this.companies.get(companyId)
    if (known) return known
    const created = fresh()
    this.companies.set(companyId, created)
    return created
  }
}

/** Mean and peak share of the allowed requests; null while there is no span to speak of. */
function burstUse(arrivals: number[], first: number | null, last: number | null, limit: number) {
  if (first === null || last === null || last === first) return { meanUse: null, peak: null }
  const within = arrivals.filter((at) => at >= first && at <= last)
  let peak = 0
  let start = 0
  within.forEach((at, index) => {
    while ((within[start] ?? at) <= at - windowMs) start += 1
    peak = Math.max(peak, index - start + 1)
  })
  return { meanUse: within.length / ((limit * (last - first)) / windowMs), peak: peak / limit }
}

function bump(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0)

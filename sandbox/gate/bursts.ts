import { windowMs } from '../plans.ts'

/** Refused answers within 10 s that make a client count as one that ignores them, and how long it is then kept out. */
const abuseCount = 30
const abuseWindowMs = 10_000
const blockMs = 60_000

/** Times of events, oldest first; those older than the window are dropped as it is asked. */
class RollingWindow {
  private times: number[] = []
  private start = 0

  count(now: number, lengthMs: number): number {
    while (this.start < this.times.length && (this.times[this.start] ?? 0) <= now - lengthMs) this.start += 1
    if (this.start > 1024) {
      this.times = this.times.slice(this.start)
      this.start = 0
    }
    return this.times.length - this.start
  }

  add(now: number): void {
    this.times.push(now)
  }
}

interface Client {
  requests: RollingWindow
  searches: RollingWindow
  refusals: RollingWindow
  blockedUntil: number
}

/** Requests per user within the rolling 2 s, counted at arrival. Refused requests do not count, but too many of them block. */
export class Bursts {
  private readonly clients = new Map<string, Client>()
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  isBlocked(client: string): boolean {
    return this.client(client).blockedUntil > this.now()
  }

  /** Counts one more request if it is within `limit`. */
  admit(client: string, kind: 'requests' | 'searches', limit: number): boolean {
    const window = this.client(client)[kind]
    if (window.count(this.now(), windowMs) >= limit) return false
    window.add(this.now())
    return true
  }

  remaining(client: string, limit: number): number {
    return Math.max(0, limit - this.client(client).requests.count(this.now(), windowMs))
  }

  refused(client: string): void {
    const entry = this.client(client)
    entry.refusals.add(this.now())
    if (entry.refusals.count(this.now(), abuseWindowMs) > abuseCount) entry.blockedUntil = this.now() + blockMs
  }

  private client(key: string): Client {
    const known = this.clients.get(key)
    if (known) return known
    const fresh = {
      requests: new RollingWindow(),
      searches: new RollingWindow(),
      refusals: new RollingWindow(),
      blockedUntil: 0,
    }
    this.clients.set(key, fresh)
    return fresh
  }
}

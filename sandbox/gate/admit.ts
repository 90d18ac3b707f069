import { blockedClient, tooMany, unauthorized } from '../api/answer.ts'
import { searchBurst } from '../plans.ts'
import { activeUser, type Company } from '../world/company.ts'
import type { User } from '../world/users.ts'
import type { World } from '../world/world.ts'

const search = /\/(search|itemSearch|itemSearch\/field)$/

export interface Caller {
  company: Company
  user: User
}

/** Who the access token speaks for. Throws 401. */
export function identify(world: World, authorization = ''): Caller {
  const owner = authorization.startsWith('Bearer ') ? world.grants.ownerOf(authorization.slice(7)) : undefined
  const company = owner && world.companies.get(owner.companyId)
  const user = owner && company && activeUser(company, owner.userId)
  if (!company || !user) throw unauthorized()
  return { company, user }
}

/**
 * Lets a request in and charges its cost. Throws 429 (burst, search or daily limit; nothing charged) or the HTML 403 of a
 * blocked client. With limits off everything is counted and nothing refused.
 */
export function admit(world: World, operation: string, cost: number, { company, user }: Caller): void {
  const client = `${company.id}:${user.id}`
  const burst = world.burst()
  if (world.options.limits) {
    if (world.bursts.isBlocked(client)) throw blockedClient()
    const within =
      world.budget.remaining(company.id, world.dailyLimit()) > 0 &&
      (!search.test(operation) || world.bursts.admit(client, 'searches', searchBurst)) &&
      world.bursts.admit(client, 'requests', burst)
    if (!within) {
      world.bursts.refused(client)
      throw tooMany()
    }
  } else world.bursts.admit(client, 'requests', burst)
  world.budget.charge(company.id, cost)
  world.stats.admitted(company.id, operation, cost, world.options.now())
}

/** Sent with every answer to a known caller. */
export function rateHeaders(world: World, companyId: number, userId: number): Record<string, string> {
  const burst = world.burst()
  const headers: Record<string, string> = {
    'x-ratelimit-limit': String(burst),
    'x-ratelimit-remaining': String(world.bursts.remaining(`${companyId}:${userId}`, burst)),
    'x-ratelimit-reset': '2',
  }
  if (world.options.dailyHeaders) {
    const limit = world.dailyLimit()
    headers['x-daily-ratelimit-token-limit'] = String(limit)
    headers['x-daily-ratelimit-token-remaining'] = String(world.budget.remaining(companyId, limit))
  }
  return headers
}

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
export

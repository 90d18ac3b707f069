import { ok, Refusal } from '../../api/answer.ts'
import type { Call, Routes } from '../../api/call.ts'
import { Query } from '../../api/query.ts'
import type { User } from '../../world/users.ts'
import { toMeWire, toUserWire } from './wire.ts'

export const userRoutes = (): Routes => ({
  'GET /api/v1/users/me': ({ company, user }) => ok(toMeWire(user, company)),
  'GET /api/v1/users': ({ company, user, query }) => {
    new Query(query, [])
    return ok(company.users.map((one) => toUserWire(one, user.id)))
  },
  'GET /api/v1/users/:id': (call) => ok(toUserWire(userOf(call), call.user.id)),
  'GET /api/v1/users/:id/permissions': (call) => ok(userOf(call).permissions),
})

function userOf({ company, params }: Call): User {
  const user = company.users.find((one) => String(one.id) === params.id)
  if (!user) throw new Refusal(404, { success: false, error: 'User not found or not accessible.' })
  return user
}

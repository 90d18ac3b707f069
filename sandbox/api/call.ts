import type { FastifyRequest } from 'fastify'
import type { Company } from '../world/company.ts'
import type { User } from '../world/users.ts'
import type { Answer } from './answer.ts'
import { notFound } from './answer.ts'
import type { QueryValues } from './query.ts'

/** An admitted request: who calls, and what was sent. `user` is the one whose access token it carries. */
export interface Call {
  company: Company
  user: User
  params: Record<string, string>
  query: QueryValues
  body: unknown
  request: FastifyRequest
}

export type Handler = (call: Call) => Answer | Promise<Answer>

/** Operations by key: `GET /api/v2/persons/:id`. Keys of v1 stand for both base paths, `/api/v1` and `/v1`. */
export type Routes = Record<string, Handler>

/** The id in the path, or the 404 that the platform gives to anything else. */
export function pathId(call: Call, what: string, name = 'id'): number {
  const value = call.params[name] ?? ''
  if (!/^\d{1,15}$/.test(value)) throw notFound(what)
  return Number(value)
}

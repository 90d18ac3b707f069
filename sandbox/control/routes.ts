import type { FastifyInstance } from 'fastify'
import { notFound, Refusal } from '../api/answer.ts'
import { boolean, id, integer, list, number, oneOf, type Reader, shape, text } from '../api/read.ts'
import { faultKinds } from '../gate/faults.ts'
import { uninstall } from '../oauth/uninstall.ts'
import type { plans } from '../plans.ts'
import { activeUser, type Company } from '../world/company.ts'
import type { World } from '../world/world.ts'
import { embedToken } from './embed-token.ts'
import { seed } from './seed.ts'
import { changeAsPerson, readState, removeAsPerson } from './state.ts'

type Query = Record<string, string | undefined>
type RecordPath = { entity: string; id: string }
const prefix = '/__sandbox'

/** What tests and the demo do to the sandbox from outside. JSON, no authentication, not counted, not charged. */
export function registerControl(app: FastifyInstance, world: World): void {
  const company = (given: number | string | undefined): Company => {
    const found = world.companies.get(Number(given ?? [...world.companies.keys()][0]))
    if (!found) throw notFound('Company')
    return found
  }

  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal) return reply.code(error.answer.status).send(error.answer.body)
    throw error
  })

  app.post(`${prefix}/reset`, ({ body }) => {
    world.reset(read(shape({ keepInstallations: boolean }), body).keepInstallations ?? false)
    return {}
  })

  app.post<{ Body: { company?: number } | undefined }>(`${prefix}/seed`, ({ body }) =>
    seed(world, company(body?.company), body ?? {}),
  )

  app.get<{ Querystring: Query }>(`${prefix}/state`, ({ query }) => {
    const chosen = company(query.company)
    return { companyId: chosen.id, records: readState(chosen, query.entity) }
  })

  app.get(`${prefix}/companies`, () => ({
    companies: [...world.companies.values()].map(({ id, name, domain, users }) => ({ id, name, domain, users })),
  }))

  app.get<{ Querystring: Query }>(`${prefix}/stats`, ({ query }) => {
    const { id } = company(query.company)
    const limit = world.dailyLimit()
    const budget = { limit, remaining: world.budget.remaining(id, limit) }
    return { ...world.stats.report(id, world.burst()), budget }
  })

  app.post(`${prefix}/stats/reset`, () => {
    world.resetStats()
    return {}
  })

  app.post(`${prefix}/faults`, ({ body }) => {
    world.faults.add(
      list(fault)(body, 'body').map(({ match = {}, kind = '500', ...rest }) => ({ match, kind, ...rest })),
    )
    return { faults: world.faults.list() }
  })
  app.get(`${prefix}/faults`, () => ({ faults: world.faults.list() }))
  app.delete(`${prefix}/faults`, () => {
    world.faults.clear()
    return {}
  })

  app.patch<{ Params: RecordPath; Querystring: Query }>(`${prefix}/records/:entity/:id`, ({ params, query, body }) => {
    changeAsPerson(world, company(query.company), params.entity, Number(params.id), body)
    return {}
  })
  app.delete<{ Params: RecordPath; Querystring: Query }>(`${prefix}/records/:entity/:id`, ({ params, query }) => {
    removeAsPerson(company(query.company), params.entity, Number(params.id))
    return {}
  })

  app.post(`${prefix}/budget`, ({ body }) => {
    const given = read(shape({ company: id, remaining: integer(0), reset: boolean }), body)
    const limit = world.dailyLimit()
    const chosen = company(given.company)
    world.budget.setRemaining(chosen.id, given.reset ? limit : (given.remaining ?? limit), limit)
    return { limit, remaining: world.budget.remaining(chosen.id, limit) }
  })

  app.put(`${prefix}/options`, ({ body }) => {
    const { company: companyId, companyOptions, ...given } = read(options, body)
    Object.assign(world.options, given)
    if (companyOptions) Object.assign(company(companyId).options, companyOptions)
    return {}
  })

  app.put(`${prefix}/app`, ({ body }) => {
    const { consentAs, ...given } = read(appRegistration, body)
    if (consentAs) {
      const { companyId = 0, userId = 0 } = consentAs
      if (!activeUser(company(companyId), userId)) throw notFound('User')
      world.consentAs = { companyId, userId }
    }
    Object.assign(world.options, given)
    return {}
  })

  app.get(`${prefix}/app`, () => {
    const { clientId, callbackUrl, settingsUrl, panelUrl } = world.options
    const installations = world.grants.list().map(({ companyId, userId }) => ({ companyId, userId }))
    return { clientId, callbackUrl, settingsUrl, panelUrl, installations }
  })

  app.post(`${prefix}/tokens/expire`, () => {
    world.grants.expireAccess()
    return {}
  })

  app.post(`${prefix}/uninstall`, async ({ body }) => {
    const { companyId = 0, userId = 0 } = read(owner, body)
    if (!world.grants.find({ companyId, userId })) throw notFound('Installation')
    return { callbackStatus: (await uninstall(world, { companyId, userId })) ?? null }
  })

  app.post(`${prefix}/embed-token`, ({ body }) => {
    const { companyId = 0, userId = 0, expiresInSeconds } = read(embedRequest, body)
    if (!activeUser(company(companyId), userId)) throw notFound('User')
    const { clientSecret, now } = world.options
    return { token: embedToken(clientSecret, now(), { companyId, userId }, expiresInSeconds) }
  })
}

const read = <T>(reader: Reader<T>, body: unknown): T => reader(body ?? {}, 'body')

const owner = shape({ companyId: id, userId: id }, ['companyId', 'userId'])
const embedRequest = shape({ companyId: id, userId: id, expiresInSeconds: integer() }, ['companyId', 'userId'])
const url = text(2000, 1)

const fault = shape(
  {
    match: shape({ method: text(), path: text(2000) }),
    kind: oneOf(...faultKinds),
    times: integer(1),
    skip: integer(0),
    probability: number(0, 1),
    seed: integer(),
  },
  ['kind'],
)

const options = shape({
  latencyMs: integer(0),
  dailyBudget: integer(0),
  plan: oneOf('lite', 'growth', 'premium', 'ultimate' satisfies keyof typeof plans),
  seats: integer(1),
  limits: boolean,
  dailyHeaders: boolean,
  searchLagMs: integer(0),
  company: id,
  companyOptions: shape({ contactSync: boolean, organizationWebsite: boolean, labelOptionsByApi: boolean }),
})

const appRegistration = shape({
  callbackUrl: url,
  settingsUrl: url,
  panelUrl: url,
  autoApprove: boolean,
  consentAs: owner,
})

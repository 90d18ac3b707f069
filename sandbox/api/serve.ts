import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { costs } from '../costs.ts'
import { admit, type Caller, identify, rateHeaders } from '../gate/admit.ts'
import type { FaultKind } from '../gate/faults.ts'
import { isRecordCreation } from '../gate/stats.ts'
import type { World } from '../world/world.ts'
import { type Answer, blockedClient, invalid, Refusal, tooMany } from './answer.ts'
import type { Call, Handler, Routes } from './call.ts'
import type { QueryValues } from './query.ts'

type Admitted = Caller & { fault: FaultKind | undefined }

/**
 * Registers the operations. Each request is identified, counted, held to the limits and charged as it arrives; then its
 * handler acts at once, and the answer is held back by the latency. Armed faults strike between these steps.
 */
export function serveRoutes(app: FastifyInstance, world: World, routes: Routes): void {
  const admitted = new WeakMap<FastifyRequest, Admitted>()
  for (const [operation, handler] of Object.entries(routes)) {
    const [method = '', path = ''] = operation.split(' ')
    for (const url of path.startsWith('/api/v1') ? [path, path.slice(4)] : [path]) {
      app.route({
        method,
        url,
        onRequest: async (request, reply) => {
          const outcome = arrive(world, operation, request)
          if (outcome instanceof Refusal) return respond(world, request, reply, outcome.answer)
          admitted.set(request, outcome)
          return strikeBefore(world, outcome, request, reply)
        },
        handler: async (request, reply) => {
          const call = admitted.get(request)
          if (!call) throw new Error('a request came to its handler unadmitted')
          return act(world, operation, handler, call, request, reply)
        },
        errorHandler: async (error, request, reply) => {
          const status =
            typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500
          if (status >= 500) throw error
          return respond(world, request, reply, invalid('body', 'is not valid').answer, admitted.get(request))
        },
      })
    }
  }
}

/** Faults of throttling come before the limits and cost nothing, like the real ones. */
function arrive(world: World, operation: string, request: FastifyRequest): Admitted | Refusal {
  try {
    const caller = identify(world, request.headers.authorization)
    world.stats.arrived(caller.company.id, operation)
    const fault = world.faults.pick(request.method, request.url)
    if (fault === '429') return tooMany()
    if (fault === 'html403') return blockedClient()
    admit(world, operation, costs[operation] ?? 0, caller)
    return { ...caller, fault }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Faults that leave no trace but the charge. */
async function strikeBefore(world: World, call: Admitted, request: FastifyRequest, reply: FastifyReply) {
  switch (call.fault) {
    case 'lostBeforeCommit':
      return lose(world, call, request, reply)
    case 'hang':
      return reply.hijack()
    case '500':
    case '502':
    case '503': {
      const body = { success: false, error: 'Service unavailable' }
      return respond(world, request, reply, { status: Number(call.fault), body }, call)
    }
    default:
      return undefined
  }
}

async function act(
  world: World,
  operation: string,
  handler: Handler,
  admitted: Admitted,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const answer = await answerOf(handler, {
    company: admitted.company,
    user: admitted.user,
    params: request.params as Record<string, string>,
    query: request.query as QueryValues,
    body: request.body,
    request,
  })
  if (answer.status < 300 && isRecordCreation(operation)) {
    world.stats.committed(admitted.company.id, operation, createdCount(answer))
  }
  if (admitted.fault === 'lostAfterCommit') return lose(world, admitted, request, reply)
  return respond(world, request, reply, answer, admitted)
}

async function answerOf(handler: Handler, call: Call): Promise<Answer> {
  try {
    return await handler(call)
  } catch (error) {
    if (error instanceof Refusal) return error.answer
    throw error
  }
}

function createdCount({ body }: Answer): number {
  const data = (body as { data?: unknown }).data
  return Array.isArray(data) ? data.length : 1
}

function lose(world: World, call: Admitted, request: FastifyRequest, reply: FastifyReply): unknown {
  world.stats.answered(call.company.id, 'lost')
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

async function respond(world: World, request: FastifyRequest, reply: FastifyReply, answer: Answer, call?: Admitted) {
  const { latencyMs } = world.options
  const owner = call ?? world.grants.ownerOf(bearer(request.headers.authorization))
  if (owner) {
    const companyId = 'company' in owner ? owner.company.id : owner.companyId
    const userId = 'user' in owner ? owner.user.id : owner.userId
    world.stats.answered(companyId, answer.status)
    reply.headers(rateHeaders(world, companyId, userId))
  }
  reply.headers(answer.headers ?? {})
  if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs))
  return reply.code(answer.status).send(answer.body)
}

const bearer = (header = '') => header.replace(/^Bearer /, '')

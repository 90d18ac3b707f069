import type { FastifyError } from 'fastify'
import {
  BudgetExhausted,
  type Detail,
  ImporterError,
  InvalidRequest,
  NeedsPerson,
  RecordRejected,
  Retryable,
} from '../errors.ts'
import type { App } from './app-type.ts'

export interface ErrorBody {
  error: { code: string; detail: Detail; requestId?: string }
}

/** Every error leaves as `{ error: { code, detail } }`; an unexpected one tells nothing but the request's id in the log. */
export function registerErrors(app: App): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { status, body } = toAnswer(error, request.id)
    if (status >= 500) request.log.error({ err: error }, 'request failed')
    if (error instanceof Retryable) reply.header('retry-after', Math.ceil(error.afterMs / 1000))
    return reply.code(status).send(body)
  })
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/')) return reply.code(404).send(toBody('route.unknown'))
    return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing at this address.\n')
  })
}

export function toBody(code: string, detail: Detail = {}): ErrorBody {
  return { error: { code, detail } }
}

function toAnswer(error: FastifyError | ImporterError, requestId: string): { status: number; body: ErrorBody } {
  if (error instanceof ImporterError) return { status: toStatus(error), body: toBody(error.code, error.detail) }
  if (error.validation) {
    return { status: 400, body: toBody('request.invalid', toPlaces(error.validation, error.validationContext)) }
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) return { status, body: toBody(codes[status] ?? 'request.invalid') }
  return { status: 500, body: { error: { code: 'internal', detail: {}, requestId } } }
}

const mostPlaces = 20

/** The innermost places, each once: a union tells of every alternative, and of all that lies above. */
function toPlaces(validation: NonNullable<FastifyError['validation']>, context = ''): Detail {
  const messages = new Map<string, string>()
  for (const { instancePath, message = '' } of validation) {
    if (!messages.has(instancePath)) messages.set(instancePath, message)
  }
  const paths = [...messages.keys()]
  const inner = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))).slice(0, mostPlaces)
  return { places: inner.map((path) => `${context}${path}`), problems: inner.map((path) => messages.get(path) ?? '') }
}

/** Fastify's own refusals. */
const codes: Record<number, string> = {
  400: 'request.malformed',
  404: 'route.unknown',
  413: 'request.too_large',
  415: 'request.media_type',
  429: 'request.too_many',
}

function toStatus(error: ImporterError): number {
  if (error instanceof InvalidRequest) return error.status
  if (error instanceof NeedsPerson) return 409
  if (error instanceof RecordRejected) return 422
  if (error instanceof BudgetExhausted) return 429
  return 503
}

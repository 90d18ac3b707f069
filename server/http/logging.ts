import type { FastifyRequest, FastifyServerOptions } from 'fastify'
import type { LogLevel } from '../config.ts'

/**
 * Requests are logged by method and path alone: queries carry authorization codes and signed tokens, headers carry bearers,
 * bodies carry people's data.
 */
export function toLoggerOptions(
  level: LogLevel,
  stream?: { write(line: string): void },
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    ...(stream ? { stream } : {}),
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, path: request.url.split('?')[0] }),
      err: (error: Error) => ({
        type: error.name,
        message: error.message,
        stack: error.stack ?? '',
        ...toCause(error),
      }),
    },
  }
}

function toCause({ cause }: Error): { cause?: string } {
  return cause instanceof Error ? { cause: `${cause.name}: ${cause.message}` } : {}
}

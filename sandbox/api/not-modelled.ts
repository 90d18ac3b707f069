import type { FastifyInstance } from 'fastify'
import { rowOf } from '../coverage.ts'

/** Paths that the real API has and the sandbox does not answer 501 with the note of the coverage table; the rest 404. */
export function registerNotModelled(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.replace(/\?.*$/, '').replace(/^\/v1\//, '/api/v1/')
    const row = rowOf(request.method, path)
    if (row?.state === 'not modelled') {
      return reply
        .code(501)
        .send({ success: false, error: `The sandbox does not model ${request.method} ${path}: ${row.note}` })
    }
    return reply.code(404).send({ success: false, error: 'Unknown method .', data: null, additional_data: null })
  })
}

import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'

const maxBodyBytes = 10_000_000
const maxFileBytes = 50_000_000

/** JSON (an empty body is no body), forms as flat objects, and multipart for files. */
export async function registerBodyParsers(app: FastifyInstance): Promise<void> {
  const asText = { parseAs: 'string', bodyLimit: maxBodyBytes } as const
  app.addContentTypeParser<string>('application/json', asText, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body))
    } catch (error) {
      done(Object.assign(new Error('the body is not JSON', { cause: error }), { statusCode: 400 }))
    }
  })
  app.addContentTypeParser<string>('application/x-www-form-urlencoded', asText, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body)))
  })
  await app.register(multipart, { limits: { fileSize: maxFileBytes, files: 1 } })
}

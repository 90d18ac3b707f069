import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anna, stranger } from '../support/build-test-app.ts'
import { octets, startUploadClient, toId, type UploadClient } from './uploads-client.ts'

let client: UploadClient

beforeAll(async () => {
  client = await startUploadClient()
})
afterAll(() => client.close())

describe('an upload', () => {
  it('needs a session on every verb', async () => {
    const id = toId((await client.create(4, 'closed.csv')).headers.location)
    for (const method of ['HEAD', 'PATCH', 'DELETE', 'POST', 'OPTIONS'] as const) {
      const url = method === 'POST' || method === 'OPTIONS' ? '/api/uploads' : `/api/uploads/${id}`
      expect((await client.test.app.inject({ method, url, headers: { 'tus-resumable': '1.0.0' } })).statusCode).toBe(
        401,
      )
    }
  })

  it('cannot be downloaded', async () => {
    const id = toId((await client.create(4, 'closed.csv')).headers.location)
    expect(
      (await client.test.app.inject({ url: `/api/uploads/${id}`, headers: await client.authorize() })).statusCode,
    ).toBe(404)
  })

  it('is unknown to another company, which cannot upload into our migration either', async () => {
    const id = toId((await client.create(4, 'ours.csv')).headers.location)
    const headers = { ...(await client.authorize(stranger)), 'tus-resumable': '1.0.0', 'upload-offset': '0', ...octets }
    for (const method of ['HEAD', 'PATCH', 'DELETE'] as const) {
      for (const guess of [id, `..%2F${anna.companyId}%2F${id}`, `..%2f..%2f${id}`]) {
        const url = `/api/uploads/${guess}`
        const answer = await client.test.app.inject({
          method,
          url,
          headers,
          ...(method === 'PATCH' ? { payload: 'evil' } : {}),
        })
        expect([method, guess, answer.statusCode]).toEqual([method, guess, 404])
      }
    }
    const into = await client.create(4, 'theirs.csv', headers)
    expect([into.statusCode, into.json().error.code]).toEqual([404, 'migration.unknown'])
    expect((await client.tus('HEAD', id)).headers['upload-offset']).toBe('0')
  })
})

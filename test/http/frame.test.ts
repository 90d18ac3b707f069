import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { anna, buildTestApp, type TestApp } from '../support/build-test-app.ts'

let test: TestApp

beforeAll(async () => {
  test = await buildTestApp()
  await test.install(anna)
})
afterAll(() => test.close())

async function post(payload: string, contentType = 'application/json') {
  const headers = { authorization: `Bearer ${await test.signIn(anna)}`, 'content-type': contentType }
  return test.app.inject({ method: 'POST', url: '/api/migrations', headers, payload })
}

describe('errors', () => {
  it('names all places of a request that is not as described', async () => {
    const headers = { authorization: `Bearer ${await test.signIn(anna)}` }
    const url = '/api/migrations/x/datasets/y/rows?after=-1&limit=900'
    const answer = await test.app.inject({ url, headers })
    expect(answer.statusCode).toBe(400)
    const { error } = answer.json()
    expect(error.code).toBe('request.invalid')
    expect(error.detail.places).toEqual(['querystring/after', 'querystring/limit'])
  })

  const bodies: Record<string, [payload: string, contentType: string, status: number, code: string]> = {
    'cut off': ['{"name":', 'application/json', 400, 'request.malformed'],
    'with an empty name': ['{"name":""}', 'application/json', 400, 'request.invalid'],
    'with a blank name': ['{"name":"   "}', 'application/json', 400, 'request.invalid'],
    'of another type': ['a=b', 'text/csv', 415, 'request.media_type'],
    'of two megabytes': [JSON.stringify({ name: 'x'.repeat(2_000_000) }), 'application/json', 413, 'request.too_large'],
  }

  it.each(Object.keys(bodies))('says what is wrong with a body %s', async (kind) => {
    const [payload, contentType, status, code] = bodies[kind] ?? ['', '', 0, '']
    const answer = await post(payload, contentType)
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code])
  })

  it('are JSON for unknown addresses below /api', async () => {
    const answer = await test.app.inject('/api/nothing')
    expect([answer.statusCode, answer.json()]).toEqual([404, { error: { code: 'route.unknown', detail: {} } }])
    expect((await test.app.inject('/nothing')).statusCode).toBe(404)
  })

  it('tell nothing of a defect but the request’s id, under which the log has it', async () => {
    const broken = await buildTestApp()
    await broken.install(anna)
    const headers = { authorization: `Bearer ${await broken.signIn(anna)}` }
    await broken.app.inject({ method: 'POST', url: '/api/migrations', headers, payload: { name: 'x' } })
    const readRunView = () => Promise.reject(new Error('password of the database is hunter2'))
    const app = await buildApp({ ...broken.deps, readRunView })
    const answer = await app.inject({ url: '/api/migrations', headers })
    const { error } = answer.json()
    expect([answer.statusCode, error.code, error.detail]).toEqual([500, 'internal', {}])
    expect(answer.body).not.toContain('hunter2')
    expect(broken.logged.filter((line) => line.includes(error.requestId) && line.includes('hunter2'))).not.toEqual([])
    await app.close()
    await broken.close()
  })
})

describe('watching', () => {
  it('is alive, and ready while the database answers', async () => {
    expect((await test.app.inject('/health')).json()).toEqual({ status: 'ok' })
    expect((await test.app.inject('/ready')).statusCode).toBe(200)
    const lost = await buildTestApp()
    await lost.database.db.destroy()
    expect((await lost.app.inject('/health')).statusCode).toBe(200)
    expect((await lost.app.inject('/ready')).statusCode).toBe(503)
    await lost.close()
  })

  it('logs no query and no authorization', async () => {
    const bearer = await test.signIn(anna)
    const headers = { authorization: `Bearer ${bearer}` }
    await test.app.inject({ url: '/settings/?token=embedded-token-1&userId=12', headers })
    await test.app.inject({ url: '/oauth/callback?code=code-1&state=state-1', headers })
    const log = test.logged.join('')
    expect(log).toContain('"path":"/oauth/callback"')
    for (const secret of ['embedded-token-1', 'code-1', 'state-1', bearer]) expect(log).not.toContain(secret)
  })

  it('limits how often an address may try', async () => {
    const statuses = []
    for (let i = 0; i < 650; i += 1) {
      const attempt = {
        method: 'POST',
        url: '/api/session',
        payload: { token: 'x' },
        remoteAddress: '203.0.113.9',
      } as const
      statuses.push((await test.app.inject(attempt)).statusCode)
    }
    expect(statuses.filter((status) => status === 429).length).toBe(50)
    expect((await test.app.inject({ url: '/oauth/install', remoteAddress: '203.0.113.10' })).statusCode).toBe(302)
  })
})

describe('openapi', () => {
  it('says which routes want a bearer', async () => {
    const { paths } = (await test.app.inject('/api/openapi.json')).json()
    expect(paths['/api/migrations'].get.security).toEqual([{ bearer: [] }])
    expect(paths['/api/uploads'].post.security).toEqual([{ bearer: [] }])
    expect(paths['/api/session'].post.security).toBeUndefined()
  })

  it('describes every route below /api, its answers included', async () => {
    const document = (await test.app.inject('/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/session',
        '/api/migrations',
        '/api/migrations/{migrationId}',
        '/api/migrations/{migrationId}/files',
        '/api/migrations/{migrationId}/datasets/{datasetId}',
        '/api/migrations/{migrationId}/datasets/{datasetId}/rows',
        '/api/uploads',
        '/api/uploads/{uploadId}',
      ]),
    )
    for (const [path, item] of Object.entries<Record<string, { summary?: string; responses: object }>>(
      document.paths,
    )) {
      for (const operation of Object.values(item)) {
        expect([path, operation.summary?.length ?? 0]).not.toEqual([path, 0])
        expect([path, Object.keys(operation.responses)]).not.toEqual([path, ['default']])
      }
    }
  })
})

describe('pages', () => {
  it('say how to build the interface while it is missing', async () => {
    const answer = await test.app.inject('/settings/?token=x')
    expect(answer.statusCode).toBe(503)
    expect(answer.body).toContain('npm run build')
  })

  it('come framed for Pipedrive and its stand-in only, without X-Frame-Options; assets are kept for a year', async () => {
    const { uiDir } = test.deps
    for (const folder of ['settings', 'panel', 'assets']) await mkdir(join(uiDir, folder), { recursive: true })
    for (const page of ['settings', 'panel']) await writeFile(join(uiDir, page, 'index.html'), `<!doctype html>${page}`)
    await writeFile(join(uiDir, 'assets', 'a-1.js'), 'export {}')
    await writeFile(join(uiDir, 'secret.txt'), 'not an asset')

    for (const page of ['settings', 'panel']) {
      const { statusCode, body, headers } = await test.app.inject(`/${page}/?token=x`)
      expect([statusCode, body]).toEqual([200, `<!doctype html>${page}`])
      expect(headers['content-security-policy']).toContain(`frame-ancestors https://*.pipedrive.com ${test.host.url}`)
      expect(headers['x-frame-options']).toBeUndefined()
      expect(headers['cross-origin-opener-policy']).toBeUndefined()
      expect(headers['cross-origin-resource-policy']).toBeUndefined()
      const redirect = await test.app.inject(`/${page}?token=x`)
      expect(redirect.headers.location).toBe(`/${page}/?token=x`)
    }
    const asset = await test.app.inject('/assets/a-1.js')
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    for (const url of [
      '/assets/../secret.txt',
      '/assets/..%2fsecret.txt',
      '/assets/%2e%2e/secret.txt',
      '/assets/none.js',
      '/assets/',
    ]) {
      expect([url, (await test.app.inject(url)).statusCode]).not.toEqual([url, 200])
    }
  })

  it('may not be framed elsewhere', async () => {
    for (const url of ['/oauth/callback', '/api/migrations', '/nothing']) {
      const { headers } = await test.app.inject(url)
      expect(headers['x-frame-options']).toBe('DENY')
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    }
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { readInstallation } from '../../server/auth/installation-store.ts'
import { anna, begin, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp

beforeAll(async () => {
  test = await buildTestApp()
})
afterAll(() => test.close())
beforeEach(() => {
  Object.assign(test.host, { tokenAnswer: undefined, tokenOverrides: {}, meAnswer: undefined })
})

const nobody = { companyId: 5000, userId: 1, name: 'Nobody' }

function stored(user: { companyId: number; userId: number }) {
  return inCompany(test.database.db, user.companyId, (trx) => readInstallation(trx, test.deps.secretBox, user.userId))
}

describe('install', () => {
  it('sends the browser to Pipedrive with a state that a cookie remembers, and asks for no scope', async () => {
    const { authorizeUrl } = await begin(test.app)
    expect(`${authorizeUrl.origin}${authorizeUrl.pathname}`).toBe(`${test.host.url}/oauth/authorize`)
    expect([...authorizeUrl.searchParams.keys()].sort()).toEqual(['client_id', 'redirect_uri', 'state'])
    const { headers } = await test.app.inject({ url: '/oauth/install' })
    expect(headers['set-cookie']).toMatch(/Max-Age=600; Path=\/; HttpOnly; SameSite=Lax/)
  })

  it('keeps the state cookie to secure, same-host requests where the address is https', async () => {
    const secure = await buildTestApp({ PUBLIC_URL: 'https://importer.example' })
    const { headers } = await secure.app.inject({ url: '/oauth/install' })
    expect(headers['set-cookie']).toMatch(/^__Host-oauth-state=.*Secure/)
    expect(headers['set-cookie']).not.toMatch(/Domain/)
    expect((await secure.install(anna)).statusCode).toBe(302)
    await secure.close()
  })

  it('stores the installation and goes on to the settings page inside Pipedrive', async () => {
    const answer = await test.install(anna)
    expect(answer.statusCode).toBe(302)
    expect(answer.headers.location).toBe(`${test.host.url}/settings/marketplace/app/client-1/app-settings`)
    expect(await stored(anna)).toMatchObject({
      userName: anna.name,
      companyName: 'Company 4711',
      companyDomain: 'company4711',
      language: 'ru',
      defaultCurrency: 'EUR',
      timezone: 'Europe/Berlin',
      state: 'active',
      tokens: { apiDomain: test.host.url, scope: 'base,contacts:full' },
    })
  })

  it('answers a program with JSON', async () => {
    const answer = await test.install(anna, { accept: 'application/json' })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      companyId: 4711,
      userId: 12,
      companyDomain: 'company4711',
      settingsUrl: `${test.host.url}/settings/marketplace/app/client-1/app-settings`,
    })
  })

  it('keeps no token in clear, neither in the database nor in the log', async () => {
    await test.install(anna)
    const tokens = (await stored(anna))?.tokens
    const rows = await inCompany(test.database.db, anna.companyId, (trx) => trx('installations').select('*'))
    for (const secret of [tokens?.accessToken, tokens?.refreshToken, test.host.credentials.clientSecret]) {
      expect(secret).toBeDefined()
      expect(JSON.stringify(rows)).not.toContain(secret)
      expect(test.logged.join('')).not.toContain(secret)
    }
    expect(test.logged.join('')).not.toMatch(/code=|state=/)
  })

  it('says in the user’s language that nothing happened when consent is refused', async () => {
    for (const error of ['user_denied', 'access_denied']) {
      const english = await test.app.inject({ url: '/oauth/callback', query: { error, state: 'x' } })
      expect(english.statusCode).toBe(200)
      expect(english.headers['content-type']).toContain('text/html')
      expect(english.body).toContain('was not installed')
    }
    const headers = { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' }
    const russian = await test.app.inject({ url: '/oauth/callback', query: { error: 'user_denied' }, headers })
    expect(russian.body).toContain('не установлен')
  })

  it('repeats nothing of what a refusal said', async () => {
    const query = { error: '<script>alert(1)</script>' }
    expect((await test.app.inject({ url: '/oauth/callback', query })).body).not.toContain('alert')
  })

  it.each(['missing state', 'foreign state', 'missing cookie', 'empty state'])(
    'refuses a callback with %s',
    async (misuse) => {
      const { state, cookies } = await begin(test.app)
      const other = await begin(test.app)
      const states: Record<string, string> = {
        'foreign state': other.state,
        'empty state': '',
        'missing cookie': state,
      }
      const sent = states[misuse]
      const answer = await test.app.inject({
        url: '/oauth/callback',
        query: { code: test.host.consent(nobody), ...(sent === undefined ? {} : { state: sent }) },
        cookies: misuse === 'missing cookie' ? {} : cookies,
      })
      expect(answer.statusCode).toBe(400)
      expect(answer.headers['content-type']).toContain('text/html')
      expect(answer.body).toContain('/oauth/install')
      expect(await stored(nobody)).toBeUndefined()
    },
  )

  it('lets a state serve once', async () => {
    const { state, cookies } = await begin(test.app)
    const query = { state, code: test.host.consent(anna) }
    const first = await test.app.inject({ url: '/oauth/callback', query, cookies })
    expect(first.statusCode).toBe(302)
    expect(first.cookies).toContainEqual(expect.objectContaining({ name: 'oauth-state', value: '' }))
    expect((await test.app.inject({ url: '/oauth/callback', query })).statusCode).toBe(400)
    expect((await test.app.inject({ url: '/oauth/callback', query, cookies })).statusCode).toBe(400)
  })

  it.each([
    ['a refused code', { tokenAnswer: { status: 400, body: '{"error":"authorization_code has expired"}' } }, 400],
    ['a token endpoint in trouble', { tokenAnswer: { status: 503, body: 'down' } }, 502],
    ['a token answer without tokens', { tokenAnswer: { status: 200, body: '{}' } }, 502],
    ['a users/me in trouble', { meAnswer: { status: 500, body: '{}' } }, 502],
    ['a users/me without ids', { meAnswer: { status: 200, body: '{"data":{"name":"x"}}' } }, 502],
  ])('stores nothing after %s', async (_what, trouble, status) => {
    Object.assign(test.host, trouble)
    const answer = await test.install(nobody)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(await stored(nobody)).toBeUndefined()
  })

  it.each([
    'http://169.254.169.254',
    'https://user:pw@evil.example',
    'ftp://x.example',
    'https://10.0.0.1',
    'not a url',
    7,
  ])('does not take a token to the API address %s', async (api_domain) => {
    test.host.tokenOverrides = { api_domain }
    expect((await test.install(nobody)).statusCode).toBe(502)
    expect(await stored(nobody)).toBeUndefined()
  })
})

describe('uninstall', () => {
  const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const remove = (payload: object, authorization?: string) =>
    test.app.inject({
      method: 'DELETE',
      url: '/oauth/callback',
      payload,
      headers: authorization === undefined ? {} : { authorization },
    })

  it('forgets that user’s tokens and nobody else’s, with ids as numbers or strings, and may be told twice', async () => {
    const { clientId, clientSecret } = test.host.credentials
    const colleague = { companyId: anna.companyId, userId: 13, name: 'Boris' }
    for (const user of [anna, colleague, stranger]) await test.install(user)
    const notice = { client_id: clientId, timestamp: '2026-10-01T00:00:00Z' }
    for (const ids of [
      { company_id: 4711, user_id: 12 },
      { company_id: '4711', user_id: '12' },
    ]) {
      expect((await remove({ ...notice, ...ids }, basic(clientId, clientSecret))).statusCode).toBe(204)
      expect(await stored(anna)).toBeUndefined()
    }
    expect(await stored(colleague)).toBeDefined()
    expect(await stored(stranger)).toBeDefined()
    const audit = await inCompany(test.database.db, anna.companyId, (trx) =>
      trx('audit_log').where({ action: 'installation.removed' }),
    )
    expect(audit).toHaveLength(1)
  })

  it.each([undefined, 'Basic', basic('client-1', 'wrong'), basic('other', 's3cret+/&:%'), 'Bearer s3cret+/&:%'])(
    'does not believe a notice with the authorization %s',
    async (authorization) => {
      await test.install(anna)
      expect((await remove({ company_id: 4711, user_id: 12 }, authorization)).statusCode).toBe(401)
      expect(await stored(anna)).toBeDefined()
    },
  )
})

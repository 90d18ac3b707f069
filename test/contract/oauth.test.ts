import { createHmac } from 'node:crypto'
import fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callbackUrl, clientAuthorization, consent, type Installed, installed, token } from './installed.ts'

let company: Installed
beforeAll(async () => {
  company = await installed()
  await company.control('PUT', '/__sandbox/app', { autoApprove: false })
})
afterAll(() => company.sandbox.close())

const authorize = (parameters: Record<string, string>) =>
  fetch(`${company.url}/oauth/authorize?${new URLSearchParams(parameters)}`, { redirect: 'manual' })
const request = { client_id: 'sandbox-client', redirect_uri: callbackUrl, state: 'abc' }
const decide = (fields: Record<string, string>) =>
  fetch(`${company.url}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...request, ...fields }),
  })

test('a person is asked, and may refuse', async () => {
  const page = await authorize(request)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('Approve')
  const refused = await decide({ account: '4711:13425', decision: 'refuse' })
  expect(refused.headers.get('location')).toBe(`${callbackUrl}?error=access_denied&state=abc`)
})

test('approval brings a code that works once', async () => {
  const approved = await decide({ account: '4711:13431', decision: 'approve' })
  const target = new URL(approved.headers.get('location') ?? '')
  expect(target.searchParams.get('state')).toBe('abc')
  const form = {
    grant_type: 'authorization_code',
    code: target.searchParams.get('code') ?? '',
    redirect_uri: callbackUrl,
  }
  const first = await token(company.url, form)
  expect(first.status).toBe(200)
  expect(String(first.body.scope)).toContain('contacts:full')
  expect(String(first.body.scope)).not.toContain('admin')
  expect((await token(company.url, form)).status).toBe(400)
})

test.each([[{ client_id: 'someone' }], [{ redirect_uri: 'http://127.0.0.1:2/elsewhere' }]])(
  '%j is not sent anywhere',
  async (change) => {
    const answer = await authorize({ ...request, ...change })
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
  },
)

test('the client must show its secret, in the header', async () => {
  const form = { grant_type: 'refresh_token', refresh_token: company.refreshToken }
  const wrong = await token(company.url, form, 'Basic bm9ib2R5Om5vdGhpbmc=')
  expect([wrong.status, wrong.body.message]).toEqual([400, 'Invalid client'])
  expect((await token(company.url, { ...form, refresh_token: 'x' })).body.message).toBe(
    'Invalid grant: refresh_token is invalid',
  )
})

test('revoking the refresh token uninstalls: the app is told and the tokens stop working', async () => {
  const told: unknown[] = []
  const app = fastify()
  app.delete('/oauth/callback', ({ headers, body }) => {
    told.push({ authorization: headers.authorization, body })
    return {}
  })
  const appUrl = await app.listen({ port: 0 })
  const own = await installed({ callbackUrl: `${appUrl}/oauth/callback` })
  await fetch(`${own.url}/oauth/revoke`, {
    method: 'POST',
    headers: { authorization: clientAuthorization },
    body: new URLSearchParams({ token: own.refreshToken }),
  })
  expect(told).toMatchObject([
    {
      authorization: clientAuthorization,
      body: { client_id: 'sandbox-client', company_id: 4711, user_id: 13425 },
    },
  ])
  expect((await own.call('GET', '/api/v1/users/me')).status).toBe(401)
  expect((await own.control('POST', '/__sandbox/uninstall', { companyId: 4711, userId: 13425 })).status).toBe(404)
  await consent(own.url, `${appUrl}/oauth/callback`)
  const again = await own.control('POST', '/__sandbox/uninstall', { companyId: 4711, userId: 13425 })
  expect(again.body).toEqual({ callbackStatus: 200 })
  await Promise.all([own.sandbox.close(), app.close()])
})

test('access tokens can be made to expire at once', async () => {
  const own = await installed()
  await own.control('POST', '/__sandbox/tokens/expire')
  expect((await own.call('GET', '/api/v1/users/me')).status).toBe(401)
  const next = await token(own.url, { grant_type: 'refresh_token', refresh_token: own.refreshToken })
  expect(next.status).toBe(200)
  await own.sandbox.close()
})

test('the token of an embedded page is signed with the client secret and names company and user', async () => {
  const { body } = await company.control('POST', '/__sandbox/embed-token', { companyId: 4711, userId: 13425 })
  const [head = '', payload = '', signature] = String(body.token).split('.')
  expect(createHmac('sha256', 'sandbox-secret').update(`${head}.${payload}`).digest('base64url')).toBe(signature)
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  expect(claims).toMatchObject({ companyId: 4711, userId: 13425 })
  expect(claims.exp - claims.iat).toBe(300)
})

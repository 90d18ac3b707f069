import { createSecretKey } from 'node:crypto'
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBearers } from '../../server/auth/bearers.ts'
import type { EncryptionKey as Key } from '../../server/config.ts'
import { anna, buildTestApp, signEmbedded, stranger, type TestApp } from '../support/build-test-app.ts'

let test: TestApp
let secret: string

beforeAll(async () => {
  test = await buildTestApp()
  secret = test.config.pipedrive.jwtSecret
  await test.install(anna)
})
afterAll(() => test.close())

const open = (token: unknown) => test.app.inject({ method: 'POST', url: '/api/session', payload: { token } })
const seconds = () => Math.floor(test.clock.now().getTime() / 1000)
const inFiveMinutes = () => seconds() + 300
const key = (text: string) => new TextEncoder().encode(text)

function sign(claims: Record<string, unknown>, signingKey = key(secret), alg = 'HS256') {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(signingKey)
}

describe('session', () => {
  it('exchanges the iframe’s token for a bearer of ten minutes', async () => {
    const answer = await open(await signEmbedded(secret, anna, test.clock.now()))
    expect(answer.statusCode).toBe(200)
    const { bearer, expiresAt, user, installation } = answer.json()
    expect(user).toEqual({
      id: 12,
      name: anna.name,
      companyId: 4711,
      companyName: 'Company 4711',
      companyDomain: 'company4711',
      language: 'ru',
      canImport: true,
    })
    expect(installation).toEqual({ state: 'active', installUrl: 'http://127.0.0.1:3000/oauth/install' })
    expect(new Date(expiresAt).getTime() - test.clock.now().getTime()).toBeLessThanOrEqual(600_000)
    const headers = { authorization: `Bearer ${bearer}` }
    expect((await test.app.inject({ url: '/api/migrations', headers })).statusCode).toBe(200)
  })

  it.each([
    { userId: 12, companyId: 4711 },
    { userId: '12', companyId: '4711' },
    { user_id: 12, company_id: '4711' },
    { sub: '12', companyId: 4711 },
  ])('reads the claims %o', async (claims) => {
    const answer = await open(await sign({ ...claims, exp: inFiveMinutes() }))
    expect(answer.json()).toMatchObject({ user: { id: 12, companyId: 4711 } })
  })

  it('forgives ten seconds of clock difference, not more', async () => {
    expect((await open(await sign({ ...ids, exp: seconds() - 8 }))).statusCode).toBe(200)
    expect((await open(await sign({ ...ids, exp: seconds() - 12 }))).json()).toEqual(error('session.token_expired'))
  })

  it('knows nobody without an installation of their own', async () => {
    for (const user of [stranger, { companyId: 4711, userId: 13 }, { companyId: 4712, userId: 12 }]) {
      const answer = await open(await signEmbedded(secret, user, test.clock.now()))
      expect(answer.statusCode).toBe(403)
      expect(answer.json()).toEqual(error('session.not_installed'))
    }
  })

  const ids = { userId: 12, companyId: 4711 }
  const error = (code: string) => ({ error: { code, detail: {} } })

  const attacks: Record<string, () => Promise<string> | string> = {
    'no signature (alg none)': () => new UnsecuredJWT({ ...ids, exp: inFiveMinutes() }).encode(),
    'another secret': () => sign({ ...ids, exp: inFiveMinutes() }, key('other secret')),
    'another algorithm with the right secret': () =>
      sign({ ...ids, exp: inFiveMinutes() }, key(secret.padEnd(64, '\0')), 'HS512'),
    'no expiry': () => sign(ids),
    'a changed payload': async () => {
      const [header, , signature] = (await sign({ ...ids, exp: inFiveMinutes() })).split('.')
      const payload = Buffer.from(JSON.stringify({ ...ids, userId: 13, exp: inFiveMinutes() })).toString('base64url')
      return [header, payload, signature].join('.')
    },
    'an RSA signature': async () => {
      const { privateKey } = await generateKeyPair('RS256')
      return new SignJWT({ ...ids, exp: inFiveMinutes() }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
    },
    'an HMAC with a public key as its secret': async () => {
      const { publicKey } = await generateKeyPair('RS256', { extractable: true })
      return sign({ ...ids, exp: inFiveMinutes() }, key(await exportSPKI(publicKey)))
    },
    'a company that is no number': () => sign({ userId: 12, companyId: '4711 or 1=1', exp: inFiveMinutes() }),
    'no company': () => sign({ userId: 12, exp: inFiveMinutes() }),
    'not yet valid': () => sign({ ...ids, nbf: seconds() + 60, exp: inFiveMinutes() }),
    'no token at all': () => 'x',
  }

  it.each(Object.keys(attacks))('refuses a token with %s', async (attack) => {
    const answer = await open(await attacks[attack]?.())
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toEqual(error('session.token_invalid'))
  })

  it('refuses what is no bearer of ours', async () => {
    const embedded = await signEmbedded(secret, anna, test.clock.now())
    const unsigned = new UnsecuredJWT({
      companyId: 4711,
      sub: '12',
      aud: 'altcraft-importer',
      exp: inFiveMinutes(),
    }).encode()
    const attempts = { '': 'session.missing', Basic: 'session.missing', 'Bearer ': 'session.missing' }
    for (const [authorization, code] of Object.entries({
      ...attempts,
      [`Bearer ${embedded}`]: 'session.invalid',
      [`Bearer ${unsigned}`]: 'session.invalid',
      'Bearer a.b.c': 'session.invalid',
    })) {
      const answer = await test.app.inject({ url: '/api/migrations', headers: { authorization } })
      expect([authorization, answer.statusCode, answer.json()]).toEqual([authorization, 401, error(code)])
    }
  })

  it('ends with the bearer’s ten minutes', async () => {
    const headers = { authorization: `Bearer ${await test.signIn(anna)}` }
    test.clock.advance(600_001)
    const answer = await test.app.inject({ url: '/api/migrations', headers })
    expect([answer.statusCode, answer.json()]).toEqual([401, error('session.expired')])
  })

  it('ends with the installation', async () => {
    const headers = { authorization: `Bearer ${await test.signIn(anna)}` }
    const { clientId, clientSecret } = test.host.credentials
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    const payload = { company_id: 4711, user_id: 12 }
    await test.app.inject({ method: 'DELETE', url: '/oauth/callback', headers: { authorization }, payload })
    const answer = await test.app.inject({ url: '/api/migrations', headers })
    expect([answer.statusCode, answer.json()]).toEqual([403, error('session.not_installed')])
    await test.install(anna)
  })

  it('outlives a rotation of the encryption keys', async () => {
    const [older, newer] = ['k1', 'k2'].map((id, i) => ({ id, key: createSecretKey(Buffer.alloc(32, i)) })) as [
      Key,
      Key,
    ]
    const { clock } = test
    const { bearer } = await makeBearers({ keys: [older], clock }).issue(ids)
    expect(await makeBearers({ keys: [newer, older], clock }).read(bearer)).toEqual(ids)
    await expect(makeBearers({ keys: [newer], clock }).read(bearer)).rejects.toMatchObject({ code: 'session.invalid' })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inCompany, makeDatabase } from '../../db/pool.ts'
import { type AccessTokens, makeAccessTokens } from '../../server/auth/access-tokens.ts'
import { readInstallation } from '../../server/auth/installation-store.ts'
import { NeedsPerson, Retryable } from '../../server/errors.ts'
import { anna, buildTestApp, stranger, type TestApp } from '../support/build-test-app.ts'

const minute = 60_000

let test: TestApp
let tokens: AccessTokens

beforeEach(async () => {
  test = await buildTestApp()
  await test.install(anna)
  test.host.grants.length = 0
  tokens = tokensOver(test.database.db)
})
afterEach(() => test.close())

function tokensOver(db: TestApp['database']['db'], user = anna) {
  const { secretBox, clock, http, config } = test.deps
  return makeAccessTokens({ db, secretBox, clock, http, config, companyId: user.companyId, userId: user.userId })
}

function stored() {
  return inCompany(test.database.db, anna.companyId, (trx) => readInstallation(trx, test.deps.secretBox, anna.userId))
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('access tokens', () => {
  it('uses the stored token while it is fresh', async () => {
    const { tokens: saved } = (await stored()) ?? {}
    expect(await tokens.current()).toEqual({ accessToken: saved?.accessToken, apiDomain: test.host.url })
    expect(test.host.grants).toEqual([])
  })

  it('refreshes five minutes ahead and stores both tokens and the API address anew', async () => {
    const before = await stored()
    test.clock.advance(56 * minute)
    test.host.tokenOverrides = { api_domain: test.host.url.replace('127.0.0.1', 'localhost') }
    const current = await tokens.current()
    const after = await stored()
    expect(current.apiDomain).toBe(test.host.url.replace('127.0.0.1', 'localhost'))
    expect(after?.tokens).toMatchObject(current)
    expect(after?.tokens.accessToken).not.toBe(before?.tokens.accessToken)
    expect(after?.tokens.refreshToken).not.toBe(before?.tokens.refreshToken)
    expect(test.host.grants).toEqual([{ grantType: 'refresh_token', answered: 200 }])
  })

  it('keeps the refresh token when no new one is sent', async () => {
    const before = await stored()
    test.host.tokenOverrides = { refresh_token: undefined }
    await tokens.refreshed(before?.tokens.accessToken ?? '')
    expect((await stored())?.tokens.refreshToken).toBe(before?.tokens.refreshToken)
  })

  it('asks Pipedrive once for twenty callers in two processes, whichever way they come', async () => {
    const other = makeDatabase(test.database.url, { max: 3 })
    const elsewhere = tokensOver(other)
    const stale = (await tokens.current()).accessToken
    test.clock.advance(56 * minute)
    test.host.delayMs = 100
    const calls = Array.from({ length: 20 }, (_, i) => {
      const side = i % 2 === 0 ? tokens : elsewhere
      return i % 4 < 2 ? side.refreshed(stale) : side.current()
    })
    const answers = await Promise.all(calls)
    await other.destroy()
    expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(answers[0]?.accessToken).not.toBe(stale)
    expect(test.host.grants).toHaveLength(1)
  })

  it('asks Pipedrive once for twenty callers that share nothing but the database', async () => {
    const stale = (await tokens.current()).accessToken
    test.host.delayMs = 100
    const answers = await Promise.all(Array.from({ length: 20 }, () => tokensOver(test.database.db).refreshed(stale)))
    expect(new Set(answers.map(({ accessToken }) => accessToken)).size).toBe(1)
    expect(test.host.grants).toHaveLength(1)
  })

  it('needs a person once consent is revoked, and does not ask Pipedrive again until they install again', async () => {
    test.host.revokeConsent()
    test.clock.advance(90 * minute)
    for (let i = 0; i < 3; i += 1) {
      const error = await failure(tokens.current())
      expect(error).toBeInstanceOf(NeedsPerson)
      expect(error).toMatchObject({ code: 'oauth.reconnect' })
    }
    expect(await failure(tokens.refreshed('anything'))).toMatchObject({ code: 'oauth.reconnect' })
    expect(test.host.grants).toHaveLength(1)
    expect((await stored())?.state).toBe('reconnect')

    await test.install(anna)
    expect((await stored())?.state).toBe('active')
    expect((await tokens.current()).accessToken).toBe((await stored())?.tokens.accessToken)
  })

  it('leaves the installation alone when our own credentials are refused', async () => {
    test.host.tokenAnswer = { status: 400, body: '{"success":false,"message":"Invalid client"}' }
    expect(await failure(tokens.refreshed((await tokens.current()).accessToken))).toMatchObject({
      code: 'oauth.client_refused',
    })
    expect((await stored())?.state).toBe('active')
  })

  it.each([
    [503, 'down'],
    [429, '{}'],
    [200, '{"access_token":"x"}'],
    [200, '<html>'],
  ])('may be tried again after the token endpoint answers %i %s', async (status, body) => {
    const stale = (await tokens.current()).accessToken
    test.host.tokenAnswer = { status, body }
    expect(await failure(tokens.refreshed(stale))).toBeInstanceOf(Retryable)
    test.host.tokenAnswer = undefined
    expect((await tokens.refreshed(stale)).accessToken).not.toBe(stale)
  })

  it('goes on with a token that still lives while the endpoint is down', async () => {
    const { accessToken } = await tokens.current()
    test.host.tokenAnswer = { status: 500, body: '' }
    test.clock.advance(57 * minute)
    expect((await tokens.current()).accessToken).toBe(accessToken)
    test.clock.advance(10 * minute)
    expect(await failure(tokens.current())).toBeInstanceOf(Retryable)
  })

  it('looks again after a second: what was uninstalled meanwhile is not used on', async () => {
    await tokens.current()
    await inCompany(test.database.db, anna.companyId, (trx) =>
      trx('installations').where({ user_id: anna.userId }).del(),
    )
    test.clock.advance(1_001)
    expect(await failure(tokens.current())).toMatchObject({ code: 'oauth.uninstalled' })
  })

  it('knows no tokens of who has not installed, nor of another company’s user with the same id', async () => {
    expect(await failure(tokensOver(test.database.db, stranger).current())).toMatchObject({ code: 'oauth.uninstalled' })
    const twin = { ...anna, companyId: stranger.companyId }
    expect(await failure(tokensOver(test.database.db, twin).current())).toMatchObject({ code: 'oauth.uninstalled' })
  })
})

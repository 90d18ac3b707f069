import type { Knex } from 'knex'
import type { FaultRule } from '../../../sandbox/gate/faults.ts'
import type { SandboxOptions } from '../../../sandbox/options.ts'
import { buildSandbox } from '../../../sandbox/sandbox.ts'
import { install } from '../../../server/auth/install.ts'
import type { Config } from '../../../server/config.ts'
import type { SecretBox } from '../../../server/lib/secret-box.ts'
import type { SandboxStats } from '../stack.ts'
import type { FastClock } from './fast-clock.ts'

export type FarRecord = Record<string, unknown> & { id: number }

/** A sandbox in this process, on the test's clock, and what a test does to it. */
export interface FarSide {
  url: string
  companyId: number
  userId: number
  /** Installs the app, as a person does; answers whether that went well. */
  consent(deps: { db: Knex; secretBox: SecretBox; config: Config }): Promise<boolean>
  /** Takes the consent back, as an uninstallation does. */
  withdrawConsent(): Promise<void>
  expireTokens(): Promise<void>
  arm(faults: FaultRule[]): Promise<void>
  disarm(): Promise<void>
  setOptions(options: Partial<Pick<SandboxOptions, 'dailyBudget' | 'latencyMs'>>): Promise<void>
  resetBudget(): Promise<void>
  seed(body: object): Promise<void>
  /** Live records by kind: persons, organizations, deals, dealProducts, products, fields, filters … */
  records(): Promise<Record<string, FarRecord[]>>
  stats(): Promise<SandboxStats>
  close(): Promise<void>
}

const callbackUrl = 'http://127.0.0.1/oauth/callback'

export async function startFarSide(clock: FastClock, options: Partial<SandboxOptions>): Promise<FarSide> {
  const sandbox = await buildSandbox({ ...options, autoApprove: true, callbackUrl, now: () => clock.now().getTime() })
  const url = await sandbox.listen()
  const owner = { companyId: 4711, userId: 13_425 }

  async function control<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
    const answer = await sandbox.app.inject({ method, url: `/__sandbox/${path}`, ...(body && { payload: body }) })
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }

  return {
    url,
    ...owner,
    async consent({ db, secretBox, config }) {
      const { clientId, clientSecret } = config.pipedrive
      const query = { client_id: clientId, redirect_uri: callbackUrl }
      const consented = await sandbox.app.inject({ url: '/oauth/authorize', query })
      const code = new URL(String(consented.headers.location)).searchParams.get('code') ?? ''
      const answer = await fetch(`${url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callbackUrl }),
      })
      const installing = install({ db, secretBox, clock, http: fetch, config }, await answer.json())
      return (await installing.catch(() => undefined)) !== undefined
    },
    async withdrawConsent() {
      const { installations } = await control<{ installations: object[] }>('GET', 'app')
      if (installations.length > 0) await control('POST', 'uninstall', owner)
    },
    expireTokens: () => control('POST', 'tokens/expire'),
    arm: (faults) => control('POST', 'faults', faults),
    disarm: () => control('DELETE', 'faults'),
    setOptions: (given) => control('PUT', 'options', given),
    resetBudget: () => control('POST', 'budget', { reset: true }),
    seed: (body) => control('POST', 'seed', body),
    records: async () => (await control<{ records: Record<string, FarRecord[]> }>('GET', 'state')).records,
    stats: () => control('GET', 'stats'),
    close: () => sandbox.close(),
  }
}

import { makeApi } from '../../../server/pipedrive/api.ts'
import { makeHttpSend } from '../../../server/pipedrive/http-send.ts'
import { makePersons } from '../../../server/pipedrive/persons.ts'
import type { BenchSandbox } from './sandbox.ts'

/** Pipedrive said no: 429, or the page of one who ignored it. */
export class Refused extends Error {
  readonly status: number
  readonly retryAfterMs: number

  constructor(status: number, retryAfterMs: number) {
    super(`refused with ${status}`)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

export type CreatePerson = (n: number) => Promise<void>

/**
 * The official client over the same HTTP agent that the engine uses, and nothing else: no pacing, no budget, no journal. Throws
 * `Refused`.
 */
export async function makePlainClient(sandbox: BenchSandbox): Promise<CreatePerson> {
  const accessToken = await consent(sandbox)
  const send = makeHttpSend()
  const api = makeApi(async ({ method, path, headers, body }) => {
    const answer = await send({
      method,
      url: sandbox.url + path,
      headers: { ...headers, authorization: `Bearer ${accessToken}` },
      timeoutMs: 30_000,
      ...(body === undefined ? {} : { body }),
    })
    if (answer.status >= 300) throw new Refused(answer.status, Number(answer.headers['retry-after'] ?? 2) * 1_000)
    return { ...answer, json: JSON.parse(answer.body) }
  })
  const persons = makePersons(api)
  return async (n) => {
    const emails = [{ value: `person${n}@plain.example`, primary: true, label: 'work' }]
    const phones = [{ value: `+7900${String(n).padStart(7, '0')}`, primary: true, label: 'work' }]
    await persons.create({ name: `Person ${n}`, emails, phones })
  }
}

async function consent({ url, clientId, clientSecret, control }: BenchSandbox): Promise<string> {
  const { callbackUrl } = await control<{ callbackUrl: string }>('GET', 'app')
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: callbackUrl, state: 'bench' })
  const redirect = await fetch(`${url}/oauth/authorize?${query}`, { redirect: 'manual' })
  const code = new URL(redirect.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callbackUrl }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

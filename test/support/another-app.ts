import type { TestSandbox } from './stack.ts'

export type CallApi = (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>

/** The company's API as some other app, or a person behind it, uses it: with a consent of its own. Throws on refusals. */
export async function asAnotherApp({ url, control }: TestSandbox): Promise<CallApi> {
  const { callbackUrl } = await control<{ callbackUrl: string }>('GET', 'app')
  const query = new URLSearchParams({ client_id: 'sandbox-client', redirect_uri: callbackUrl, state: 'x' })
  const consent = await fetch(`${url}/oauth/authorize?${query}`, { redirect: 'manual' })
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const token = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: callbackUrl }),
  })
  const { access_token } = await token.json()
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
    const init =
      body === undefined
        ? { headers: { authorization: headers.authorization } }
        : { headers, body: JSON.stringify(body) }
    const answer = await fetch(`${url}${path}`, { method, ...init })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}

import { buildSandbox, type Sandbox } from '../../sandbox/sandbox.ts'

type Options = NonNullable<Parameters<typeof buildSandbox>[0]>

export interface Answered {
  status: number
  headers: Headers
  /** Parsed JSON, else the text. */
  body: { [key: string]: unknown } & { data?: unknown }
}

export interface Installed {
  sandbox: Sandbox
  url: string
  accessToken: string
  refreshToken: string
  call(method: string, path: string, body?: unknown): Promise<Answered>
  /** Without credentials: `/__sandbox/…` and OAuth. */
  control(method: string, path: string, body?: unknown): Promise<Answered>
  /** Data of a call that must succeed. */
  data(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>
}

export const clientAuthorization = `Basic ${Buffer.from('sandbox-client:sandbox-secret').toString('base64')}`
export const callbackUrl = 'http://127.0.0.1:1/oauth/callback'

/** A listening sandbox and a user of it who went through the real flow of consent; by default the admin of company 4711. */
export async function installed(options: Options = {}, userId = 13425): Promise<Installed> {
  const sandbox = await buildSandbox({ autoApprove: true, callbackUrl, ...options })
  const url = await sandbox.listen()
  const companyId = userId === 20117 ? 4712 : 4711
  await send(url, 'PUT', '/__sandbox/app', { consentAs: { companyId, userId } })
  const tokens = await consent(url, options.callbackUrl ?? callbackUrl)
  const call = (method: string, path: string, body?: unknown) =>
    send(url, method, path, body, { authorization: `Bearer ${tokens.accessToken}` })
  return {
    sandbox,
    url,
    ...tokens,
    call,
    control: (method, path, body) => send(url, method, path, body),
    data: async (method, path, body) => {
      const answer = await call(method, path, body)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body.data as Record<string, unknown>
    },
  }
}

/** Authorizes as whoever the sandbox takes for consenting, and exchanges the code. */
export async function consent(
  url: string,
  redirectUri = callbackUrl,
): Promise<{ accessToken: string; refreshToken: string }> {
  const query = new URLSearchParams({ client_id: 'sandbox-client', redirect_uri: redirectUri, state: 's' })
  const answer = await fetch(`${url}/oauth/authorize?${query}`, { redirect: 'manual' })
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const { body } = await token(url, { grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  return { accessToken: String(body.access_token), refreshToken: String(body.refresh_token) }
}

export async function token(
  url: string,
  form: Record<string, string>,
  authorization = clientAuthorization,
): Promise<Answered> {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  return toAnswered(await fetch(`${url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) }))
}

async function send(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const init = { method, headers: { ...headers, ...json } }
  return toAnswered(await fetch(url + path, body === undefined ? init : { ...init, body: JSON.stringify(body) }))
}

async function toAnswered(answer: Response): Promise<Answered> {
  const text = await answer.text()
  const isJson = (answer.headers.get('content-type') ?? '').includes('json')
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : { text } }
}

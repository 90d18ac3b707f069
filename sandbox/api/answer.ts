/** What a handler answers. `body` is sent as JSON, unless it is a Buffer. */
export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

export const ok = (data: unknown, additional?: unknown): Answer => success(200, data, additional)
export const created = (data: unknown, additional?: unknown): Answer => success(201, data, additional)

function success(status: number, data: unknown, additional: unknown): Answer {
  const body = additional === undefined ? { success: true, data } : { success: true, data, additional_data: additional }
  return { status, body }
}

/** Thrown by readers and resources; the server sends `answer`. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(status: number, body: Record<string, unknown> | Buffer, headers: Record<string, string> = {}) {
    super(`refused with ${status}`)
    this.answer = { status, body, headers }
  }
}

const errorInfo = 'Please check the API documentation for more information.'

const failure = (error: string) => ({ success: false, error, error_info: errorInfo, data: null, additional_data: null })

export const invalid = (at: string, problem: string) =>
  new Refusal(400, failure(`Validation failed: ${at}: ${problem}`))
export const notFound = (what: string) => new Refusal(404, failure(`${what} not found`))

/** 403 of a missing right or of a plan's limit; only the deal limit carries a code. */
export const forbidden = (error: string, code?: string) =>
  new Refusal(403, code === undefined ? { success: false, error } : { success: false, error, code })

export const unauthorized = () => new Refusal(401, { success: false, error: 'unauthorized access', errorCode: 401 })

/** The platform's answer when the operation needs a scope that the app was not granted. */
export const scopeMissing = () =>
  new Refusal(403, { success: false, error: 'Scope and URL mismatch', errorCode: 403, error_info: errorInfo })

/** Burst and daily limit look alike; only the daily headers tell them apart. */
export const tooMany = () =>
  new Refusal(429, { success: false, error: 'request over limit', errorCode: 429 }, { 'retry-after': '2' })

const blockedPage =
  '<!DOCTYPE html><html><head><title>Access denied</title></head><body>You have been blocked</body></html>'

/** What the platform's edge answers to a client that goes on in spite of 429: no JSON. */
export const blockedClient = () =>
  new Refusal(403, Buffer.from(blockedPage), { 'content-type': 'text/html; charset=UTF-8' })

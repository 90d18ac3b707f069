import { DemoFailure } from './failure.ts'

/** The app said no: `{error: {code, detail}}`. */
export class ApiFailure extends DemoFailure {
  readonly status: number
  readonly code: string

  constructor(what: string, status: number, code: string, detail: unknown) {
    super(`${what} was answered with ${status} ${code} ${JSON.stringify(detail ?? {})}`)
    this.status = status
    this.code = code
  }
}

export interface Api {
  /** The answer's JSON body. Throws `ApiFailure`. */
  get<T>(path: string): Promise<T>
  send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T>
  /** Server-sent events of one name, in order, until the stream ends. */
  events<T>(path: string, name: string): AsyncGenerator<T>
}

/** The app's public HTTP API. */
export function makeApi(appUrl: string, bearer: () => Promise<string>, signal: AbortSignal): Api {
  async function request(method: string, path: string, accept: string, body?: unknown): Promise<Response> {
    const headers = {
      authorization: `Bearer ${await bearer()}`,
      accept,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(appUrl + path, { method, headers, signal, ...init })
    if (answer.ok) return answer
    const { code = 'unknown', detail } = readError(await answer.text())
    throw new ApiFailure(`${method} ${path}`, answer.status, code, detail)
  }
  const json = async (answer: Response) => {
    const text = await answer.text()
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    get: async (path) => json(await request('GET', path, 'application/json')),
    send: async (method, path, body) => json(await request(method, path, 'application/json', body)),
    async *events(path, name) {
      const { body } = await request('GET', path, 'text/event-stream')
      let rest = ''
      for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (rest + piece).replaceAll('\r\n', '\n').split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const { event, data } = readEvent(block)
          if (event === name) yield JSON.parse(data)
        }
      }
    },
  }
}

/** Event streams, WHATWG HTML 9.2: fields by line, several `data` lines are one text. */
function readEvent(block: string): { event: string; data: string } {
  const valuesOf = (field: string) =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).replace(/^ /, ''))
  return { event: valuesOf('event').at(-1) ?? 'message', data: valuesOf('data').join('\n') }
}

function readError(text: string): { code?: string; detail?: unknown } {
  try {
    return JSON.parse(text).error ?? {}
  } catch {
    return { detail: text.slice(0, 200) }
  }
}

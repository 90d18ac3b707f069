import { isJsonObject, type JsonObject } from '../lib/json.ts'

/** The far side of the network, as the platform's `fetch`. */
export type Http = typeof fetch

export interface JsonAnswer {
  status: number
  /** Undefined when the body is no JSON object. */
  body: JsonObject | undefined
  /** Seconds of a Retry-After header, when it holds a number. */
  retryAfterSeconds: number | undefined
}

const maxAnswerCharacters = 1024 ** 2

/**
 * One request, no redirects (an answer must not send our credentials elsewhere), bounded in time and size. Rejects when no
 * answer came; any status is an answer.
 */
export async function requestJson(http: Http, url: string, init: RequestInit, timeoutMs: number): Promise<JsonAnswer> {
  const response = await http(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    status: response.status,
    body: toObject(await readText(response)),
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxAnswerCharacters) throw new Error('The answer is larger than any that is expected.')
  }
  return text
}

function toObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

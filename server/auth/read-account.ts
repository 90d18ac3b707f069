import { isJsonObject, type JsonObject } from '../lib/json.ts'
import { type Http, requestJson } from './http-port.ts'

/** Who installed the app, and where. */
export interface Account {
  companyId: number
  userId: number
  userName: string
  userEmail: string
  companyName: string
  companyDomain: string
  /** ISO 639-1. */
  language: string
  defaultCurrency: string
  timezone: string
}

/**
 * Reads `GET {apiDomain}/api/v1/users/me`. Undefined when the answer does not tell who the user is; rejects when no answer
 * came.
 */
export async function readAccount(
  deps: { http: Http; timeoutMs: number },
  tokens: { apiDomain: string; accessToken: string },
): Promise<Account | undefined> {
  const headers = { authorization: `Bearer ${tokens.accessToken}`, accept: 'application/json' }
  const answer = await requestJson(deps.http, `${tokens.apiDomain}/api/v1/users/me`, { headers }, deps.timeoutMs)
  return answer.status === 200 && isJsonObject(answer.body?.data) ? toAccount(answer.body.data) : undefined
}

function toAccount(data: JsonObject): Account | undefined {
  const companyId = Number(data.company_id)
  const userId = Number(data.id)
  if (!isId(companyId) || !isId(userId)) return undefined
  const language = isJsonObject(data.language) ? data.language.language_code : undefined
  return {
    companyId,
    userId,
    userName: toText(data.name, ''),
    userEmail: toText(data.email, ''),
    companyName: toText(data.company_name, ''),
    companyDomain: toText(data.company_domain, ''),
    language: toText(language, 'en'),
    defaultCurrency: toText(data.default_currency, 'USD'),
    timezone: toText(data.timezone_name, 'UTC'),
  }
}

function isId(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}

function toText(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback
}

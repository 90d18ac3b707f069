import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts'
import { type DatasetKind, documentKinds, type RejectedRow, type SourceRow } from './types.ts'
import { readNested } from './values/text.ts'

/** What stands in place of a secret: that there was one, and how long its text was. */
export type Redacted = { redacted: true; length: number }

export interface Redactor {
  row(row: SourceRow): SourceRow
  rejected(row: RejectedRow): RejectedRow
}

/** Matched against a key without case, spaces, `_` and `-`. `author`, `authorName` are no secrets. */
const secretKey =
  /password|passwd|passphrase|^pass$|pwd|secret|token|apikey|privatekey|serverkey|accesskey|signingkey|credential|certificate|dsn|auth(?!or(?:s|id|name|email)?$)|парол|токен|секрет/
const secretWord =
  /password|passwd|pwd|secret|token|api[_ -]?key|private[_ -]?key|credential|auth|dsn|парол|токен|секрет/i

/** Secrets inside of texts: in a URL's user part, in its query, behind an authorization scheme, in a Telegram bot URL. */
const secretTexts: readonly RegExp[] = [
  /(?<=:\/\/[^/@\s:]*:)[^/@\s]+(?=@)/g,
  /(?<=[?&](?:[\w-]*(?:token|key|secret|password|passwd|pwd|auth|sign|signature))=)[^&#\s"']+/gi,
  /(?<=\b(?:Bearer|Basic)\s+)[\w.~+/=-]{6,}/gi,
  /(?<=\/bot\d+:)[\w-]{20,}/g,
]

/**
 * Kinds that are handed out and come by the million: records of what happened to profiles, which hold what profiles
 * hold and no settings. They are looked through only where a column is named like a secret.
 */
const recordKinds: readonly DatasetKind[] = [
  'history',
  'goals',
  'subscriptions',
  'suppression_lists',
  'relations',
  'loyalty_transactions',
  'promo_codes',
  'campaign_metrics',
  'channel_reports',
]

/** Whether rows of this kind with these columns are looked through for secrets. */
export function mayHoldSecrets(kind: DatasetKind, columns: readonly string[]): boolean {
  if (!documentKinds.includes(kind)) return false
  return !recordKinds.includes(kind) || columns.some(isSecretKey)
}

/**
 * Takes secrets out of rows before anyone else sees them. They occur in the kinds that are handed out (channel settings,
 * webhooks of scenarios): there the values of keys that name a secret, at any depth, are replaced by `Redacted`, and secrets
 * inside of texts by `[redacted n]`. Rejected rows that may hold one lose their text. Other kinds pass untouched.
 * `columns` is read at every call: it may grow.
 */
export function makeRedactor(kind: DatasetKind, columns: readonly string[]): Redactor {
  if (!documentKinds.includes(kind)) return { row: (row) => row, rejected: (row) => row }
  let looked = 0
  let needed = mayHoldSecrets(kind, columns)
  const isNeeded = () => {
    if (columns.length !== looked) needed ||= mayHoldSecrets(kind, columns.slice(looked))
    looked = columns.length
    return needed
  }
  return {
    row: (row) =>
      isNeeded() ? { ...row, cells: row.cells.map((cell, index) => redactCell(columns[index] ?? '', cell)) } : row,
    rejected: (row) =>
      secretWord.test(row.raw) || columns.some(isSecretKey)
        ? { ...row, raw: '', detail: { ...row.detail, redacted: true } }
        : row,
  }
}

export function isSecretKey(key: string): boolean {
  return secretKey.test(key.toLowerCase().replace(/[\s_-]/g, ''))
}

function redactCell(column: string, cell: Json): Json {
  return isSecretKey(column) ? redactValue(cell) : redact(typeof cell === 'string' ? readNested(cell) : cell)
}

/** Redacts a value at any depth; the result shares nothing with it that held a secret. */
export function redact(value: Json): Json {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (!isJsonObject(value)) return value
  const clean: JsonObject = Object.create(null)
  const pairKey = [value.name, value.key, value.header].find((name) => typeof name === 'string')
  for (const [key, inner] of Object.entries(value)) {
    const secret = isSecretKey(key) || (key === 'value' && typeof pairKey === 'string' && isSecretKey(pairKey))
    clean[key] = secret ? redactValue(inner) : redact(inner)
  }
  return clean
}

/** Nothing and yes/no are no secrets; everything else under a secret's name is. */
function redactValue(value: Json): Json {
  if (value === null || value === '' || typeof value === 'boolean') return value
  if (isJsonObject(value) && value.redacted === true) return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return { redacted: true, length: text.length } satisfies Redacted
}

function redactText(text: string): string {
  return secretTexts.reduce((clean, pattern) => clean.replace(pattern, (found) => `[redacted ${found.length}]`), text)
}

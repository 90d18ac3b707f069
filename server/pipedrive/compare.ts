import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts'

export interface Difference {
  /** As in the request body; custom fields as `custom_fields.<code>`. */
  field: string
  written: Json
  found: Json
}

/**
 * Compares what was written with what Pipedrive shows, field by field. Equal are also Pipedrive's own normalisations:
 * trimmed text, labels of e-mails and phones, the order of multi-option values, fractions of a second, a number's spelling.
 * `leave`: top-level fields that are judged elsewhere.
 */
export function differences(body: JsonObject, record: JsonObject, leave: readonly string[] = []): Difference[] {
  const found: Difference[] = []
  for (const [field, written] of Object.entries(body)) {
    if (leave.includes(field)) continue
    if (field === 'custom_fields' && isJsonObject(written)) {
      const custom = isJsonObject(record['custom_fields']) ? record['custom_fields'] : {}
      for (const [code, value] of Object.entries(written)) {
        const there = custom[code] ?? null
        if (!sameValue(value, there)) found.push({ field: `custom_fields.${code}`, written: value, found: there })
      }
    } else if (!sameValue(written, record[field] ?? null)) {
      found.push({ field, written, found: record[field] ?? null })
    }
  }
  return found
}

/** Whether `found` says the same as `written`, up to Pipedrive's normalisations. */
export function sameValue(written: Json, found: Json): boolean {
  if (typeof written === 'string') return typeof found === 'string' && sameText(written, found)
  if (typeof written === 'number') return sameNumber(written, found)
  if (Array.isArray(written)) return Array.isArray(found) && sameList(written, found)
  if (isJsonObject(written)) {
    return isJsonObject(found) && Object.entries(written).every(([key, value]) => sameValue(value, found[key] ?? null))
  }
  return written === found
}

function sameText(written: string, found: string): boolean {
  if (written.trim() === found.trim()) return true
  if (!isTime.test(written) || !isTime.test(found)) return false
  return Math.floor(Date.parse(written) / 1_000) === Math.floor(Date.parse(found) / 1_000)
}

const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/

function sameNumber(written: number, found: Json): boolean {
  const number = isJsonObject(found) && typeof found['id'] === 'number' ? found['id'] : found
  return typeof number === 'number' && Math.abs(written - number) <= Math.abs(written) * 1e-12
}

/** Contacts and prices by their values, in any order, each as often as written; the primary contact must be the same. */
function sameList(written: Json[], found: Json[]): boolean {
  const left = [...found]
  const isThere = (item: Json) => {
    const position = left.findIndex((other) => sameItem(item, other))
    if (position >= 0) left.splice(position, 1)
    return position >= 0
  }
  return written.length === found.length && written.every(isThere)
}

function sameItem(written: Json, found: Json): boolean {
  if (!isJsonObject(written) || !isJsonObject(found) || written['primary'] === undefined)
    return sameValue(written, found)
  const address = (item: JsonObject) => String(item['value']).trim().toLowerCase()
  return address(written) === address(found) && written['primary'] === found['primary']
}

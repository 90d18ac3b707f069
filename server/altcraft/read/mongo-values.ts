import { isJsonObject, type Json } from '../../lib/json.ts'

const texts = ['$oid', '$numberLong', '$numberInt', '$numberDouble', '$numberDecimal', '$uuid', '$symbol']

/**
 * Replaces the typed values of MongoDB's Extended JSON (v2, canonical and relaxed: `{"$oid": "…"}`, `{"$date": …}`,
 * `{"$numberLong": "…"}`), as mongoexport writes them, by plain ones: ids and numbers by their text, dates by ISO 8601 in UTC.
 * Changes the value in place; it may be nested as deep as the stack allows.
 */
export function toPlainValues(value: Json): Json {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) value[index] = toPlainValues(inner)
    return value
  }
  if (!isJsonObject(value)) return value
  const [key = '', ...others] = Object.keys(value)
  if (others.length === 0 && key.startsWith('$')) return toPlainValue(value, key)
  for (const name of Object.keys(value)) value[name] = toPlainValues(value[name] ?? null)
  return value
}

function toPlainValue(value: { [key: string]: Json }, key: string): Json {
  const inner = value[key] ?? null
  if (key === '$undefined') return null
  if (key === '$date') return toDate(toPlainValues(inner)) ?? value
  return texts.includes(key) && (typeof inner === 'string' || typeof inner === 'number') ? String(inner) : value
}

/** ISO text as it is; milliseconds since 1970 as ISO text, when there is such a date. */
function toDate(date: Json): string | undefined {
  if (typeof date === 'string' && !/^-?\d+$/.test(date)) return date
  const ms = typeof date === 'string' || typeof date === 'number' ? new Date(Number(date)) : undefined
  return ms && !Number.isNaN(ms.getTime()) ? ms.toISOString() : undefined
}

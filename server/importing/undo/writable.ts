import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'

/** Texts that v2 knows no null for (OpenAPI v2, products): the empty text says the same. */
const emptyTexts = new Set(['code', 'description', 'unit'])
const writableParts: Record<string, string[]> = {
  emails: ['value', 'primary', 'label'],
  phones: ['value', 'primary', 'label'],
  prices: ['currency', 'price', 'cost', 'direct_cost', 'notes'],
}

/** A value of a record as Pipedrive showed it, in the shape in which it may be sent. Pure. */
export function toWritable(field: string, value: Json): Json {
  const parts = writableParts[field]
  if (parts !== undefined) return Array.isArray(value) ? value.map((item) => pick(item, parts)) : []
  if (field === 'label_ids') return value ?? []
  if (emptyTexts.has(field)) return value ?? ''
  return value
}

function pick(item: Json, parts: string[]): Json {
  if (!isJsonObject(item)) return item
  const entries = parts.flatMap((part): [string, Json][] => (item[part] === undefined ? [] : [[part, item[part]]]))
  const picked: JsonObject = Object.fromEntries(entries)
  return picked
}

import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { sameValue } from '../../pipedrive/compare.ts'
import { toWritable } from './writable.ts'

export interface Restoration {
  /** What must be sent; empty: nothing. */
  body: JsonObject
  /** Fields as people have them now; custom fields as `custom_fields.<code>`. */
  kept: string[]
}

/**
 * What gives an updated record its values from before back: of each field that we wrote and that still says so. Of lists
 * (e-mails, phones, several options) what we added goes, what we took away returns, and what people added stays. Pure.
 */
export function restore(written: JsonObject, before: JsonObject, now: JsonObject): Restoration {
  const own: JsonObject = {}
  const custom: JsonObject = {}
  const kept: string[] = []
  for (const [field, value] of Object.entries(written)) {
    if (field === 'custom_fields' || createOnly.has(field)) continue
    const back = restoreField({ written: value, before: before[field] ?? null, now: now[field] ?? null })
    if (back === 'theirs') kept.push(field)
    else if (back !== 'nothing') own[field] = toWritable(field, back.value)
  }
  const customs = { written: asObject(written['custom_fields']), before: asObject(before['custom_fields']) }
  const customNow = asObject(now['custom_fields'])
  for (const [code, value] of Object.entries(customs.written)) {
    const back = restoreField({ written: value, before: customs.before[code] ?? null, now: customNow[code] ?? null })
    if (back === 'theirs') kept.push(`custom_fields.${code}`)
    else if (back !== 'nothing') custom[code] = isEmpty(back.value) ? null : back.value
  }
  const body = { ...withClosing(own, before), ...(Object.keys(custom).length > 0 ? { custom_fields: custom } : {}) }
  return { body, kept: withoutClosing(kept) }
}

/** v2 takes it on POST only. */
const createOnly = new Set(['add_time'])

interface Sides {
  written: Json
  before: Json
  now: Json
}

function restoreField(sides: Sides): { value: Json } | 'theirs' | 'nothing' {
  const { written, before, now } = sides
  if (same(before, now)) return 'nothing'
  if (same(written, now)) return { value: before }
  if (isList(written) && isList(before) && isList(now)) return restoreList({ written, before, now })
  return 'theirs'
}

/** Lists of contacts or option ids, of which people may have changed a part. */
function restoreList(sides: { written: Json[] | null; before: Json[] | null; now: Json[] | null }) {
  const [written, before, now] = [sides.written ?? [], sides.before ?? [], sides.now ?? []]
  if (![...written, ...before, ...now].every(isItem)) return 'theirs'
  const [hadKeys, wroteKeys] = [new Set(before.map(itemKey)), new Set(written.map(itemKey))]
  const left = now.filter((item) => hadKeys.has(itemKey(item)) || !wroteKeys.has(itemKey(item)))
  const leftKeys = new Set(left.map(itemKey))
  const back = before.filter((item) => !leftKeys.has(itemKey(item)) && !wroteKeys.has(itemKey(item)))
  const value = [...left, ...back]
  if (same(before, value)) return { value: before }
  return same(now, value) ? 'nothing' : { value: onePrimary(value) }
}

/** The first one marked as such, if people marked a second meanwhile. */
function onePrimary(items: Json[]): Json[] {
  const first = items.findIndex((item) => isJsonObject(item) && item['primary'] === true)
  return items.map((item, index) => (isJsonObject(item) ? { ...item, primary: index === Math.max(0, first) } : item))
}

const isList = (value: Json): value is Json[] | null => value === null || Array.isArray(value)

/** An address with its flag, or the id of an option. A price is neither: it is one value per currency. */
const isItem = (item: Json): boolean =>
  typeof item === 'number' || (isJsonObject(item) && typeof item['value'] === 'string' && 'primary' in item)

const itemKey = (item: Json): string =>
  isJsonObject(item) ? String(item['value']).trim().toLowerCase() : JSON.stringify(item)

function same(one: Json, other: Json): boolean {
  return (isEmpty(one) && isEmpty(other)) || sameValue(one, other)
}

export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

const closingTimes = ['close_time', 'won_time', 'lost_time', 'lost_reason']

/** Closing times and the reason go with the status they belong to; Pipedrive clears them with the status (facts, deals). */
function withClosing(body: JsonObject, before: JsonObject): JsonObject {
  const times = Object.fromEntries(
    closingTimes.flatMap((field) => (field in body ? [[field, body[field] ?? null]] : [])),
  )
  const others = Object.fromEntries(Object.entries(body).filter(([field]) => !closingTimes.includes(field)))
  if (Object.keys(times).length === 0 && !('status' in body)) return body
  const status = others['status'] ?? before['status']
  const fitting = closingTimes.filter(
    (field) =>
      status !== 'open' && (field === 'close_time' || field.startsWith(String(status))) && !isEmpty(before[field]),
  )
  return { ...others, ...Object.fromEntries(fitting.map((field) => [field, before[field] ?? null])) }
}

/** Where people decided the deal otherwise, its times say nothing more. */
function withoutClosing(kept: string[]): string[] {
  return kept.includes('status') ? kept.filter((field) => !closingTimes.includes(field)) : kept
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

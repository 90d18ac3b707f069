import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts'
import { sameValue } from '../pipedrive/compare.ts'

/**
 * What must be sent so that an existing record says what the export says, without undoing people's work. Empty: nothing.
 *
 * - A field that we wrote before and whose value in the export is still the same is left as people have it now.
 * - E-mails and phones are united; what the record has stays first (PATCH replaces whole lists).
 * - Our own fields (`ownCodes`) take the export's value; every other field is only filled where it is empty.
 * - A field that we wrote and that changed in the export takes the export's value.
 */
export function changesFor(
  desired: JsonObject,
  existing: JsonObject,
  ownCodes: ReadonlySet<string>,
  written?: JsonObject,
): JsonObject {
  const changes: JsonObject = {}
  for (const [field, value] of Object.entries(desired)) {
    if (field === 'custom_fields' || createOnly.has(field)) continue
    const now = existing[field] ?? null
    const before = written?.[field]
    if (field === 'emails' || field === 'phones') {
      const united = unite(now, value, before)
      if (united && !sameValue(united, now)) changes[field] = united
    } else if (before !== undefined) {
      if (!sameValue(value, before) && !sameValue(value, now)) changes[field] = value
    } else if (isEmpty(now) && !isEmpty(value)) {
      changes[field] = value
    }
  }
  const custom = customChanges(desired, existing, ownCodes, written)
  if (Object.keys(custom).length > 0) changes['custom_fields'] = custom
  return changes
}

/** v2 takes these on POST only (facts: add_time; the closing times go with a status that we do not repeat). */
const createOnly = new Set(['add_time'])

function customChanges(
  desired: JsonObject,
  existing: JsonObject,
  ownCodes: ReadonlySet<string>,
  written: JsonObject | undefined,
): JsonObject {
  const wanted = asObject(desired['custom_fields'])
  const there = asObject(existing['custom_fields'])
  const before = asObject(written?.['custom_fields'])
  const changes: JsonObject = {}
  for (const [code, value] of Object.entries(wanted)) {
    const now = there[code] ?? null
    const last = before[code]
    if (sameValue(value, now) || (last !== undefined && sameValue(value, last))) continue
    if (isEmpty(now) || last !== undefined || ownCodes.has(code)) changes[code] = value
  }
  return changes
}

/** An address that we wrote before and that is gone was removed by a person: it stays gone. */
function unite(existing: Json, desired: Json, written: Json | undefined): Json[] | undefined {
  if (!Array.isArray(desired)) return undefined
  const kept = Array.isArray(existing) ? existing.filter(isJsonObject) : []
  const before = Array.isArray(written) ? written.filter(isJsonObject) : []
  const known = new Set([...kept, ...before].map(address))
  const hasPrimary = kept.some((item) => item['primary'] === true)
  const added = desired.filter(isJsonObject).filter((item) => !known.has(address(item)))
  const same = kept.map(
    ({ value, primary, label }): JsonObject => ({
      value: value ?? '',
      primary: primary === true,
      label: label ?? 'work',
    }),
  )
  return [...same, ...added.map((item) => ({ ...item, primary: hasPrimary ? false : item['primary'] === true }))]
}

function address(item: JsonObject): string {
  return String(item['value']).trim().toLowerCase()
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { differences } from '../../pipedrive/compare.ts'
import { recordHash } from '../../pipedrive/record-hash.ts'
import { isEmpty } from './restoring.ts'
import type { Write } from './types.ts'

/** What all of these writes said together; a later one wins, field by field. Pure. */
export function mergeBodies(writes: readonly Write[]): JsonObject {
  let merged: JsonObject = {}
  for (const { body } of writes) {
    const custom = { ...asObject(merged['custom_fields']), ...asObject(body['custom_fields']) }
    merged = { ...merged, ...body, ...(Object.keys(custom).length > 0 ? { custom_fields: custom } : {}) }
  }
  return merged
}

/**
 * Whether the record is as our last write left it. `lineValue`: the deal's value before its lines were added, which changed
 * it without anybody's hand. `gone`: codes of custom fields that the account no longer has. Pure.
 */
export function isUntouched(
  writes: readonly Write[],
  now: JsonObject,
  { lineValue, gone }: { lineValue?: Json | undefined; gone: ReadonlySet<string> },
): boolean {
  // A write of lines alone says nothing of the record, and shows no answer.
  const last = writes.findLast(({ hash, body }) => hash !== null || Object.keys(body).length > 0)
  const hash = last?.hash ?? null
  const written = mergeBodies(writes)
  const seen = withGone(now, written, gone)
  if (hash === null) return touchedFields(writes, now, { lineValue, gone }).length === 0
  return recordHash(seen) === hash || (lineValue !== undefined && recordHash({ ...seen, value: lineValue }) === hash)
}

/** As if the fields that the account no longer has were still there: their loss is no change of this record. */
function withGone(now: JsonObject, written: JsonObject, gone: ReadonlySet<string>): JsonObject {
  if (gone.size === 0) return now
  const lost = Object.entries(asObject(written['custom_fields'])).filter(([code]) => gone.has(code))
  return { ...now, custom_fields: { ...asObject(now['custom_fields']), ...Object.fromEntries(lost) } }
}

/** What is usually empty: a value there that we did not write is a person's. */
const usuallyEmpty = [
  'org_id',
  'person_id',
  'label_ids',
  'birthday',
  'job_title',
  'postal_address',
  'notes',
  'im',
  'emails',
  'phones',
  'probability',
  'lost_reason',
  'expected_close_date',
  'address',
  'website',
  'linkedin',
  'industry',
  'annual_revenue',
  'employee_count',
  'description',
  'category',
]

/** Fields that people changed in a record of ours, as far as that can be told; custom ones as `custom_fields.<code>`. Pure. */
export function touchedFields(
  writes: readonly Write[],
  now: JsonObject,
  { lineValue, gone }: { lineValue?: Json | undefined; gone: ReadonlySet<string> },
): string[] {
  const written = mergeBodies(writes)
  const leave = ['add_time', ...(lineValue === undefined ? [] : ['value'])]
  const changed = differences(written, withGone(now, written, gone), leave).map(({ field }) => field)
  const own = usuallyEmpty.filter((field) => !(field in written) && !isEmpty(now[field]))
  const wroteCustom = asObject(written['custom_fields'])
  const custom = Object.entries(asObject(now['custom_fields']))
    .filter(([code, value]) => !(code in wroteCustom) && !isEmpty(value))
    .map(([code]) => `custom_fields.${code}`)
  return [...new Set([...changed, ...own, ...custom, ...(now['is_archived'] === true ? ['is_archived'] : [])])]
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '../lib/json.ts'

/**
 * What Pipedrive changes by itself, when other records are added to this one or a day passes (OpenAPI v2 replies and
 * `include_fields`): no sign of a person's hand.
 */
const ofPipedrive = /^(update_time|stage_change_time|last_.*|next_.*|.*_count|is_overdue|rotten_time|local_.*)$/

/**
 * A record's content as a short text: equal for two readings of a record between which nobody changed it. Fields without a
 * value count as absent, keys in any order. Pure.
 */
export function recordHash(record: JsonObject): string {
  const content = Object.entries(record).filter(([field]) => !ofPipedrive.test(field))
  return createHash('sha1')
    .update(JSON.stringify(canonical(Object.fromEntries(content))))
    .digest('base64')
}

function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, part]) => part !== null && part !== '')
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, canonical(part)]))
}

import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { sameValue } from '../../pipedrive/compare.ts'
import type { WireRecord } from '../../pipedrive/types.ts'
import type { PartRecord, PartVerdict } from './parts.ts'
import { isEmpty } from './restoring.ts'
import { mergeBodies } from './touched.ts'
import type { UndoRecord } from './types.ts'

/** Records in which people use a field (`code`) or an option (`code:id`). Those that nobody uses are missing. */
export type Uses = Record<string, number>

/**
 * Counts the uses on a page. A value that we wrote ourselves, and that is as we wrote it, is none: it may go with the field.
 * `own`: what the undo knows of a record. Pure.
 */
export function countUses(
  uses: Uses,
  parts: readonly PartRecord[],
  records: readonly WireRecord[],
  own: (id: number) => UndoRecord | undefined,
): Uses {
  const counted = { ...uses }
  const add = (key: string) => {
    counted[key] = (counted[key] ?? 0) + 1
  }
  for (const record of records) {
    const there = customOf(record['custom_fields'])
    const ours = customOf(mergeBodies(own(record.id)?.writes ?? [])['custom_fields'])
    for (const { code, options } of parts) {
      const value = code === null ? null : (there[code] ?? null)
      if (code === null || isEmpty(value)) continue
      const written = ours[code]
      if (options.length === 0) {
        if (written === undefined || !sameValue(written, value)) add(code)
        continue
      }
      for (const { id } of options) if (holds(value, id) && !holds(written, id)) add(`${code}:${id}`)
    }
  }
  return counted
}

/** What becomes of a field, or of our options of one, that the account still has. Pure. */
export function judgePart({ code, options }: PartRecord, uses: Uses): PartVerdict {
  if (options.length === 0) {
    const records = uses[code ?? ''] ?? 0
    return records > 0 ? { do: 'keep', code: 'undo.in_use', detail: { records } } : { do: 'delete', ids: [], kept: [] }
  }
  const isUsed = ({ id }: { id: number }) => (uses[`${code}:${id}`] ?? 0) > 0
  const free = options.filter((option) => !isUsed(option))
  if (free.length > 0) {
    return { do: 'delete', ids: free.map(({ id }) => id), kept: options.filter(isUsed).map(({ label }) => label) }
  }
  const records = Math.max(...options.map(({ id }) => uses[`${code}:${id}`] ?? 0))
  return { do: 'keep', code: 'undo.in_use', detail: { records } }
}

function holds(value: Json | undefined, option: number): boolean {
  return Array.isArray(value) ? value.includes(option) : value === option
}

function customOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

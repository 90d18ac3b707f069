import type { Detail } from '../../errors.ts'
import type { JsonObject } from '../../lib/json.ts'
import { differences } from '../../pipedrive/compare.ts'
import { recordHash } from '../../pipedrive/record-hash.ts'
import type { DealProductRow, WireRecord } from '../../pipedrive/types.ts'
import { countBy, lineKey, take } from '../line-chunks.ts'
import { isEmpty, restore } from './restoring.ts'
import { isUntouched, mergeBodies, touchedFields } from './touched.ts'
import type { Protectors, UndoKind, UndoRecord, Verdict } from './types.ts'

/** A record of ours, and what it is now. */
export interface Sight {
  kind: UndoKind
  record: UndoRecord
  before: JsonObject | undefined
  now: WireRecord
  /** Of a deal; ordered by id. */
  lines: readonly DealProductRow[]
  protectors: Protectors | undefined
  /** Custom fields that the account no longer has. */
  gone: ReadonlySet<string>
}

/**
 * What becomes of the record: created by us and untouched, it is deleted; updated by us, it gets back what still says what
 * we wrote; changed or referred to by people, it stays. Pure.
 */
export function decide(sight: Sight): Verdict {
  const { kind, record, now } = sight
  if (kind === 'note' || kind === 'activity' || kind === 'file') return decideAttached(sight)
  const lines = splitLines(record, sight.lines)
  if (!record.created) return decideRestored(sight, lines)
  const wrote = { ...(kind === 'deal' ? { lineValue: lineValueOf(sight) } : {}), gone: sight.gone }
  const { writes } = record
  if (!isUntouched(writes, now, wrote)) {
    const fields = touchedFields(writes, now, wrote)
    if (fields.length > 0) return { do: 'keep', code: 'undo.changed', detail: { fields } }
    return { do: 'keep', code: 'undo.changed_somewhere', detail: {} }
  }
  if (lines.theirs > 0) return { do: 'keep', code: 'undo.has_lines', detail: { lines: lines.theirs } }
  return protectedBy(sight.protectors) ?? { do: 'delete', lines: lines.ours }
}

function protectedBy(protectors: Protectors | undefined): Verdict | undefined {
  if (protectors === undefined) return undefined
  const { counts, ours } = protectors
  const detail: Detail = {
    deals: counts.deal ?? 0,
    persons: counts.person ?? 0,
    activities: counts.activity ?? 0,
    notes: counts.note ?? 0,
    files: counts.file ?? 0,
  }
  return { do: 'keep', code: ours ? 'undo.needed' : 'undo.has_children', detail }
}

/** The deal's lines that are as we added them, by what they say; the first ones, where people added equal ones. */
function splitLines(record: UndoRecord, there: readonly DealProductRow[]): { ours: number[]; theirs: number } {
  const added = countBy(record.created ? [...record.lines, ...record.changedLines] : record.lines)
  const ours = there.filter((line) => take(added, lineKey(line))).map(({ id }) => id)
  return { ours, theirs: there.length - ours.length }
}

/** A deal's value until its lines were added: what was written with it, else what it was before. */
function lineValueOf({ record, before, lines }: Sight) {
  if (lines.length === 0 && record.lines.length === 0) return undefined
  return mergeBodies(record.writes)['value'] ?? before?.['value'] ?? 0
}

function decideRestored(sight: Sight, lines: { ours: number[]; theirs: number }): Verdict {
  const { record, before = {}, now } = sight
  const { value: _, ...written } = mergeBodies(record.writes.filter(({ target }) => target))
  const hasLines = sight.kind === 'deal' && (record.lines.length > 0 || sight.lines.length > 0)
  const wrote = hasLines ? written : mergeBodies(record.writes.filter(({ target }) => target))
  const { body, kept: fields } = restore(wrote, before, now)
  const kept = record.changedLines.length > 0 || record.hasRemovedLines ? [...fields, 'lines'] : fields
  // With the last line, Pipedrive sets the value to 0 (facts, deal products).
  if (lines.ours.length > 0 && lines.theirs === 0 && !isEmpty(before['value'])) body['value'] = before['value'] ?? 0
  if (Object.keys(body).length === 0 && lines.ours.length === 0 && kept.length > 0) {
    return { do: 'keep', code: 'undo.changed', detail: { fields: kept } }
  }
  return { do: 'restore', lines: lines.ours, body, kept }
}

/** Notes, activities and files show much that belongs to other records: only what was written is looked at. */
function decideAttached({ record, before, now, protectors }: Sight): Verdict {
  const { created, writes } = record
  if (!created) {
    const { body, kept } = restore(mergeBodies(writes.filter(({ target }) => target)), before ?? {}, now)
    return before === undefined || (kept.length > 0 && Object.keys(body).length === 0)
      ? { do: 'keep', code: 'undo.changed', detail: { fields: kept } }
      : { do: 'restore', lines: [], body, kept }
  }
  const isSame = recordHash(now) === writes.at(-1)?.hash
  const fields = isSame ? [] : differences(comparable(mergeBodies(writes), now), now).map(({ field }) => field)
  if (fields.length > 0) return { do: 'keep', code: 'undo.changed', detail: { fields } }
  return protectedBy(protectors) ?? { do: 'delete', lines: [] }
}

/** What the list shows as it was sent: references, texts, flags. Times and contents are normalised in ways of their own. */
function comparable(written: JsonObject, now: WireRecord): JsonObject {
  const fields = ['subject', 'type', 'content', 'note', 'done', 'deal_id', 'person_id', 'org_id', 'name']
  return Object.fromEntries(
    fields.flatMap((field) => (field in written && field in now ? [[field, written[field] ?? null]] : [])),
  )
}

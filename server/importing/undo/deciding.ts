import type { Detail } from '../../errors.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { htmlText } from '../../mapping/drafting/html.ts'
import { sameValue } from '../../pipedrive/compare.ts'
import { recordHash } from '../../pipedrive/record-hash.ts'
import type { DealProductRow, WireRecord } from '../../pipedrive/types.ts'
import { missingAgain, netLines, seeLines } from './line-writes.ts'
import { isEmpty, type Restoration, restore } from './restoring.ts'
import { isUntouched, mergeBodies, touchedFields } from './touched.ts'
import type { LineRestoration, Protectors, UndoKind, UndoRecord, Verdict } from './types.ts'

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
  if (!record.created) return decideRestored(sight)
  const lines = seeLines(netLines(record.lines), sight.lines)
  const wrote = { ...(kind === 'deal' ? { lineValue: lineValueOf(sight) } : {}), gone: sight.gone }
  const { writes } = record
  if (!isUntouched(writes, now, wrote)) {
    const fields = touchedFields(writes, now, wrote)
    if (fields.length > 0) return { do: 'keep', code: 'undo.changed', detail: { fields } }
    return { do: 'keep', code: 'undo.changed_somewhere', detail: {} }
  }
  if (lines.theirs.length > 0) return { do: 'keep', code: 'undo.has_lines', detail: { lines: lines.theirs.length } }
  return protectedBy(sight.protectors) ?? { do: 'delete', lines: lines.added }
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

/** A deal's value until its lines were added: what was written with it, else what it was before. */
function lineValueOf({ record, before, lines }: Sight) {
  if (lines.length === 0 && record.lines.length === 0) return undefined
  return mergeBodies(record.writes)['value'] ?? before?.['value'] ?? 0
}

function decideRestored(sight: Sight): Verdict {
  const { kind, record, before = {}, now } = sight
  const written = mergeBodies(record.writes.filter(({ target }) => target))
  if (kind !== 'deal') return toVerdict(restore(written, before, now))
  const net = netLines(record.lines.filter(({ target }) => target))
  const { added, changed, lost } = seeLines(net, sight.lines)
  const add = missingAgain(net.removed, sight.lines, record.seenBefore)
  const lines = { remove: added, change: changed, add, seen: sight.lines.map(({ id }) => id) }
  // With lines, the value is their sum, whatever is sent; with the last one, Pipedrive sets it to 0 (facts, deal products).
  const { value: _, ...others } = written
  const hasLines = record.lines.length > 0 || sight.lines.length > 0
  const { body, kept } = restore(hasLines ? others : written, before, now)
  const isLast = added.length > 0 && added.length === sight.lines.length && add.length === 0
  const value = isLast && !isEmpty(before['value']) ? { value: before['value'] ?? 0 } : {}
  const isAsked = added.length + changed.length + add.length > 0
  const restoration = { body: { ...body, ...value }, kept: lost > 0 ? [...kept, 'lines'] : kept }
  return toVerdict(restoration, isAsked ? lines : undefined)
}

function toVerdict({ body, kept }: Restoration, lines?: LineRestoration): Verdict {
  const isAsked = Object.keys(body).length > 0 || lines !== undefined
  if (!isAsked && kept.length > 0) return { do: 'keep', code: 'undo.changed', detail: { fields: kept } }
  return { do: 'restore', body, kept, ...(lines === undefined ? {} : { lines }) }
}

/** Notes, activities and files show much that belongs to other records: only what was written is looked at. */
function decideAttached({ record, before, now, protectors }: Sight): Verdict {
  const { created, writes } = record
  if (!created) {
    if (before === undefined) return { do: 'keep', code: 'undo.changed_somewhere', detail: {} }
    return toVerdict(restore(mergeBodies(writes.filter(({ target }) => target)), before, now))
  }
  const isSame = recordHash(now) === writes.at(-1)?.hash
  const fields = isSame ? [] : changedParts(mergeBodies(writes), now)
  if (fields.length > 0) return { do: 'keep', code: 'undo.changed', detail: { fields } }
  return protectedBy(protectors) ?? { do: 'delete', lines: [] }
}

/** What the list shows as it was sent: references, texts, flags. Texts are HTML, which Pipedrive writes in its own way. */
const comparedParts = ['subject', 'type', 'done', 'deal_id', 'person_id', 'org_id', 'file_name', 'file_size']
const htmlParts = ['content', 'note']

function changedParts(written: JsonObject, now: WireRecord): string[] {
  const isThere = (field: string) => field in written && field in now
  const html = (value: Json | undefined) => htmlText(typeof value === 'string' ? value : '').trim()
  return [
    ...comparedParts.filter((field) => isThere(field) && !sameValue(written[field] ?? null, now[field] ?? null)),
    ...htmlParts.filter((field) => isThere(field) && html(written[field]) !== html(now[field])),
  ]
}

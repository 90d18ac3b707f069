import type { Json } from '../lib/json.ts'
import type { DealLine } from '../mapping/types.ts'
import type { DealProductLine, DealProductRow } from '../pipedrive/types.ts'
import { countBy, lineKey, missingLines, take } from './line-chunks.ts'
import type { ConflictPolicy, Edit } from './merging/types.ts'

export interface LineChanges {
  add: DealLine[]
  /** By the id of the line in Pipedrive. */
  change: { id: number; line: DealLine }[]
  remove: number[]
  edits: Edit[]
}

export interface LineSides {
  /** Of the export. */
  wanted: DealLine[]
  /** As we wrote them before; undefined: nobody knows. */
  before: DealProductLine[] | undefined
  /** In the deal now. */
  there: DealProductRow[]
  toWire(line: DealLine): DealProductLine
  settle(field: string, sides: { written: Json; now: Json; exported: Json }): ConflictPolicy
}

/**
 * What makes a deal's lines follow the export without touching those of people. A line that we wrote and that is as we wrote
 * it is changed or removed with the export; one that people changed or removed stays so while the export says the same, else
 * it is a conflict. Where nobody knows what we wrote, what is missing is added and nothing is removed. Equal lines are
 * counted, as they cannot be told apart. Pure.
 */
export function mergeLines({ wanted, before, there, toWire, settle }: LineSides): LineChanges {
  if (before === undefined) return { add: missingLines(wanted, there, toWire), change: [], remove: [], edits: [] }
  const { intact, changed, theirs } = sortLines(before, there)
  const kept = countBy(before)
  const fresh = wanted.filter((line) => !take(kept, lineKey(toWire(line))))
  const dropped = before.filter((line) => take(kept, lineKey(line)))
  const merged: LineChanges = { add: [], change: [], remove: [], edits: [] }
  const { removable, conflicting } = splitDropped(dropped, intact, changed)
  const added = countBy(theirs)
  const open = fresh.filter((line) => !take(added, lineKey(toWire(line))))
  for (const written of conflicting) settleConflict(written, { open, theirs, toWire, settle, merged })
  for (const line of changed) merged.edits.push({ ...editOf(line, undefined, undefined), what: 'kept' })
  for (const line of open) {
    const wire = toWire(line)
    const row = takeLike(removable, wire)
    if (row === undefined) merged.add.push(line)
    else merged.change.push({ id: row.id, line })
  }
  return { ...merged, remove: removable.map(({ id }) => id) }
}

/** The deal's lines that are as we wrote them, what we wrote and is so no more, and the lines of people. */
function sortLines(before: DealProductLine[], there: DealProductRow[]) {
  const changed = [...before]
  const intact: DealProductRow[] = []
  const theirs: DealProductRow[] = []
  for (const row of there) {
    const place = changed.findIndex((line) => lineKey(line) === lineKey(row))
    if (place < 0) theirs.push(row)
    else {
      changed.splice(place, 1)
      intact.push(row)
    }
  }
  return { intact, changed, theirs }
}

/** Of what the export dropped: rows that are as we wrote them, and lines that people changed, which leave `changed`. */
function splitDropped(dropped: DealProductLine[], intact: DealProductRow[], changed: DealProductLine[]) {
  const removable: DealProductRow[] = []
  const conflicting: DealProductLine[] = []
  for (const line of dropped) {
    const isSame = (other: DealProductLine) => lineKey(other) === lineKey(line)
    const place = changed.findIndex(isSame)
    const row = intact.findLast((one) => isSame(one) && !removable.includes(one))
    if (place >= 0) {
      changed.splice(place, 1)
      conflicting.push(line)
    } else if (row !== undefined) removable.push(row)
  }
  return { removable, conflicting }
}

interface Settling extends Pick<LineSides, 'toWire' | 'settle'> {
  open: DealLine[]
  theirs: DealProductRow[]
  merged: LineChanges
}

/** A line that people changed or removed and that the export changed, too; one that it only dropped is left to them. */
function settleConflict(written: DealProductLine, { open, theirs, toWire, settle, merged }: Settling): void {
  const place = placeLike(open.map(toWire), written)
  const row = takeLike(theirs, written)
  const line = open[place]
  const edit = editOf(written, row, line && toWire(line))
  if (line === undefined) {
    merged.edits.push({ ...edit, what: 'kept' })
    return
  }
  const what = settle(edit.field, edit)
  merged.edits.push({ ...edit, what })
  open.splice(place, 1)
  if (what !== 'ours') return
  if (row === undefined) merged.add.push(line)
  else merged.change.push({ id: row.id, line })
}

function editOf(written: DealProductLine, now: DealProductLine | undefined, exported: DealProductLine | undefined) {
  return {
    field: `lines.${written.product_id}`,
    written: toText(written),
    now: toText(now),
    exported: toText(exported),
  }
}

/** Quantity × price, as people know a line. */
function toText(line: DealProductLine | undefined): string | null {
  return line === undefined ? null : `${line.quantity} × ${line.item_price}`
}

/** The line of the same product, best with the same comment, which holds the line's own id in the export; else -1. */
function placeLike(lines: DealProductLine[], wanted: DealProductLine): number {
  const isProduct = (line: DealProductLine) => line.product_id === wanted.product_id
  const same = lines.findIndex((line) => isProduct(line) && (line.comments ?? '') === (wanted.comments ?? ''))
  return same >= 0 ? same : lines.findIndex(isProduct)
}

function takeLike(rows: DealProductRow[], wanted: DealProductLine): DealProductRow | undefined {
  const place = placeLike(rows, wanted)
  return place < 0 ? undefined : rows.splice(place, 1)[0]
}

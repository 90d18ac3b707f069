import type { DealProductLine, DealProductRow } from '../../pipedrive/types.ts'
import { countBy, lineKey, take } from '../line-chunks.ts'
import type { LineWrite } from './types.ts'

/** What several requests did to a deal's lines, taken together. */
export interface NetLines {
  added: DealProductLine[]
  /** Lines that were there before us, by id: as we left them, and as they were. */
  changed: Map<number, { wrote: DealProductLine; before: DealProductLine }>
  /** Lines that were there before us. */
  removed: DealProductLine[]
}

/** `writes`: oldest first. A line that we added and then changed or removed ourselves counts once, as it ended. Pure. */
export function netLines(writes: readonly LineWrite[]): NetLines {
  const net: NetLines = { added: [], changed: new Map(), removed: [] }
  for (const { outcome, lines, id, before } of writes) {
    if (outcome === 'created') net.added.push(...lines)
    for (const row of outcome === 'created' ? [] : before) {
      const wrote = outcome === 'updated' ? lines[0] : undefined
      const known = net.changed.get(id ?? row.id)
      if (known !== undefined) {
        if (wrote) known.wrote = wrote
        else {
          net.changed.delete(row.id)
          net.removed.push(known.before)
        }
        continue
      }
      const place = net.added.findIndex((line) => lineKey(line) === lineKey(row))
      if (place >= 0) net.added.splice(place, 1, ...(wrote ? [wrote] : []))
      else if (wrote) net.changed.set(row.id, { wrote, before: toLine(row) })
      else net.removed.push(toLine(row))
    }
  }
  return net
}

/** A deal's lines now, as far as they are as we left them. */
export interface SeenLines {
  /** Ids of lines that we added; the first ones, where people added equal ones. */
  added: number[]
  /** Lines that we changed, and what they were. */
  changed: { id: number; line: DealProductLine }[]
  /** Lines that we changed and that people changed or removed since. */
  lost: number
  /** All others. */
  theirs: DealProductRow[]
}

/** Pure. `there`: ordered by id. */
export function seeLines({ added, changed }: NetLines, there: readonly DealProductRow[]): SeenLines {
  const open = countBy(added)
  const seen: SeenLines = { added: [], changed: [], lost: changed.size, theirs: [] }
  for (const row of there) {
    const ours = changed.get(row.id)
    const key = lineKey(row)
    const isAsBefore = ours !== undefined && lineKey(ours.before) === key
    if (isAsBefore || (ours !== undefined && lineKey(ours.wrote) === key)) seen.lost -= 1
    if (ours !== undefined && !isAsBefore && lineKey(ours.wrote) === key)
      seen.changed.push({ id: row.id, line: ours.before })
    else if (ours === undefined && take(open, key)) seen.added.push(row.id)
    else seen.theirs.push(row)
  }
  return seen
}

/**
 * Lines that are to be there again, less those that a request of ours has brought back already, whose answer nobody saw:
 * `seen` were there before it. Pure.
 */
export function missingAgain(
  removed: readonly DealProductLine[],
  there: readonly DealProductRow[],
  seen: readonly number[] | undefined,
): DealProductLine[] {
  if (seen === undefined) return [...removed]
  const back = countBy(there.filter(({ id }) => !seen.includes(id)))
  return removed.filter((line) => !take(back, lineKey(line)))
}

function toLine({ product_id, item_price, quantity, comments }: DealProductRow): DealProductLine {
  return { product_id, item_price, quantity, ...(comments ? { comments } : {}) }
}

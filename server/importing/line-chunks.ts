import type { DealLine } from '../mapping/types.ts'
import type { DealProductLine } from '../pipedrive/types.ts'

const maxBulkLines = 100
// One line costs 5 API tokens, a bulk request of up to 100 lines 25: up to four lines are cheaper one by one.
const cheaperAlone = 4

/** The requests that add these lines at the lowest API cost: single lines, or bulk chunks of at most 100. Pure. */
export function chunkLines(lines: DealLine[]): DealLine[][] {
  if (lines.length <= cheaperAlone) return lines.map((line) => [line])
  return [lines.slice(0, maxBulkLines), ...chunkLines(lines.slice(maxBulkLines))]
}

/**
 * Changing a line costs 5 API tokens; where many change, removing them at once (15) and adding them at once (25) costs less.
 * Pure.
 */
export function cheapestChanges<Changes extends LineRequests>(changes: Changes): Changes {
  const { add, change, remove } = changes
  const replaced = {
    add: [...add, ...change.map(({ line }) => line)],
    change: [],
    remove: [...remove, ...change.map(({ id }) => id)],
  }
  return costOf(replaced) < costOf(changes) ? { ...changes, ...replaced } : changes
}

interface LineRequests {
  add: DealLine[]
  change: { id: number; line: DealLine }[]
  remove: number[]
}

function costOf({ add, change, remove }: LineRequests): number {
  const adding = add.length <= cheaperAlone ? 5 * add.length : 25 * Math.ceil(add.length / maxBulkLines)
  const removing = remove.length <= cheaperAlone ? 3 * remove.length : 15 * Math.ceil(remove.length / maxBulkLines)
  return adding + 5 * change.length + removing
}

/** Lines of the export that the deal does not have yet, counting equal lines. Pure. */
export function missingLines(
  lines: DealLine[],
  existing: DealProductLine[],
  toWire: (line: DealLine) => DealProductLine,
): DealLine[] {
  const there = countBy(existing)
  return lines.filter((line) => !take(there, lineKey(toWire(line))))
}

/** Product, price and quantity: what makes two lines the same, whatever their comment. */
export function lineKey(line: DealProductLine): string {
  return `${line.product_id}|${line.item_price.toFixed(6)}|${line.quantity}`
}

export function countBy(lines: DealProductLine[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(lineKey(line), (counts.get(lineKey(line)) ?? 0) + 1)
  return counts
}

/** Takes one of `key`; false when there is none left. */
export function take(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0
  if (left > 0) counts.set(key, left - 1)
  return left > 0
}

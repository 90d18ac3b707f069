import { readList } from '../../altcraft/values/list.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import type { DistinctValues } from '../../staging/distinct-values.ts'
import { readsRow } from '../transforms/reads-row.ts'
import type { StepContext } from '../transforms/step.ts'
import { makeChain } from '../transforms/steps.ts'
import type { Transform } from '../transforms/types.ts'

/** Values that have a map are words: no step that makes words needs more of the plan. */
const context: StepContext = { phoneRegion: 'US', timezone: 'UTC', currency: 'USD', indexOf: () => -1 }

/** What the steps make of the values of a column; not complete where they look at other columns. Pure. */
export function textsBehindSteps(
  found: DistinctValues,
  transforms: readonly Transform[],
  rows: number,
): DistinctValues {
  return behindSteps(found, transforms, rows, (value) => readText(value) ?? [])
}

/** As `textsBehindSteps`, of cells that hold lists: of whole cells where all are known, else of each member. */
export function membersBehindSteps(
  { cells, members }: { cells: DistinctValues; members: DistinctValues },
  transforms: readonly Transform[],
  rows: number,
): DistinctValues {
  return behindSteps(cells.complete ? cells : members, transforms, rows, readList)
}

function behindSteps(
  { values, complete }: DistinctValues,
  transforms: readonly Transform[],
  rows: number,
  read: (value: Json) => string | string[],
): DistinctValues {
  const ofRow = transforms.findLast(readsRow)
  if (ofRow !== undefined && ofRow.name !== 'constant') return { values: [], complete: false }
  const chain = makeChain(transforms, context)
  const counts = new Map<string, number>()
  for (const { value, count } of ofRow === undefined ? values : [{ value: null, count: rows }]) {
    const result = chain(value, [])
    const made = 'ok' in result ? result.ok : (result.rest ?? null)
    const texts = [Array.isArray(made) ? made : [made]].flat().flatMap(read)
    for (const text of new Set(texts)) counts.set(text, (counts.get(text) ?? 0) + count)
  }
  const listed = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
  return { values: listed, complete: complete || ofRow !== undefined }
}

import { isDeepStrictEqual } from 'node:util'
import { pairDatasets } from '../same-datasets.ts'
import type { ColumnMapping, DatasetPlan } from '../types.ts'
import { changedKeys, type Difference, pairBy, toWord } from './difference.ts'

const columnCodes: Record<string, string> = {
  target: 'diff.column_target',
  fieldKey: 'diff.column_field',
  tier: 'diff.column_tier',
  source: 'diff.column_source',
  reasons: 'diff.column_reasons',
  alternatives: 'diff.column_alternatives',
  transforms: 'diff.column_steps',
  onFailure: 'diff.column_failure',
  dateOrder: 'diff.column_date_order',
  decimalMark: 'diff.column_decimal_mark',
  zone: 'diff.column_zone',
  currencyColumn: 'diff.column_currency',
}

/** Files that came, went or have another name, and what is not the same about their columns. */
export function datasetDifferences(was: readonly DatasetPlan[], now: readonly DatasetPlan[]): Difference[] {
  const pairs = pairDatasets(was, now)
  const stayed = new Set(pairs.flatMap((pair) => pair.was ?? []))
  const places = pairs.flatMap((pair) => (pair.was === undefined ? [] : [was.indexOf(pair.was)]))
  const moved = places.some((place, at) => place < (places[at - 1] ?? 0))
  return [
    ...pairs.flatMap((pair) =>
      pair.was === undefined
        ? [{ code: 'diff.file_added', detail: { file: pair.now.file, kind: pair.now.kind } }]
        : betweenFiles(pair.was, pair.now, { was, now }),
    ),
    ...was
      .filter((dataset) => !stayed.has(dataset))
      .map(({ file, kind }) => ({ code: 'diff.file_removed', detail: { file, kind } })),
    ...(moved ? [{ code: 'diff.file_order', detail: { files: now.map(({ file }) => file) } }] : []),
  ]
}

interface Files {
  was: readonly DatasetPlan[]
  now: readonly DatasetPlan[]
}

function betweenFiles(was: DatasetPlan, now: DatasetPlan, files: Files): Difference[] {
  const { file } = now
  const copies = isCopy(was, files.was) && isCopy(now, files.now)
  return changedKeys(was, now).flatMap((key): Difference[] => {
    if (key === 'file') return [{ code: 'diff.file_renamed', detail: { from: was.file, to: file } }]
    if (key === 'kind') return [{ code: 'diff.file_kind', detail: { file, from: was.kind, to: now.kind } }]
    if (key === 'datasetId') return [{ code: 'diff.file_read_again', detail: { file } }]
    if (key === 'partOf') return [{ code: 'diff.file_part', detail: { file } }]
    if (key === 'columns') return copies ? [] : columnDifferences(file, was.columns, now.columns)
    if (key === 'reading') return copies ? [] : readingDifferences(now.file, was.reading, now.reading)
    return [{ code: 'diff.file_other', detail: { file, part: key } }]
  })
}

/** A part that says what its lead says: told once, at the lead. */
function isCopy(part: DatasetPlan, datasets: readonly DatasetPlan[]): boolean {
  const lead = datasets.find(({ datasetId }) => part.partOf !== undefined && datasetId === part.partOf)
  return lead !== undefined && isDeepStrictEqual([lead.columns, lead.reading], [part.columns, part.reading])
}

function columnDifferences(file: string, was: readonly ColumnMapping[], now: readonly ColumnMapping[]): Difference[] {
  const { both, added, removed, moved } = pairBy(was, now, ({ column }) => column)
  const told = (code: string, { column, target }: ColumnMapping) => ({ code, detail: { file, column, target } })
  return [
    ...added.map((mapping) => told('diff.column_added', mapping)),
    ...removed.map((mapping) => told('diff.column_removed', mapping)),
    ...both.flatMap((pair) =>
      changedKeys(pair.was, pair.now).map((key): Difference => {
        const code = columnCodes[key]
        const place = { file, column: pair.now.column }
        if (code === undefined) return { code: 'diff.column_other', detail: { ...place, part: key } }
        const [from, to] = [pair.was, pair.now].map((mapping) => toWord(valueAt(mapping, key)))
        return { code, detail: { ...place, from: from ?? '', to: to ?? '' } }
      }),
    ),
    ...(moved ? [{ code: 'diff.column_order', detail: { file } }] : []),
  ]
}

function readingDifferences(file: string, was: DatasetPlan['reading'], now: DatasetPlan['reading']): Difference[] {
  return changedKeys(was, now).map((setting) => ({
    code: 'diff.file_reading',
    detail: { file, setting, from: toWord(valueAt(was, setting)), to: toWord(valueAt(now, setting)) },
  }))
}

function valueAt(holder: object, key: string): unknown {
  return new Map<string, unknown>(Object.entries(holder)).get(key)
}

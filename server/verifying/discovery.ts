import type { DatasetKind } from '../altcraft/types.ts'
import { handoffKinds } from '../altcraft/types.ts'
import type { Dataset } from '../staging/datasets.ts'

/** What is in the files, before anything is mapped. */
export interface Discovery {
  datasets: {
    id: string
    file: string
    kind: DatasetKind
    /** How sure the kind is, 0 to 1: below 0.6 a person should look at it. */
    confidence: number
    evidence: string
    rows: number
    rejectedRows: number
    columns: number
  }[]
  /** Rows per kind. */
  rows: Partial<Record<DatasetKind, number>>
  /** Rows per kind that no API can move, those that nobody recognised included: they go to the handoff. */
  handoff: Partial<Record<DatasetKind, number>>
  /** Columns that nobody filled. */
  emptyColumns: { file: string; column: string }[]
}

/** Pure. */
export function discover(datasets: Dataset[]): Discovery {
  const total = (kinds: (kind: DatasetKind) => boolean) => {
    const rows: Partial<Record<DatasetKind, number>> = {}
    for (const { kind, rowCount } of datasets) if (kinds(kind)) rows[kind] = (rows[kind] ?? 0) + rowCount
    return rows
  }
  const isHandoff = (kind: DatasetKind) => handoffKinds.includes(kind)
  return {
    datasets: datasets.map(({ id, file, kind, kindConfidence, kindEvidence, rowCount, rejectedCount, columns }) => ({
      id,
      file,
      kind,
      confidence: kindConfidence,
      evidence: kindEvidence,
      rows: rowCount,
      rejectedRows: rejectedCount,
      columns: columns.length,
    })),
    rows: total((kind) => !isHandoff(kind)),
    handoff: total(isHandoff),
    emptyColumns: datasets.flatMap(({ file, profiles }) =>
      profiles.filter(({ filled }) => filled === 0).map(({ column }) => ({ file, column })),
    ),
  }
}

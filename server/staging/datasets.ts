import type { Trx } from '../../db/pool.ts'
import type { DatasetKind, SourceRow } from '../altcraft/types.ts'
import type { ColumnProfile } from './column-profile.ts'
import type { DistinctValues } from './distinct-values.ts'

export interface Dataset {
  id: string
  file: string
  kind: DatasetKind
  kindEvidence: string
  /** 0 to 1; 1 is a person's word. */
  kindConfidence: number
  /** The dataset whose continuation this one is (parts.ts). */
  partOf?: string
  /** The file has no line of column names: they are `Column n`, or those of the lead. */
  headerMissing: boolean
  columns: string[]
  profiles: ColumnProfile[]
  /** Of columns that were counted because their profile does not keep all values, by name. */
  valueCounts?: Readonly<Record<string, DistinctValues>>
  rowCount: number
  rejectedCount: number
}

/**
 * The migration's datasets in the order of their files' names: the same export gives the same order, whoever uploads it and
 * whichever file was read first. Where records of several files are one, the order decides whose values count.
 */
export async function readDatasets(trx: Trx, migrationId: string): Promise<Dataset[]> {
  const rows = await trx('datasets as d')
    .join('source_files as f', 'f.id', 'd.source_file_id')
    .where('d.migration_id', migrationId)
    .orderByRaw('f.name collate "C", f.id')
    .select('d.*', 'f.name as file')
  return rows.map((row) => ({
    id: row.id,
    file: row.file,
    kind: row.kind,
    kindEvidence: row.kind_evidence,
    kindConfidence: row.kind_confidence,
    ...(row.part_of === null ? {} : { partOf: row.part_of }),
    headerMissing: row.header_missing,
    columns: row.columns,
    profiles: row.column_profiles,
    valueCounts: row.value_counts,
    rowCount: row.row_count,
    rejectedCount: row.rejected_count,
  }))
}

/** Up to `limit` rows after `afterRow`, in file order. */
export async function readRows(trx: Trx, datasetId: string, afterRow: number, limit: number): Promise<SourceRow[]> {
  const rows = await trx('source_rows')
    .where({ dataset_id: datasetId })
    .where('row_number', '>', afterRow)
    .orderBy('row_number')
    .limit(limit)
    .select('row_number', 'cells')
  return rows.map((row) => ({ rowNumber: row.row_number, cells: row.cells }))
}

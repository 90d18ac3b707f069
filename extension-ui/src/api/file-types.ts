import type { Reason } from './types.ts'

export type FileState = 'uploading' | 'uploaded' | 'staging' | 'staged' | 'rejected' | 'duplicate' | 'cancelled'

export const delimiters = [',', ';', '\t', '|'] as const

/** How a person wants a file read; what is left out is detected. */
export interface ReadingChoice {
  encoding?: string
  delimiter?: string
  /** Line of the column names, from 1; 0: there are none. */
  headerLine?: number
  kind?: string
}

export interface SourceFile {
  id: string
  /** The archive, workbook or document in which it lies. */
  parentId: string | null
  /** Null as well for what holds other files. */
  datasetId: string | null
  /** Members with the name of what they lie in: `export.zip/orders.csv`. */
  name: string
  sizeBytes: number
  state: FileState
  /** While it is read; `bytes` of `sizeBytes`, 0 where the format cannot tell. */
  progress: { bytes: number; rows: number } | null
  format: string | null
  encoding: string | null
  encodingConfidence: number | null
  delimiter: string | null
  headerLine: number | null
  kind: string | null
  /** 0 to 1; 1 is a person’s word. */
  kindConfidence: number | null
  /** In English. */
  kindEvidence: string | null
  /** The first file of the export whose part this is. */
  partOf: string | null
  choice: ReadingChoice
  notes: Reason[]
  rows: number | null
  rejectedRows: number | null
  reason: Reason | null
}

export interface RejectedRow {
  rowNumber: number
  raw: string
  code: string
  detail: Reason['detail']
}

/** How the beginning of a text file reads in an encoding. */
export interface EncodingSample {
  encoding: string
  lines: string[]
}

export interface TablePreview {
  status: 'table'
  format: string
  encoding: string
  encodingConfidence: number
  delimiter: string | null
  headerLine: number | null
  kind: string
  kindConfidence: number
  kindEvidence: string
  notes: Reason[]
  columns: string[]
  rows: { rowNumber: number; cells: unknown[] }[]
  rejected: RejectedRow[]
  encodings: EncodingSample[]
}

export type Preview =
  | TablePreview
  | { status: 'container'; format: string; members: string[]; notes: Reason[] }
  | ({ status: 'rejected'; encodings: EncodingSample[] } & Reason)

/** What is in a column, as far as it is shown. */
export interface ColumnProfile {
  column: string
  filled: number
  distinctEstimate: number
  /** The most frequent first. */
  topValues: { value: string; count: number }[]
  samples: unknown[]
  min: string | null
  max: string | null
}

export interface Dataset {
  id: string
  columns: string[]
  /** In the order of `columns`. */
  profiles: ColumnProfile[]
  rowCount: number
  rejectedCount: number
}

/** `next` is the row number after which the next page begins. */
export interface RejectedPage {
  rows: RejectedRow[]
  next: number | null
}

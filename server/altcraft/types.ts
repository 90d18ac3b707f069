import type { Readable } from 'node:stream'
import type { Detail } from '../errors.ts'
import type { Json } from '../lib/json.ts'

/** What the rows of a dataset are. A list with a scenario, template, channel, form … per row is kept for the handoff. */
export const datasetKinds = [
  'profiles',
  'orders',
  'products',
  'campaigns',
  'segment_members',
  'segments',
  'control_groups',
  'scenarios',
  'templates',
  'channels',
  'forms',
  'unknown',
] as const
export type DatasetKind = (typeof datasetKinds)[number]

/** Kinds that no API can move: recognised, counted and kept for the handoff. */
export const handoffKinds: readonly DatasetKind[] = [
  'segments',
  'control_groups',
  'scenarios',
  'templates',
  'channels',
  'forms',
  'unknown',
]

export type SourceFormat = 'csv' | 'json' | 'ndjson' | 'yml' | 'zip'

/** Bytes that can be opened again from the start: an uploaded file or an archive member. */
export interface ByteSource {
  /** As uploaded; archive members as `archive.zip/member.csv`. */
  name: string
  sizeBytes: number
  open(): Promise<Readable>
  /** The same bytes as a local file, where there is one: archives need random access and are spooled without it. */
  path?: string
  /** How many archives it lies in: 0 or absent for an uploaded file. */
  depth?: number
}

/** A row as it stood in the file; `cells` in the order of `SourceTable.columns`, trailing ones may be missing. */
export interface SourceRow {
  /** As a person counts: the header is not counted, the first data row is 1. */
  rowNumber: number
  cells: Json[]
}

export interface RejectedRow {
  rowNumber: number
  /** The row's text as it stood in the file, at most 10,000 characters. */
  raw: string
  code: RowRejection
  detail: Detail
}

export type RowRejection =
  | 'row.too_few_cells'
  | 'row.too_many_cells'
  | 'row.unclosed_quote'
  | 'row.not_json'
  | 'row.not_an_object'
  | 'row.too_large'
  /** JSON nested hundreds of levels deep. */
  | 'row.too_deep'
  /** The bytes of the row are not of the file's encoding. */
  | 'row.bad_encoding'

export interface RowBatch {
  rows: SourceRow[]
  rejected: RejectedRow[]
}

/** One readable table: a CSV, the array of a JSON file, the offers of a catalogue. */
export interface SourceTable {
  name: string
  format: Exclude<SourceFormat, 'zip'>
  /** As the WHATWG names it: `utf-8`, `windows-1251`, … Settled when the first byte beyond ASCII has been read. */
  encoding: string
  /** CSV only. */
  delimiter?: string
  kind: DatasetKind
  /** Why this kind, in one English sentence of facts: which columns, which file name. */
  kindEvidence: string
  /**
   * Reads the rows in order. `columns` grows while JSON rows with new keys arrive and is complete when the reader ends.
   * Throws nothing for bad rows (they are in `rejected`); throws `FileRejected` when the file turns out to be unreadable
   * midway (JSON with a syntax error): then nothing of it may be kept.
   */
  columns: string[]
  batches(): AsyncIterable<RowBatch>
}

export type FileRejection =
  | 'file.empty'
  | 'file.no_rows'
  | 'file.binary'
  | 'file.not_json'
  | 'file.not_a_table'
  | 'file.unknown_encoding'
  | 'file.bad_archive'
  | 'file.archive_too_deep'
  | 'file.archive_bomb'
  | 'file.encrypted'
  /** A JSON file too big to be weighed as a whole holds another list that is larger than the one chosen from its start. */
  | 'file.several_tables'
  | 'file.not_xml'
  /** A known format that is not read; `detail.saveAs` names one that is. */
  | 'file.unsupported_format'

/** What a file turned out to be: tables (one, or one per readable archive member and rejected members beside them). */
export type ReadResult =
  | { status: 'table'; table: SourceTable }
  /** Members are readable until the iteration goes on; the iteration may throw `FileRejected`. */
  | { status: 'archive'; format: 'zip'; members: AsyncIterable<ByteSource> }
  | { status: 'rejected'; code: FileRejection; detail: Detail }

/** A file that cannot be read; `code` says why, `detail` where (line, column, byte). */
export class FileRejected extends Error {
  readonly code: FileRejection
  readonly detail: Detail

  constructor(code: FileRejection, detail: Detail = {}) {
    super(code)
    this.code = code
    this.detail = detail
  }
}

import type { Readable } from 'node:stream'
import type { Detail } from '../errors.ts'
import type { Json } from '../lib/json.ts'
import type { PackedBatch } from './packed-rows.ts'
import type { Unpacking } from './read/archive/unpacking.ts'

/** What the rows of a dataset are. A list with a scenario, template, channel, form … per row is kept for the handoff. */
export const datasetKinds = [
  'profiles',
  'orders',
  'products',
  'campaigns',
  'campaign_metrics',
  'channel_reports',
  'segment_members',
  'segments',
  'suppression_lists',
  'control_groups',
  'subscriptions',
  'relations',
  'history',
  'goals',
  'loyalty_transactions',
  'promo_codes',
  'scenarios',
  'templates',
  'channels',
  'forms',
  'notes',
  'files',
  'unknown',
] as const
export type DatasetKind = (typeof datasetKinds)[number]

/** What becomes notes, activities and files on the records; rows that are not moved are handed out as documents. */
export const attachedKinds: readonly DatasetKind[] = ['history', 'goals', 'notes', 'files']

const importedKinds: readonly DatasetKind[] = [
  ...(['profiles', 'orders', 'products', 'campaigns', 'segment_members'] as const),
  ...attachedKinds,
]

/** Kinds that no API can move: recognised, counted and kept for the handoff. */
export const handoffKinds: readonly DatasetKind[] = datasetKinds.filter((kind) => !importedKinds.includes(kind))

/** Kinds whose rows may be handed out as documents. */
export const documentKinds: readonly DatasetKind[] = datasetKinds.filter(
  (kind) => handoffKinds.includes(kind) || attachedKinds.includes(kind),
)

/** Formats whose content is one table. */
export type TableFormat = 'csv' | 'json' | 'ndjson' | 'xml' | 'yml' | 'xlsx'
/** Formats that hold several: archives of files, a workbook of sheets, a JSON document of lists. */
export type ContainerFormat = 'zip' | 'gzip' | 'tar' | 'xlsx' | 'json'
export type SourceFormat = TableFormat | ContainerFormat

/** What a person said about how a file is read; what is absent is detected. */
export interface ReadingChoice {
  /** As the WHATWG names it. Text formats only. */
  encoding?: string
  /** CSV only. */
  delimiter?: string
  /** Line (CSV) or row (XLSX) of the column names as a person counts it, from 1; 0: there are none. */
  headerLine?: number
  kind?: DatasetKind
}

/** Something that a person should know about how a file was read. */
export interface ReadNote {
  code: ReadNoteCode
  detail: Detail
}

export type ReadNoteCode =
  /** `detail.sheets`: names of sheets that are hidden in the workbook and therefore not read. */
  | 'read.hidden_sheets'
  /** `detail.sheets`: names of sheets without cells. */
  | 'read.empty_sheets'
  /** The first record is data: columns are called `Column n`. */
  | 'read.no_header'
  /** `detail.lines`: how many lines above the column names were passed over. */
  | 'read.lines_above_header'
  /** `detail.columns`: names that occurred more than once or were empty, as they are called now. */
  | 'read.renamed_columns'
  /** Another encoding fits nearly as well: `detail.encoding`, `detail.alternatives`. */
  | 'read.unsure_encoding'
  /** UTF-8 that was taken for `detail.encoding` and saved again: `detail.words` different words show it. Read as it is. */
  | 'read.double_encoded'
  /** Another delimiter fits nearly as well: `detail.delimiter`, `detail.alternatives`. */
  | 'read.unsure_delimiter'
  /** `detail.lists`: where other lists of records are in the file, which are not read. */
  | 'read.other_lists'
  /** `detail.cells`: formulas that the workbook holds without a result. */
  | 'read.formulas_without_result'

/** Bytes that can be opened again from the start: an uploaded file or an archive member. */
export interface ByteSource {
  /** As uploaded; archive members as `archive.zip/member.csv`. */
  name: string
  sizeBytes: number
  open(): Promise<Readable>
  /** The same bytes as a local file, where there is one: archives need random access and are spooled without it. */
  path?: string
  /** Bytes of `sizeBytes` that the stream opened last has taken, where they are not those it gives: a packed file. */
  bytesTaken?(): number
  /** How many archives it lies in: 0 or absent for an uploaded file. */
  depth?: number
  /** What the archives that it lies in have unpacked so far; absent for an uploaded file. */
  unpacking?: Unpacking
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

/** One readable table: a CSV, a sheet, the array of a JSON file, the offers of a catalogue. */
export interface SourceTable {
  name: string
  format: TableFormat
  /** As the WHATWG names it: `utf-8`, `windows-1251`, … Settled when the first byte beyond ASCII has been read. */
  encoding: string
  /** How sure the encoding is, 0 to 1: 1 for a mark, a declaration, valid UTF-8 or a person's word. */
  encodingConfidence: number
  /** CSV only. */
  delimiter?: string
  /** CSV and XLSX: line or row of the column names, from 1; 0 when there are none. */
  headerLine?: number
  kind: DatasetKind
  /** How sure the kind is, 0 to 1: below 0.6 a person should look at it. 1 is a person's word. */
  kindConfidence: number
  /** Why this kind, in one English sentence of facts: which columns, which file name. */
  kindEvidence: string
  /** Complete when the reader has ended. */
  notes: ReadNote[]
  /**
   * Reads the rows in order. `columns` grows while JSON rows with new keys arrive and is complete when the reader ends.
   * Throws nothing for bad rows (they are in `rejected`); throws `FileRejected` when the file turns out to be unreadable
   * midway (JSON with a syntax error): then nothing of it may be kept.
   */
  columns: string[]
  batches(): AsyncIterable<RowBatch>
  /** Bytes of the source that reading has taken so far, as it lies there: packed ones where it is packed. */
  bytesRead?(): number
  /** The same rows without a string for each cell, where the format and the kind allow it. */
  packedBatches?(): AsyncIterable<PackedBatch>
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
  /** More unpacked bytes than one upload may have, or than the disk has room for: `detail.limitBytes`. */
  | 'file.archive_too_large'
  /** A file in a zip archive is packed by `detail.method`, which is not read. */
  | 'file.archive_method'
  | 'file.encrypted'
  /** The workbook's XML is damaged or not as Excel writes it: `detail.part`, `detail.reason`. */
  | 'file.bad_workbook'
  /** The workbook's texts do not fit into memory. */
  | 'file.workbook_too_large'
  | 'file.not_xml'
  /** A text, tag or comment of an XML file that has no end within `detail.limit` characters: `detail.line`. */
  | 'file.xml_part_too_large'
  /** Elements or lists nested more than `detail.limit` levels deep. */
  | 'file.too_deep'
  /** Records with more than `detail.limit` different keys between them. */
  | 'file.too_many_columns'
  /** The process that read it ended: `detail.reason` is `memory`, `time` or `crash`. */
  | 'file.reader_failed'
  /** A known format that is not read; `detail.saveAs` names one that is. */
  | 'file.unsupported_format'

/** A part of a file that holds several: a file in an archive, a sheet of a workbook, a list of a JSON document. */
export interface SourceMember {
  /** With the name of what it lies in: `archive.zip/member.csv`, `book.xlsx/Sheet1`. */
  name: string
  /** Unpacked, as far as it is known before reading. */
  sizeBytes: number
  /** What it is read from, where that is its own: a sheet or a list has no bytes apart. */
  bytes?: ByteSource
  /** As `openSource`; the choice is the member's own. */
  read(choice?: ReadingChoice): Promise<ReadResult>
}

/** What a file turned out to be: a table, or a container of members that are read one by one. */
export type ReadResult =
  | { status: 'table'; table: SourceTable }
  /**
   * Members are readable until the iteration goes on; the iteration may throw `FileRejected`. It must be begun: its end removes
   * the temporary copy of an archive that lies in another.
   */
  | { status: 'container'; format: ContainerFormat; members: AsyncIterable<SourceMember>; notes: ReadNote[] }
  | { status: 'rejected'; code: FileRejection; detail: Detail }

/** How the members of archives are opened: `openSource`, given to those who read archives. */
export type OpenSource = (source: ByteSource, choice?: ReadingChoice) => Promise<ReadResult>

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

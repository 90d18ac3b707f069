import type { Detail } from '../../errors.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { DealProductLine, DealProductRow, RecordEntity } from '../../pipedrive/types.ts'
import type { JournalEntity } from '../types.ts'

/** Kinds of records as Pipedrive lists them. */
export type UndoKind = RecordEntity | 'activity' | 'note' | 'file'

/** How the journal calls them. */
export const journalEntities: Record<UndoKind, JournalEntity[]> = {
  file: ['file'],
  activity: ['activity'],
  note: ['note'],
  deal: ['order', 'campaign'],
  person: ['person'],
  product: ['product'],
  organization: ['organization'],
}

/** One write of ours, as far as it must be known to tell what people changed. */
export interface Write {
  /** Whether it is to be taken back, or is one of another run. */
  target: boolean
  body: JsonObject
  /** Of the record as it was answered (pipedrive/record-hash.ts); null where no answer showed it. */
  hash: string | null
}

/** `journal.record` of a run that undoes: a record of Pipedrive's that the target wrote. The row's before_image is from before the first such write. */
export interface UndoRecord {
  created: boolean
  name: string
  /** The journal row that wrote it first: its drafts are the source rows. */
  origin: { runId: string; seq: number }
  /** The run whose write the record goes back to; absent: the record is no longer ours. */
  previousRun?: string
  /** Another run wrote it since, and is not undone: it stays linked. */
  hasLater: boolean
  /** Oldest first, those of other runs too. */
  writes: Write[]
  /** Of deals, what was done to their lines. Oldest first, those of other runs too. */
  lines: LineWrite[]
  verdict?: Verdict
  /** Lines that were there before a request that was to add some, and whose answer nobody saw. */
  seenBefore?: number[]
}

/** One request for lines of a deal: some added, one changed, some removed. */
export interface LineWrite {
  target: boolean
  outcome: 'created' | 'updated' | 'deleted'
  /** As they were written. */
  lines: DealProductLine[]
  /** Of the line that was changed. */
  id: number | null
  /** What was changed or removed, as it was. */
  before: DealProductRow[]
}

/** What brings a deal's lines back to what they were; `seen`: ids of all that are there. */
export interface LineRestoration {
  remove: number[]
  change: { id: number; line: DealProductLine }[]
  add: DealProductLine[]
  seen: number[]
}

/**
 * What becomes of a record, from what it is now. Of a deal, its `lines` go, or are brought back, before. `kept`: fields that
 * people changed since and that stay as they have them.
 */
export type Verdict =
  | { do: 'delete'; lines: number[] }
  | { do: 'restore'; lines?: LineRestoration; body: JsonObject; kept: string[] }
  | { do: 'keep'; code: KeepCode; detail: Detail }
  | { do: 'gone' }

export type KeepCode =
  | 'undo.changed'
  | 'undo.changed_somewhere'
  | 'undo.has_lines'
  | 'undo.has_children'
  | 'undo.needed'
  | 'undo.in_use'
  | 'undo.renamed'

/** How many records refer to one, by kind; `ours`: all of them were written by what is undone, and stay. */
export interface Protectors {
  counts: Partial<Record<UndoKind, number>>
  ours: boolean
}

import type { Knex } from 'knex'
import type { Clock } from '../lib/clock.ts'
import type { JsonObject } from '../lib/json.ts'
import type { PlanDocument } from '../mapping/types.ts'
import type { Pipedrive, RecordEntity } from '../pipedrive/types.ts'
import type { AttachmentReader } from '../staging/attachments.ts'
import type { RunKind, RunScope } from './run-scope.ts'

/**
 * What the journal holds. Campaigns and orders are both deals in Pipedrive; lines are deal products, per request. Filters,
 * options (per field) and fields are there only where a run takes them back.
 */
export type JournalEntity =
  | 'organization'
  | 'person'
  | 'product'
  | 'campaign'
  | 'order'
  | 'campaign_line'
  | 'order_line'
  | 'note'
  | 'activity'
  | 'file'
  | 'filter'
  | 'option'
  | 'field'
/** Those with v2 lists by which they are matched and read back. */
export type RecordJournalEntity = Exclude<
  JournalEntity,
  'campaign_line' | 'order_line' | 'note' | 'activity' | 'file' | 'filter' | 'option' | 'field'
>

export const pipedriveEntity: Record<RecordJournalEntity, RecordEntity> = {
  organization: 'organization',
  person: 'person',
  product: 'product',
  campaign: 'deal',
  order: 'deal',
}

export type PhaseName =
  | 'organizations'
  | 'persons'
  | 'products'
  | 'campaigns'
  | 'orders'
  | 'labels'
  | 'notes'
  | 'activities'
  | 'files'
  | 'setup'
  | 'verify'

export const phaseOf: Record<JournalEntity, PhaseName> = {
  organization: 'organizations',
  person: 'persons',
  product: 'products',
  campaign: 'campaigns',
  campaign_line: 'campaigns',
  order: 'orders',
  order_line: 'orders',
  note: 'notes',
  activity: 'activities',
  file: 'files',
  filter: 'setup',
  option: 'setup',
  field: 'setup',
}

export type RunState =
  | 'waiting'
  | 'queued'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'cancelling'
  | 'cancelled'
  | 'completed'
  | 'failed'

/** A run as its worker holds it. `fence` is what every write must still find in the runs table. */
export interface HeldRun {
  companyId: number
  id: string
  migrationId: string
  kind: RunKind
  scope: RunScope
  userId: number
  fence: number
  /** When this worker took it. */
  takenAt: Date
  /** Until when nobody else may have taken it: moved on whenever the fence is seen to hold. Nothing is written to Pipedrive later. */
  heldUntil: Date
  step: string | undefined
  cursor: JsonObject
}

/** A run as a worker takes it. */
export interface TakenRun extends HeldRun {
  planId: string
  planChecksum: string
  /** It comes out of a pause: look first whether the day's budget was reset meanwhile. */
  wasPaused: boolean
  /** How often in a row it was paused because Pipedrive did not serve. */
  failures: number
  /** A person cancelled it: the worker closes its books. */
  isCancelled: boolean
}

/** The destination as a run's worker uses it. */
export interface RunPipedrive extends Pipedrive {
  /** How many requests should be under way at once to fill the allowed burst. */
  concurrency(): number
  /** Stores what the ledger holds in memory. */
  flush(): Promise<void>
  /** One cheap request that the reserve does not forbid: its answer tells whether the day's budget was reset. */
  probeBudget(): Promise<void>
  /** Share of the company's daily limit that is left to its other apps from now on. */
  keepReserve(share: number): void
  /**
   * Settles what processes that died held of the budget, after waiting until nothing of theirs can arrive. False where the
   * slice ended first. May throw what a request throws.
   */
  settleBudget(): Promise<boolean>
  /** Before each write of this user's from now on; what it throws, the write throws, and nothing is sent. */
  guardWrites(assertHeld: () => Promise<void>): void
}

export interface RunContext {
  db: Knex
  clock: Clock
  run: HeldRun
  plan: PlanDocument
  pipedrive: RunPipedrive
  /** Of the user whose tokens are used, read once; undefined where the platform does not tell. */
  permissions(): Promise<Record<string, boolean> | undefined>
  /** Takes files out of uploads; whoever opens it closes it. */
  openAttachments(): AttachmentReader
  /** How long a request may be under way; after a takeover nothing of the old worker can arrive later than this. */
  requestTimeoutMs: number
  /** Aborts when the slice must end: its time is over, a pause, a cancellation, a shutdown, a lost lease. */
  stop: AbortSignal
}

/** `done`: the step need not run again. `again`: it was interrupted and goes on where it stopped. */
export type StepResult = 'done' | 'again'

import type { Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'
import { type Forecast, readForecast } from './forecast.ts'
import type { Gate } from './gates/types.ts'
import { type QueuedRun, readQueue } from './run-queue.ts'
import type { RunKind } from './run-scope.ts'
import { readRunSettings } from './run-settings.ts'
import { type JournalEntity, type PhaseName, phaseOf, type RunState } from './types.ts'

export interface PhaseProgress {
  total: number
  done: number
  created: number
  updated: number
  unchanged: number
  merged: number
  skipped: number
  failed: number
  unprocessed: number
  /** Only of a run that undoes. */
  deleted?: number
  restored?: number
  kept?: number
}

/** A run as people see it. Times RFC 3339; rates per second over the last ten; costs in Pipedrive's API tokens. */
export interface RunProgress {
  id: string
  migrationId: string
  kind: string
  state: RunState
  phase: string | null
  pause: { code: string; until: string | null; detail: Detail } | null
  progress: Record<string, PhaseProgress>
  ratePerSecond: number
  etaSeconds: number | null
  api: {
    apiTokens: number
    requests: number
    dailyLimit: number | null
    dailyRemaining: number | null
    reserveShare: number
  }
  startedAt: string | null
  finishedAt: string | null
  clean: boolean | null
  /** Per phase that is done: what its reconciliation found, and who accepted it. */
  gates: Partial<Record<PhaseName, Gate>>
  /** What it will still cost; null when it is over, or nothing is known of it yet. */
  forecast: Forecast | null
  /** While it is `waiting`: the run that is active, and those that come before it. */
  waitsFor: QueuedRun[]
}

export async function readRunProgress(trx: Trx, id: string, reserveShare: number): Promise<RunProgress | undefined> {
  const row = await trx('runs').where({ id }).first()
  if (row === undefined) return undefined
  const { progress, open } = await readProgress(trx, row)
  const settings = await readRunSettings(trx, row.migration_id)
  const api = await readApi(trx, row.usage_before, settings.reserveShare ?? reserveShare)
  const queue = row.state === 'waiting' ? await readQueue(trx) : []
  const ratePerSecond = row.state === 'running' ? (await countRecent(trx, id)) / rateWindowSeconds : 0
  return {
    id: row.id,
    migrationId: row.migration_id,
    kind: row.kind,
    state: row.state,
    phase: row.phase,
    pause:
      row.pause_code === null || !paused.includes(row.state)
        ? null
        : { code: row.pause_code, until: toTime(row.pause_until), detail: row.pause_detail ?? {} },
    progress,
    ratePerSecond,
    etaSeconds: ratePerSecond > 0 ? Math.ceil(open / ratePerSecond) : null,
    api,
    startedAt: toTime(row.started_at),
    finishedAt: toTime(row.finished_at),
    clean: row.clean,
    gates: row.gates,
    forecast: (await readForecast(trx, { id: row.id, planId: row.plan_id, state: row.state }, api)) ?? null,
    waitsFor: queue.slice(
      0,
      queue.findIndex(({ id: queued }) => queued === id),
    ),
  }
}

export async function readLatestRunProgress(
  trx: Trx,
  migrationId: string,
  reserveShare: number,
): Promise<RunProgress | null> {
  const row = await trx('runs').where({ migration_id: migrationId }).orderBy('id', 'desc').first('id')
  return row ? ((await readRunProgress(trx, row.id, reserveShare)) ?? null) : null
}

const paused: RunState[] = ['pausing', 'paused', 'failed']
const rateWindowSeconds = 10
const phaseOrder: PhaseName[] = [
  'organizations',
  'persons',
  'products',
  'campaigns',
  'orders',
  'labels',
  'notes',
  'activities',
  'files',
  'verify',
]
const undoPhaseOrder: PhaseName[] = [
  'files',
  'activities',
  'notes',
  'orders',
  'campaigns',
  'persons',
  'products',
  'organizations',
  'setup',
]
const noProgress: PhaseProgress = {
  total: 0,
  done: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  merged: 0,
  skipped: 0,
  failed: 0,
  unprocessed: 0,
}

const noUndoProgress: PhaseProgress = { ...noProgress, deleted: 0, restored: 0, kept: 0 }

interface StoredProgress {
  verification?: { recordsRead?: number }
}

interface RunCount {
  of_table: 'journal' | 'drafts' | 'row_outcomes'
  entity: string
  state: string
  outcome: string
  n: number
}

/** From the counts that the database keeps of the run's rows (run_counts): they are as exact as the rows. */
async function readProgress(
  trx: Trx,
  { id: runId, kind, progress: stored }: { id: string; kind: RunKind; progress: StoredProgress },
) {
  const counts: RunCount[] = await trx('run_counts').where({ run_id: runId }).where('n', '>', 0)
  const progress: Record<string, PhaseProgress> = Object.fromEntries(
    kind === 'undo'
      ? undoPhaseOrder.map((phase) => [phase, { ...noUndoProgress }])
      : phaseOrder.map((phase) => [phase, { ...noProgress }]),
  )
  let [open, written] = [0, 0]
  for (const count of counts) {
    const { of_table, entity, state, n } = count
    const phase = progress[entity === 'label' ? 'labels' : (phaseOf[entity as JournalEntity] ?? '')]
    if (of_table === 'journal' && state !== 'settled') open += n
    if (of_table === 'journal' && isWritten(count)) written += n
    if (phase !== undefined) addCount(phase, count)
  }
  const verify = progress['verify']
  if (verify) Object.assign(verify, { total: written, done: Math.min(written, stored.verification?.recordsRead ?? 0) })
  return { progress, open }
}

function isWritten({ entity, outcome }: RunCount): boolean {
  return !entity.endsWith('_line') && (outcome === 'created' || outcome === 'updated')
}

/** Memberships are drafts with an outcome each; everything else is rows of the journal, and what is merged into them. */
function addCount(phase: PhaseProgress, { of_table, entity, state, outcome, n }: RunCount): void {
  const isLabel = entity === 'label'
  const isDone = isLabel ? of_table === 'row_outcomes' : of_table === 'journal' && state === 'settled'
  if (of_table === (isLabel ? 'drafts' : 'journal')) phase.total += n
  if (isDone) phase.done += n
  // Lines are work of their phase, but not records of it.
  const counts = (isDone && !entity.endsWith('_line')) || (of_table === 'row_outcomes' && outcome === 'merged')
  if (counts && isCounted(outcome)) phase[outcome] = (phase[outcome] ?? 0) + n
}

function isCounted(outcome: string): outcome is keyof PhaseProgress {
  return outcome in noUndoProgress
}

async function countRecent(trx: Trx, runId: string): Promise<number> {
  const row = await trx('journal')
    .where({ run_id: runId })
    .whereRaw(`settled_at > now() - interval '${rateWindowSeconds} seconds'`)
    .count('* as n')
    .first()
  return Number(row?.['n'] ?? 0)
}

async function readApi(
  trx: Trx,
  before: { apiTokens?: number; requests?: number },
  reserveShare: number,
): Promise<RunProgress['api']> {
  const total = await trx('api_usage').sum({ tokens: 'tokens', requests: 'requests' }).first()
  const day = await trx('api_usage').orderBy('day', 'desc').first('daily_limit', 'daily_remaining')
  return {
    apiTokens: Math.max(0, Number(total?.['tokens'] ?? 0) - (before.apiTokens ?? 0)),
    requests: Math.max(0, Number(total?.['requests'] ?? 0) - (before.requests ?? 0)),
    dailyLimit: day?.daily_limit ?? null,
    dailyRemaining: day?.daily_remaining ?? null,
    reserveShare,
  }
}

function toTime(value: Date | null): string | null {
  return value?.toISOString() ?? null
}

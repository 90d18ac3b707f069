import type { Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'
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
}

export async function readRunProgress(trx: Trx, id: string, reserveShare: number): Promise<RunProgress | undefined> {
  const row = await trx('runs').where({ id }).first()
  if (row === undefined) return undefined
  const { progress, recent, open } = await readProgress(trx, id, row.progress)
  const ratePerSecond = row.state === 'running' ? recent / rateWindowSeconds : 0
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
    api: await readApi(trx, row.usage_before, reserveShare),
    startedAt: toTime(row.started_at),
    finishedAt: toTime(row.finished_at),
    clean: row.clean,
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
const phaseOrder: PhaseName[] = ['organizations', 'persons', 'products', 'campaigns', 'orders', 'labels', 'verify']
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

interface JournalCount {
  entity: JournalEntity
  state: string
  outcome: keyof PhaseProgress | null
  n: number
  recent: number
  read_back: number
}

async function readProgress(trx: Trx, runId: string, stored: { verification?: { recordsRead?: number } }) {
  const { rows }: { rows: JournalCount[] } = await trx.raw(
    `select entity, state, outcome, count(*)::int as n,
       (count(*) filter (where settled_at > now() - interval '${rateWindowSeconds} seconds'))::int as recent,
       (count(*) filter (where outcome in ('created', 'updated') and entity not like '%\\_line'))::int as read_back
     from journal where run_id = ? group by 1, 2, 3`,
    [runId],
  )
  const progress = Object.fromEntries(phaseOrder.map((phase) => [phase, { ...noProgress }]))
  for (const { entity, state, outcome, n } of rows) {
    const phase = progress[phaseOf[entity]]
    if (phase === undefined) continue
    phase.total += n
    if (state === 'settled') phase.done += n
    // Lines are work of their phase, but not records of it.
    if (outcome && !entity.endsWith('_line')) phase[outcome] += n
  }
  const merged = await trx('row_outcomes')
    .where({ run_id: runId, outcome: 'merged' })
    .groupBy('entity')
    .select('entity')
    .count('* as n')
  for (const { entity, n } of merged) {
    const phase = progress[entity === 'label' ? 'labels' : phaseOf[entity as JournalEntity]]
    if (phase) phase.merged = Number(n)
  }
  await addLabels(trx, runId, progress['labels'] ?? { ...noProgress })
  const verify = progress['verify']
  if (verify) {
    verify.total = rows.reduce((sum, { read_back }) => sum + read_back, 0)
    verify.done = Math.min(verify.total, stored.verification?.recordsRead ?? 0)
  }
  return {
    progress,
    recent: rows.reduce((sum, row) => sum + row.recent, 0),
    open: rows.reduce((sum, { state, n }) => sum + (state === 'settled' ? 0 : n), 0),
  }
}

async function addLabels(trx: Trx, runId: string, labels: PhaseProgress): Promise<void> {
  const [drafts, outcomes] = [
    await trx('drafts').where({ run_id: runId, entity: 'label' }).count('* as n').first(),
    await trx('row_outcomes')
      .where({ run_id: runId, entity: 'label' })
      .groupBy('outcome')
      .select('outcome')
      .count('* as n'),
  ]
  labels.total = Number(drafts?.['n'] ?? 0)
  for (const { outcome, n } of outcomes) {
    labels[outcome as keyof PhaseProgress] = Number(n)
    labels.done += Number(n)
  }
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

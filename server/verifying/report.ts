import type { Trx } from '../../db/pool.ts'
import { attachedKinds, handoffKinds } from '../altcraft/types.ts'
import { isWhole } from '../importing/row-scope.ts'
import type { RunKind } from '../importing/run-scope.ts'
import { readAttachedFiles } from './attached-files.ts'
import { type DeltaReport, readDeltaReport } from './delta-report.ts'
import { type FindingGroup, readFindings } from './report-findings.ts'
import { readTotalUsage, type Usage } from './usage.ts'
import { type Counts, toCounts } from './verification-store.ts'

/** The machine-readable result of a run (the shape of `GET /api/runs/:id/report`). */
export interface Report {
  clean: boolean
  company: { id: number; domain: string }
  datasets: {
    file: string
    kind: string
    format: string
    encoding: string
    rows: number
    rejectedRows: number
    status: 'staged' | 'rejected'
    reason?: string
  }[]
  outcomes: Record<string, Record<RowOutcome | 'rows', number>>
  entities: Record<string, { created: number; updated: number; matched: number }>
  money: MoneyRow[]
  findings: FindingGroup[]
  verification: Counts
  api: {
    requests: number
    apiTokens: number
    status429: number
    seconds: number
    byOperation: Record<string, number>
  }
  handoff: { documents: Record<string, number> }
  /** Of runs of a newer export. */
  delta?: DeltaReport
}

const rowOutcomes = ['created', 'updated', 'unchanged', 'merged', 'skipped', 'failed', 'unprocessed'] as const
type RowOutcome = (typeof rowOutcomes)[number]

interface MoneyRow {
  source: 'order' | 'campaign'
  currency: string
  status: 'open' | 'won' | 'lost'
  exportedMinor: number
  importedMinor: number
}

type ReportedRun = { id: string; migrationId: string; kind: RunKind }

/** Builds the report of a run from what is stored; reads only. `complete`: every step was done, so it may be clean. */
export async function buildReport(trx: Trx, companyId: number, run: ReportedRun, complete: boolean): Promise<Report> {
  const row = await trx('runs').where({ id: run.id }).first()
  const verification = toCounts(row.progress.verification)
  const [company, datasets, outcomes, entities, money, findings, api] = [
    await trx('installations').where({ user_id: row.created_by }).first('company_domain'),
    await readDatasets(trx, run),
    await readOutcomes(trx, run),
    await readEntities(trx, run.id, row.progress),
    await readMoney(trx, run.id),
    await readFindings(trx, run),
    await readUsage(trx, row),
  ]
  const handoff = await readHandoff(trx, run.migrationId, outcomes)
  const delta = await readDeltaReport(trx, { ...run, kind: row.kind }, complete)
  const booksBalance = Object.values(outcomes).every(
    (books) => books.rows === rowOutcomes.reduce((n, o) => n + books[o], 0),
  )
  const moneyEqual = money.every(({ exportedMinor, importedMinor }) => exportedMinor === importedMinor)
  const verified = verification.differences === 0 && verification.brokenLinks === 0
  return {
    clean: complete && booksBalance && moneyEqual && verified,
    company: { id: companyId, domain: company?.company_domain ?? '' },
    datasets,
    outcomes,
    entities,
    money,
    findings,
    verification,
    api,
    handoff: { documents: handoff },
    ...(delta === undefined ? {} : { delta }),
  }
}

async function readDatasets(trx: Trx, { id, migrationId }: ReportedRun): Promise<Report['datasets']> {
  const attached = await readAttachedFiles(trx, id)
  const rows = await trx('source_files as f')
    .leftJoin('datasets as d', 'd.source_file_id', 'f.id')
    .where('f.migration_id', migrationId)
    .where((either) => either.whereNotNull('d.id').orWhere('f.state', 'rejected'))
    .orderBy(['f.name', 'd.id'])
    .select('f.*', 'd.kind', 'd.row_count', 'd.rejected_count')
  const told = rows.filter((row) => row.state !== 'rejected' || !attached.has(row.id))
  return told.map((row) => ({
    file: row.name,
    kind: row.kind ?? 'unknown',
    format: row.format ?? 'unknown',
    encoding: row.encoding ?? 'unknown',
    rows: row.row_count ?? 0,
    rejectedRows: row.rejected_count ?? 0,
    status: row.state === 'rejected' ? 'rejected' : 'staged',
    ...(row.state === 'rejected' ? { reason: `${row.reason_code} ${describe(row.reason_detail)}`.trim() } : {}),
  }))
}

function describe(detail: Record<string, unknown> | null): string {
  return Object.entries(detail ?? {})
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')
}

async function readOutcomes(trx: Trx, run: ReportedRun): Promise<Report['outcomes']> {
  const totals = await readTotals(trx, run)
  const counts = await trx('row_outcomes as o')
    .join('datasets as d', 'd.id', 'o.dataset_id')
    .where('o.run_id', run.id)
    .groupBy('d.kind', 'o.outcome')
    .select('d.kind', 'o.outcome')
    .count('* as n')
  return Object.fromEntries(
    totals.map(({ kind, rows }) => {
      const of = (outcome: string) =>
        Number(counts.find((c) => c['kind'] === kind && c['outcome'] === outcome)?.['n'] ?? 0)
      const books = Object.fromEntries(rowOutcomes.map((outcome) => [outcome, of(outcome)])) as Record<
        RowOutcome,
        number
      >
      return [kind, { rows: Number(rows), ...books }]
    }),
  )
}

/** Rows of the run's scope by kind: those of its migration, those that are listed for it, or both. */
async function readTotals(trx: Trx, run: ReportedRun): Promise<{ kind: string; rows: number }[]> {
  const { rows } = await trx.raw(
    `select kind, sum(n)::bigint as rows
     from (select kind, row_count as n from datasets where migration_id = :migrationId and :whole
           union all
           select d.kind, count(*) from run_rows r join datasets d on d.id = r.dataset_id where r.run_id = :runId group by d.id, d.kind) scope
     group by 1`,
    { runId: run.id, migrationId: run.migrationId, whole: isWhole(run) },
  )
  return rows
}

async function readEntities(
  trx: Trx,
  runId: string,
  progress: Record<string, Record<string, number> | undefined>,
): Promise<Report['entities']> {
  const { rows } = await trx.raw(
    `select case entity when 'campaign' then 'deal' when 'order' then 'deal' when 'campaign_line' then 'deal_product'
              when 'order_line' then 'deal_product' else entity end as name,
       coalesce(sum(size) filter (where outcome = 'created'), 0)::int as created,
       coalesce(sum(size) filter (where outcome = 'updated'), 0)::int as updated,
       coalesce(sum(size) filter (where match_strength > 0), 0)::int as matched
     from (select *, case when entity like '%\\_line' then jsonb_array_length(record -> 'lines') else 1 end as size
           from journal where run_id = :runId) j
     group by 1
     union all
     select 'label', count(*) filter (where outcome = 'created')::int, count(*) filter (where outcome = 'updated')::int,
       count(*) filter (where outcome = 'unchanged')::int
     from row_outcomes where run_id = :runId and entity = 'label'`,
    { runId },
  )
  const counted = (name: string) => ({
    created: progress[name]?.['created'] ?? 0,
    updated: 0,
    matched: progress[name]?.['matched'] ?? 0,
  })
  return {
    ...Object.fromEntries(
      rows.map(({ name, ...counts }: { name: string; created: number; updated: number; matched: number }) => [
        name,
        counts,
      ]),
    ),
    field: counted('fields'),
    filter: counted('filters'),
  }
}

/** Exported: the totals as the export states them, of every deal that is in Pipedrive. Imported: the values read back. */
async function readMoney(trx: Trx, runId: string): Promise<MoneyRow[]> {
  const { rows } = await trx.raw(
    `select entity as source, record ->> 'currency' as currency, record ->> 'status' as status,
       sum((record ->> 'totalMinor')::bigint)::bigint as "exportedMinor", coalesce(sum(found_minor), 0)::bigint as "importedMinor"
     from journal where run_id = ? and entity in ('order', 'campaign') and outcome in ('created', 'updated', 'unchanged')
       and record -> 'totalMinor' is not null
     group by 1, 2, 3 order by 1, 2, 3`,
    [runId],
  )
  return rows
}

async function readUsage(
  trx: Trx,
  run: { usage_before: Partial<Usage>; first_write_at: Date | null; last_write_at: Date | null; created_at: Date },
): Promise<Report['api']> {
  const usage = await readTotalUsage(trx)
  const before = run.usage_before
  const byOperation = Object.entries(usage.byOperation)
    .map(([operation, n]): [string, number] => [operation, n - (before.byOperation?.[operation] ?? 0)])
    .filter(([, n]) => n > 0)
  return {
    requests: usage.requests - (before.requests ?? 0),
    apiTokens: usage.apiTokens - (before.apiTokens ?? 0),
    status429: usage.status429 - (before.status429 ?? 0),
    seconds: ((run.last_write_at?.getTime() ?? 0) - (run.first_write_at?.getTime() ?? 0)) / 1_000,
    byOperation: Object.fromEntries(byOperation),
  }
}

/** Documents that go to the handoff, per kind in the singular. */
async function readHandoff(
  trx: Trx,
  migrationId: string,
  outcomes: Report['outcomes'],
): Promise<Record<string, number>> {
  const rows = await trx('datasets')
    .where({ migration_id: migrationId })
    .whereIn('kind', handoffKinds)
    .groupBy('kind')
    .select('kind')
    .sum('row_count as n')
  const kept = rows.map(({ kind, n }): [string, number] => [kind, Number(n)])
  // Of what hangs on records, the rows that this run did not move.
  const left = attachedKinds.flatMap((kind): [string, number][] => {
    const books = outcomes[kind]
    const n = books === undefined ? 0 : books.skipped + books.failed + books.unprocessed
    return n === 0 ? [] : [[kind, n]]
  })
  return Object.fromEntries([...kept, ...left].map(([kind, n]) => [kind.replace(/s$/, ''), n]))
}

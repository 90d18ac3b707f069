import type { Trx } from '../../../db/pool.ts'
import type { DatasetKind } from '../../altcraft/types.ts'
import type { JournalEntity, PhaseName } from '../types.ts'
import type { GateFound } from './types.ts'

/** Which records a phase writes, and rows of which kinds become these. */
const contents: Partial<Record<PhaseName, { entity: JournalEntity | 'label'; kinds: DatasetKind[] }>> = {
  organizations: { entity: 'organization', kinds: [] },
  persons: { entity: 'person', kinds: ['profiles'] },
  products: { entity: 'product', kinds: ['products'] },
  campaigns: { entity: 'campaign', kinds: ['campaigns'] },
  orders: { entity: 'order', kinds: ['orders'] },
  labels: { entity: 'label', kinds: ['segment_members'] },
  notes: { entity: 'note', kinds: ['notes'] },
  // Events by the thousand become one note: rows that are none are no share of the notes.
  activities: { entity: 'activity', kinds: [] },
  files: { entity: 'file', kinds: ['files'] },
}

/** Whether the phase has records of its own to reconcile. */
export function hasGate(phase: PhaseName): boolean {
  return contents[phase] !== undefined
}

interface Reconciled {
  id: string
  migrationId: string
}

/** What the phase did, from what is stored. Reads only; one pass over the phase's rows. */
export async function readFound(trx: Trx, run: Reconciled, phase: PhaseName): Promise<GateFound> {
  const content = contents[phase]
  if (content === undefined) throw new Error(`phase ${phase} has no records to reconcile`)
  const { entity, kinds } = content
  const books = entity === 'label' ? await countMemberships(trx, run.id) : await countRecords(trx, run.id, entity)
  const rows = await countFailedRows(trx, run, kinds)
  const { created, updated, unchanged, skipped, failed, held } = books
  return {
    ...books,
    unaccounted: books.planned - (created + updated + unchanged + skipped + failed + held),
    rowsFailed: Object.values(rows).reduce((sum, n) => sum + n, 0),
    different: await countDifferent(trx, run, entity),
    codes: addUp(await countCodes(trx, run.id, entity), rows),
    money: entity === 'campaign' || entity === 'order' ? await readMoney(trx, run.id, entity) : [],
  }
}

type Books = Pick<
  GateFound,
  'planned' | 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed' | 'held' | 'refused' | 'compared'
>

async function countRecords(trx: Trx, runId: string, entity: string): Promise<Books> {
  const { rows } = await trx.raw(
    `select count(*) as planned,
       count(*) filter (where outcome = 'created') as created, count(*) filter (where outcome = 'updated') as updated,
       count(*) filter (where outcome = 'unchanged') as unchanged, count(*) filter (where outcome = 'skipped') as skipped,
       count(*) filter (where outcome = 'failed') as failed, count(*) filter (where outcome = 'unprocessed') as held,
       count(*) filter (where outcome = 'failed' and action <> 'none') as refused,
       count(*) filter (where outcome in ('created', 'updated') and read_back_at is not null) as compared
     from journal where run_id = ? and entity = ?`,
    [runId, entity],
  )
  return rows[0]
}

/** Memberships were written with their persons: each is a draft with an outcome. */
async function countMemberships(trx: Trx, runId: string): Promise<Books> {
  const { rows } = await trx.raw(
    `select count(*) as planned,
       count(*) filter (where outcome = 'created') as created, count(*) filter (where outcome = 'updated') as updated,
       count(*) filter (where outcome in ('unchanged', 'merged')) as unchanged,
       count(*) filter (where outcome = 'skipped') as skipped, count(*) filter (where outcome = 'failed') as failed,
       count(*) filter (where outcome = 'unprocessed') as held, 0 as refused, 0 as compared
     from drafts d left join row_outcomes o using (run_id, dataset_id, row_number)
     where d.run_id = ? and d.entity = 'label' and d.own`,
    [runId],
  )
  return rows[0]
}

/** Rows of these kinds that failed before they were a record of the run, by code. */
async function countFailedRows(trx: Trx, run: Reconciled, kinds: DatasetKind[]): Promise<Record<string, number>> {
  const { rows } = await trx.raw(
    `select code, count(*) as n from (
       select o.code from row_outcomes o join datasets d on d.id = o.dataset_id
       where o.run_id = :runId and o.outcome = 'failed' and o.entity is null and d.kind = any(:kinds)
       union all
       select r.code from rejected_rows r join datasets d on d.id = r.dataset_id
       where d.migration_id = :migrationId and d.kind = any(:kinds)) failed
     group by code`,
    { runId: run.id, migrationId: run.migrationId, kinds },
  )
  return toCounts(rows)
}

/** Records with a difference, a deal that lacks lines or whose value is another one included. */
async function countDifferent(trx: Trx, run: Reconciled, entity: string): Promise<number> {
  const { rows } = await trx.raw(
    `select count(distinct id) as n from (
       select (detail ->> 'pipedriveId')::bigint as id from findings
       where migration_id = :migrationId and run_id = :runId and code = 'verify.difference'
         and detail ->> 'entity' in (:entity, :entity || '_line')
       union all
       select pipedrive_id from journal
       where run_id = :runId and entity = :entity and entity in ('campaign', 'order')
         and found_minor <> (record ->> 'totalMinor')::bigint
       union all
       select deal.pipedrive_id from journal line
       join journal deal on deal.run_id = line.run_id and deal.entity = :entity and deal.seq = line.seq / 1000
       where line.run_id = :runId and line.entity = :entity || '_line' and line.outcome = 'failed') different`,
    { migrationId: run.migrationId, runId: run.id, entity },
  )
  return rows[0].n
}

async function countCodes(trx: Trx, runId: string, entity: string): Promise<Record<string, number>> {
  const { rows } = await trx.raw(
    entity === 'label'
      ? `select code, count(*) as n from row_outcomes
         where run_id = :runId and entity = :entity and outcome in ('failed', 'unprocessed') group by 1`
      : `select error_code as code, count(*) as n from journal
         where run_id = :runId and entity = :entity and outcome in ('failed', 'unprocessed') group by 1`,
    { runId, entity },
  )
  return toCounts(rows)
}

async function readMoney(trx: Trx, runId: string, entity: string): Promise<GateFound['money']> {
  const { rows } = await trx.raw(
    `select record ->> 'currency' as currency, record ->> 'status' as status,
       sum((record ->> 'totalMinor')::bigint)::bigint as "exportedMinor", coalesce(sum(found_minor), 0)::bigint as "importedMinor"
     from journal where run_id = ? and entity = ? and outcome in ('created', 'updated', 'unchanged')
     group by 1, 2 order by 1, 2`,
    [runId, entity],
  )
  return rows
}

function toCounts(rows: { code: string | null; n: number }[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ code, n }) => [code ?? 'internal', n]))
}

function addUp(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one }
  for (const [code, n] of Object.entries(other)) sum[code] = (sum[code] ?? 0) + n
  return sum
}

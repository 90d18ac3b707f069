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

/** What the phase did, from what is stored. Reads only. */
export async function readFound(trx: Trx, run: Reconciled, phase: PhaseName): Promise<GateFound> {
  const content = contents[phase]
  if (content === undefined) throw new Error(`phase ${phase} has no records to reconcile`)
  const { entity, kinds } = content
  const groups = entity === 'label' ? await groupMemberships(trx, run.id) : await groupRecords(trx, run.id, entity)
  const rows = await countFailedRows(trx, run, entity, kinds)
  const books = toBooks(groups)
  const { created, updated, unchanged, skipped, failed, held } = books
  return {
    ...books,
    unaccounted: books.planned - (created + updated + unchanged + skipped + failed + held),
    rowsFailed: Object.values(rows).reduce((sum, n) => sum + n, 0),
    different: await countDifferent(trx, run, entity),
    codes: addUp(toCounts(groups.filter(({ outcome }) => outcome === 'failed' || outcome === 'unprocessed')), rows),
    money: entity === 'campaign' || entity === 'order' ? await readMoney(trx, run.id, entity) : [],
  }
}

/** How many records ended in the same way. */
interface Group {
  outcome: string | null
  code: string | null
  /** A request was made, and its record was read back. */
  sent: boolean | null
  read: boolean | null
  n: number
}

/** One pass over the phase's records. */
async function groupRecords(trx: Trx, runId: string, entity: string): Promise<Group[]> {
  const { rows } = await trx.raw(
    `select outcome, error_code as code, action <> 'none' as sent, read_back_at is not null as read, count(*) as n
     from journal where run_id = ? and entity = ? group by 1, 2, 3, 4`,
    [runId, entity],
  )
  return rows
}

/** Memberships were written with their persons: each is a draft with an outcome. */
async function groupMemberships(trx: Trx, runId: string): Promise<Group[]> {
  const { rows } = await trx.raw(
    `select case when outcome = 'merged' then 'unchanged' else outcome end as outcome, code, false as sent, false as read, count(*) as n
     from drafts d left join row_outcomes o using (run_id, dataset_id, row_number)
     where d.run_id = ? and d.entity = 'label' and d.own group by 1, 2`,
    [runId],
  )
  return rows
}

function toBooks(groups: Group[]) {
  const count = (isOne: (group: Group) => boolean) => groups.filter(isOne).reduce((sum, { n }) => sum + n, 0)
  const of = (outcome: string) => count((group) => group.outcome === outcome)
  return {
    planned: count(() => true),
    created: of('created'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    skipped: of('skipped'),
    failed: of('failed'),
    held: of('unprocessed'),
    refused: count(({ outcome, sent }) => outcome === 'failed' && sent === true),
    compared: count(({ outcome, read }) => (outcome === 'created' || outcome === 'updated') && read === true),
  }
}

/** Rows that failed before they were a record of the run, by code: of these kinds, and events of the phase's records. */
async function countFailedRows(
  trx: Trx,
  run: Reconciled,
  entity: string,
  kinds: DatasetKind[],
): Promise<Record<string, number>> {
  const { rows } = await trx.raw(
    `select code, count(*) as n from (
       select o.code from row_outcomes o join datasets d on d.id = o.dataset_id
       where o.run_id = :runId and o.outcome = 'failed' and o.entity is null and d.kind = any(:kinds)
       union all
       select o.code from row_outcomes o
       join drafts e on e.run_id = o.run_id and e.entity = 'event' and e.journal_seq is null
         and e.dataset_id = o.dataset_id and e.row_number = o.row_number
       where o.run_id = :runId and o.outcome = 'failed' and o.entity = :entity and :entity in ('note', 'activity')
       union all
       select r.code from rejected_rows r join datasets d on d.id = r.dataset_id
       where d.migration_id = :migrationId and d.kind = any(:kinds)) failed
     group by code`,
    { runId: run.id, migrationId: run.migrationId, entity, kinds },
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
  return rows.reduce((counts, { code, n }) => addUp(counts, { [code ?? 'internal']: n }), {})
}

function addUp(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one }
  for (const [code, n] of Object.entries(other)) sum[code] = (sum[code] ?? 0) + n
  return sum
}

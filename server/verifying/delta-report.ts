import type { Trx } from '../../db/pool.ts'
import { readRunBefore } from '../importing/followed-runs.ts'

/** What a newer export changed: records by entity, deal lines, what people changed meanwhile, what the export no longer has. */
export interface DeltaReport {
  /** Proof for the cut-over: nothing was written, nothing vanished, and no row is open that was not open before. */
  nothingNew: boolean
  entities: Record<string, { new: number; changed: number; unchanged: number; vanished: number }>
  lines: { added: number; changed: number; removed: number }
  /** Fields that changed on both sides: theirs stayed, ours was written, a person is asked. */
  conflicts: { theirs: number; ours: number; ask: number }
  /** Fields that only people changed; they stay. */
  keptEdits: number
  /** What became of what the export no longer has. */
  vanished: { listed: number; labelled: number; closed: number }
  /** Rows that failed or wait, and did not in the run before. */
  newOpenRows: number
}

/** Of a run of a newer export; undefined for other runs. Reads only. */
export async function readDeltaReport(
  trx: Trx,
  run: { id: string; migrationId: string; kind: string },
  complete: boolean,
): Promise<DeltaReport | undefined> {
  if (run.kind !== 'delta') return undefined
  const vanished = await countVanished(trx, run.id)
  const entities = await countRecords(trx, run.id, vanished)
  const lines = await countLines(trx, run.id)
  const { kept, ...conflicts } = await countEdits(trx, run.id)
  const newOpenRows = await countNewOpenRows(trx, run)
  const changes = [
    ...Object.values(entities).flatMap((counts) => [counts.new, counts.changed, counts.vanished]),
    ...Object.values(lines),
    ...Object.values(conflicts),
    newOpenRows,
  ]
  return {
    nothingNew: complete && changes.every((count) => count === 0),
    entities,
    lines,
    conflicts,
    keptEdits: kept,
    vanished: {
      listed: sumOf(vanished, 'listed'),
      labelled: sumOf(vanished, 'labelled'),
      closed: sumOf(vanished, 'closed'),
    },
    newOpenRows,
  }
}

type Vanished = { entity: string; treatment: string; n: number }[]

const sumOf = (vanished: Vanished, treatment: string) =>
  vanished.filter((row) => row.treatment === treatment).reduce((sum, { n }) => sum + n, 0)

async function countVanished(trx: Trx, runId: string): Promise<Vanished> {
  const { rows } = await trx.raw(
    `select case when entity in ('order', 'campaign') then 'deal' else entity end as entity, treatment, count(*)::int as n
     from vanished_records where run_id = ? group by 1, 2`,
    [runId],
  )
  return rows
}

/** Records of the export; those that were labelled or closed because they vanished have no content of their own. */
async function countRecords(trx: Trx, runId: string, vanished: Vanished): Promise<DeltaReport['entities']> {
  const { rows } = await trx.raw(
    `select case when entity in ('order', 'campaign') then 'deal' else entity end as entity,
       (count(*) filter (where outcome = 'created'))::int as new,
       (count(*) filter (where outcome = 'updated'))::int as changed,
       (count(*) filter (where outcome = 'unchanged'))::int as unchanged
     from journal where run_id = ? and entity not like '%\\_line' and record <> '{}' group by 1`,
    [runId],
  )
  const names = new Set<string>([...rows, ...vanished].map(({ entity }) => entity))
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const { entity, ...counts } = rows.find((row: { entity: string }) => row.entity === name) ?? {}
      const gone = vanished.filter((row) => row.entity === name).reduce((sum, { n }) => sum + n, 0)
      return [name, { new: 0, changed: 0, unchanged: 0, ...counts, vanished: gone }]
    }),
  )
}

async function countLines(trx: Trx, runId: string): Promise<DeltaReport['lines']> {
  const { rows } = await trx.raw(
    `select coalesce(sum(jsonb_array_length(record -> 'lines')) filter (where outcome = 'created'), 0)::int as added,
       (count(*) filter (where outcome = 'updated'))::int as changed,
       coalesce(sum(jsonb_array_length(record -> 'remove')) filter (where outcome = 'deleted'), 0)::int as removed
     from journal where run_id = ? and entity like '%\\_line'`,
    [runId],
  )
  return rows[0]
}

async function countEdits(trx: Trx, runId: string): Promise<DeltaReport['conflicts'] & { kept: number }> {
  const { rows } = await trx.raw(
    `select e ->> 'what' as what, count(*)::int as n
     from journal j cross join lateral jsonb_array_elements(j.edits) e
     where j.run_id = ? and j.edits is not null group by 1`,
    [runId],
  )
  const of = (what: string) => rows.find((row: { what: string }) => row.what === what)?.n ?? 0
  return { theirs: of('theirs'), ours: of('ours'), ask: of('ask'), kept: of('kept') }
}

async function countNewOpenRows(trx: Trx, run: { id: string; migrationId: string }): Promise<number> {
  const before = (await readRunBefore(trx, run)) ?? ''
  const openOf = (name: string) => `${name} as (
       select r.cells::text as cells from row_outcomes o
       join source_rows r on r.dataset_id = o.dataset_id and r.row_number = o.row_number
       where o.run_id = :${name} and o.outcome in ('failed', 'unprocessed'))`
  const { rows } = await trx.raw(
    `with ${openOf('now')}, ${openOf('before')}
     select count(*)::int as n from now where not exists (select 1 from before where before.cells = now.cells)`,
    { now: run.id, before },
  )
  return rows[0].n
}

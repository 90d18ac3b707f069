import type { Trx } from '../../../db/pool.ts'
import type { DatasetPlan } from '../../mapping/types.ts'
import { readDatasets } from '../../staging/datasets.ts'
import { readRejected } from '../../staging/rejected-rows.ts'
import { asHolder } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import { keysOfRaw, type RawKeyColumns } from './keys-of-raw.ts'

const batchRows = 1_000

/**
 * Of profiles and products whose row could not be read, the keys that their raw text still shows: what refers to them waits for
 * that row instead of being wrong. Keys that a row of the export has are left alone. Repeatable.
 */
export async function noteRejectedKeys(ctx: RunContext): Promise<StepResult> {
  const { db, run, plan } = ctx
  const datasets = await asHolder(db, run, (trx) => readDatasets(trx, run.migrationId))
  for (const { id, columns, rejectedCount } of datasets) {
    const planned = plan.datasets.find(({ datasetId }) => datasetId === id)
    const keyed = planned && keyColumns(planned, columns)
    if (keyed === undefined || rejectedCount === 0) continue
    for (let after: number | undefined = 0; after !== undefined; ) {
      if (ctx.stop.aborted) return 'again'
      const from: number = after
      after = await asHolder(db, run, (trx) => noteBatch(trx, ctx, id, keyed, from))
    }
  }
  return 'done'
}

function keyColumns({ kind, columns }: DatasetPlan, names: readonly string[]): RawKeyColumns | undefined {
  if (kind !== 'profiles' && kind !== 'products') return undefined
  const entity = kind === 'profiles' ? 'person' : 'product'
  const targets = kind === 'profiles' ? ['person.source_id'] : ['product.source_id', 'product.code']
  const [column] = targets
    .flatMap((target) => columns.filter((mapping) => mapping.target === target))
    .map((mapping) => mapping.column)
  return column === undefined ? { entity } : { entity, id: { name: column, index: names.indexOf(column) } }
}

/** Answers the last row's number; undefined when there are no more. */
async function noteBatch(
  trx: Trx,
  { run }: RunContext,
  datasetId: string,
  keyed: RawKeyColumns,
  after: number,
): Promise<number | undefined> {
  const rows = await readRejected(trx, datasetId, after, batchRows)
  const keys = rows.flatMap(({ rowNumber, raw, code }) =>
    keysOfRaw(raw, keyed).map((key) => ({ key, code, row_number: rowNumber })),
  )
  await trx.raw(
    `insert into record_keys (company_id, run_id, entity, key, code, dataset_id, row_number)
     select distinct on (key) ?::bigint, ?, ?, key, code, ?, row_number
     from jsonb_to_recordset(?::jsonb) as k(key text, code text, row_number bigint)
     order by key, row_number
     on conflict do nothing`,
    [run.companyId, run.id, keyed.entity, datasetId, JSON.stringify(keys)],
  )
  return rows.at(-1)?.rowNumber
}

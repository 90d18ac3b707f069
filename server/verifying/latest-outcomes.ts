import type { Trx } from '../../db/pool.ts'
import { readLineage } from '../importing/lineage.ts'

const outcomes = ['created', 'updated', 'unchanged', 'merged', 'skipped', 'failed', 'unprocessed'] as const

export interface DatasetOutcomes {
  datasetId: string
  file: string
  kind: string
  rows: number
  /** `none`: rows that no run was about yet. */
  outcomes: Record<(typeof outcomes)[number] | 'none', number>
}

/** The latest outcome of each row of the migration's datasets, over its runs and those that corrected it, counted. */
export async function readLatestOutcomes(trx: Trx, migrationId: string): Promise<DatasetOutcomes[]> {
  const { runIds } = await readLineage(trx, { migrationId })
  const { rows: counts }: { rows: { dataset_id: string; outcome: string; n: number }[] } = await trx.raw(
    `select o.dataset_id, o.outcome, count(*) as n
     from row_outcomes o join datasets d on d.id = o.dataset_id and d.migration_id = :migrationId
     where o.run_id = any(:runIds)
       and not exists (select 1 from row_outcomes l where l.run_id = any(:runIds) and l.run_id > o.run_id
                         and l.dataset_id = o.dataset_id and l.row_number = o.row_number)
     group by 1, 2`,
    { migrationId, runIds },
  )
  const datasets = await trx('datasets as d')
    .join('source_files as f', 'f.id', 'd.source_file_id')
    .where('d.migration_id', migrationId)
    .orderByRaw('f.name collate "C", f.id')
    .select('d.id', 'f.name as file', 'd.kind', 'd.row_count')
  return datasets.map(({ id, file, kind, row_count }) => {
    const of = (outcome: string) => counts.find((one) => one.dataset_id === id && one.outcome === outcome)?.n ?? 0
    const counted = outcomes.map((outcome): [string, number] => [outcome, of(outcome)])
    const none = row_count - counted.reduce((sum, [, n]) => sum + n, 0)
    const books = Object.fromEntries([...counted, ['none', none]]) as DatasetOutcomes['outcomes']
    return { datasetId: id, file, kind, rows: row_count, outcomes: books }
  })
}

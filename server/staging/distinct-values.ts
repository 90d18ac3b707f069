import type { Trx } from '../../db/pool.ts'
import { readText } from '../altcraft/values/text.ts'
import type { ColumnProfile } from './column-profile.ts'

/** The distinct values of a column, most frequent first. */
export interface DistinctValues {
  values: { value: string; count: number }[]
  /** There are no others. */
  complete: boolean
}

export const maxDistinct = 10_000
/** Estimates are a few per cent off; columns far beyond the limit are not looked through for nothing. */
const worthCounting = maxDistinct * 1.1

/**
 * What the profile alone knows: its most frequent values, and behind them what its samples show, with a count of 0. Values
 * of which none repeats are in its samples only, each once.
 */
export function profiledValues({ topValues, samples, distinctEstimate, filled }: ColumnProfile): DistinctValues {
  if (topValues.length >= distinctEstimate) return { values: topValues, complete: true }
  const listed = new Set(topValues.map(({ value }) => value))
  const sampled = new Set(samples.flatMap((sample) => readText(sample) ?? []).filter((text) => !listed.has(text)))
  const complete = topValues.length + sampled.size >= distinctEstimate
  const count = complete && filled === distinctEstimate ? 1 : 0
  return { values: [...topValues, ...[...sampled].map((value) => ({ value, count }))], complete }
}

/** The column has more values than its profile keeps, and not too many to list. */
export function isCountable(profile: ColumnProfile): boolean {
  return profile.distinctEstimate <= worthCounting && !profiledValues(profile).complete
}

/**
 * Counts the distinct values of these columns (by their places) in one pass over the dataset's rows and keeps them with the
 * dataset; what is kept already stays. At most `maxDistinct` per column, the most frequent.
 */
export async function countDistinctValues(
  trx: Trx,
  dataset: { companyId: number; id: string },
  columns: readonly { place: number; column: string }[],
): Promise<Record<string, DistinctValues>> {
  const { rows } = await trx.raw(
    `select place, value, count from (
       select p.place, cell.value, count(*) as count,
              row_number() over (partition by p.place order by count(*) desc, cell.value collate "C") as n
       from source_rows r
       cross join unnest(:places::int[]) as p(place)
       cross join lateral (select btrim(left(r.cells ->> p.place, 1000), E' \\t\\r\\n') as value) cell
       where r.company_id = :companyId and r.dataset_id = :id and cell.value <> ''
       group by p.place, cell.value) counted
     where n <= :limit order by place, n`,
    {
      companyId: dataset.companyId,
      id: dataset.id,
      places: columns.map(({ place }) => place),
      limit: maxDistinct + 1,
    },
  )
  const byPlace = Map.groupBy<number, CountedRow>(rows, ({ place }) => place)
  const counted = Object.fromEntries(
    columns.map(({ place, column }): [string, DistinctValues] => {
      const values = (byPlace.get(place) ?? []).map(({ value, count }) => ({ value, count: Number(count) }))
      return [column, { values: values.slice(0, maxDistinct), complete: values.length <= maxDistinct }]
    }),
  )
  await trx.raw(
    'update datasets set value_counts = :counted::jsonb || value_counts where company_id = :companyId and id = :id',
    { counted: JSON.stringify(counted), companyId: dataset.companyId, id: dataset.id },
  )
  return counted
}

interface CountedRow {
  place: number
  value: string
  count: string | number
}

/** The values of two columns together; complete when both are. */
export function uniteDistinctValues(a: DistinctValues, b: DistinctValues): DistinctValues {
  const counts = new Map(a.values.map(({ value, count }) => [value, count]))
  for (const { value, count } of b.values) counts.set(value, (counts.get(value) ?? 0) + count)
  const values = [...counts].map(([value, count]) => ({ value, count })).sort((x, y) => y.count - x.count)
  return { values: values.slice(0, maxDistinct), complete: a.complete && b.complete && values.length <= maxDistinct }
}

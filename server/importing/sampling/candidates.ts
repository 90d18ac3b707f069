import type { Trx } from '../../../db/pool.ts'
import type { Candidate } from './choose-records.ts'

const entities = ['person', 'order', 'campaign', 'product'] as const

/** Of each entity as many ordinary ones beside those that show something. */
const mostOrdinary = 50
/** An order of more lines would bring more products than a sample is meant to have. */
const mostLines = 100

/**
 * Records of the run's journal that may be in its sample, in the order of their numbers: of every feature the first and the last
 * that has it, of every measure the one with the most, and the first ones whatever they are.
 */
export async function readCandidates(trx: Trx, runId: string): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  for (const entity of entities) candidates.push(...(await candidatesOf(trx, runId, entity)))
  return candidates
}

async function candidatesOf(trx: Trx, runId: string, entity: string): Promise<Candidate[]> {
  const bindings = { runId, entity, mostLines, mostOrdinary }
  const { rows: most }: { rows: { name: string; seq: number }[] } = await trx.raw(
    `with ${records}
     select m.name, -(max(array[m.size, -r.seq]))[2] as seq from records r cross join lateral (${measures}) m
     where m.size > 0 group by 1`,
    bindings,
  )
  const { rows: featured }: { rows: { seq: number }[] } = await trx.raw(
    `with ${records}, bearers as (
       select f.name, min(r.seq) as first, max(r.seq) as last from records r cross join lateral (${features}) f where f.name is not null group by 1)
     select first as seq from bearers union select last from bearers
     union (select seq from records order by seq limit :mostOrdinary)`,
    bindings,
  )
  const seqs = [...new Set([...most, ...featured].map(({ seq }) => seq))]
  const { rows }: { rows: { seq: number; names: string[] }[] } = await trx.raw(
    `with ${records}
     select r.seq, coalesce(jsonb_agg(distinct f.name) filter (where f.name is not null), '[]') as names
     from records r left join lateral (${features}) f on true
     where r.seq = any(:seqs::bigint[]) group by 1 order by 1`,
    { ...bindings, seqs },
  )
  return rows.map(({ seq, names }) => {
    const titles = most.filter((one) => one.seq === seq).map(({ name }) => `most:${name}`)
    return { entity, seq, features: [...names, ...titles].map((name) => `${entity}:${name}`) }
  })
}

const records = `records as (
  select seq, record from journal
  where run_id = :runId and entity = :entity
    and coalesce(jsonb_array_length(record -> 'lines'), 0) <= :mostLines)`

const custom = `jsonb_each(coalesce(r.record -> 'custom', '{}')) c`

/** What a record has, is, or lacks. */
const features = `
  select 'owner:' || (r.record ->> 'ownerId') as name
  union all select 'status:' || (r.record ->> 'status')
  union all select 'stage:' || (r.record ->> 'stage')
  union all select 'currency:' || (r.record ->> 'currency')
  union all select 'with:organization' where r.record -> 'organization' is not null
  union all select 'without:' || part from unnest(array['emails', 'phones', 'lines', 'prices']) part where r.record -> part = '[]'
  union all select 'several:' || part from unnest(array['emails', 'phones', 'prices']) part where jsonb_array_length(r.record -> part) > 1
  union all select 'line:' || (line ->> 'added') from jsonb_array_elements(coalesce(r.record -> 'lines', '[]')) line
  union all select 'field:' || c.key from ${custom}
  union all select 'option:' || c.key || ':' || (c.value ->> 'value') from ${custom} where c.value ->> 'type' = 'enum'
  union all
  select 'option:' || c.key || ':' || option from ${custom} cross join lateral
    jsonb_array_elements_text(case c.value ->> 'type' when 'set' then c.value -> 'value' else '[]' end) option`

/** How much of something a record has. */
const measures = `
  select 'name' as name, length(coalesce(r.record ->> 'name', r.record ->> 'title'))::bigint as size
  union all
  select part, jsonb_array_length(r.record -> part) from unnest(array['emails', 'phones', 'lines', 'prices']) part
  where jsonb_typeof(r.record -> part) = 'array'
  union all select 'total', (r.record ->> 'totalMinor')::bigint
  union all select 'description', length(r.record ->> 'description')
  union all select 'field:' || c.key, length(c.value ->> 'value') from ${custom} where c.value ->> 'type' in ('varchar', 'text')
  union all select 'field:' || c.key, jsonb_array_length(c.value -> 'value') from ${custom} where c.value ->> 'type' = 'set'`

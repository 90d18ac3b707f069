import type { Trx } from '../../../db/pool.ts'
import type { Detail } from '../../errors.ts'
import type { FieldEntity, FieldOption } from '../../pipedrive/types.ts'
import type { HeldRun } from '../types.ts'
import type { KeepCode } from './types.ts'

/** What we made of the account's set-up, as an undo's journal holds it: a filter, the options of one field, a field. */
export type PartEntity = 'filter' | 'option' | 'field'

export interface PartRecord {
  name: string
  entity: FieldEntity
  /** Of a field, and of the field that the options belong to. */
  code: string | null
  /** Options only. */
  options: FieldOption[]
  verdict?: PartVerdict
}

/** `ids`: options that go; `kept`: labels of those that stay, because people use them. */
export type PartVerdict =
  | { do: 'delete'; ids: number[]; kept: string[] }
  | { do: 'keep'; code: KeepCode; detail: Detail }
  | { do: 'gone' }

export interface PartRow {
  entity: PartEntity
  seq: number
  /** Of a filter. */
  id: number | null
  record: PartRecord
}

/** One journal row per filter, field, and field whose options are ours although it is not. Repeatable. */
export async function planParts(trx: Trx, run: HeldRun, runIds: string[]): Promise<void> {
  await trx.raw(
    `with made as (
       select * from made_parts where company_id = :companyId and run_id = any(:runIds::text[]) and removed_at is null),
     fields as (select * from made where kind = 'field' and field_code is not null),
     parts as (
       select 'filter' as entity, min(id) as first, label as source_key, pipedrive_id, label, entity as of, null as code, '[]'::jsonb as options
       from made where kind = 'filter' and pipedrive_id is not null group by pipedrive_id, label, entity
       union all
       select 'field', min(id), field_code, null, min(label), entity, field_code, '[]' from fields group by entity, field_code
       union all
       select 'option', min(id), field_code, null, string_agg(label, ', ' order by pipedrive_id), entity, field_code,
         jsonb_agg(jsonb_build_object('id', pipedrive_id, 'label', label) order by pipedrive_id)
       from made m where kind = 'option' and pipedrive_id is not null
         and not exists (select 1 from fields f where f.entity = m.entity and f.field_code = m.field_code)
       group by entity, field_code)
     insert into journal (company_id, run_id, entity, seq, source_key, pipedrive_id, record)
     select :companyId, :runId, p.entity, row_number() over (partition by p.entity order by p.first), p.source_key, p.pipedrive_id,
       jsonb_build_object('name', p.label, 'entity', p.of, 'code', p.code, 'options', p.options)
     from parts p on conflict do nothing`,
    { companyId: run.companyId, runId: run.id, runIds },
  )
}

/** Parts that are still to be judged or taken away. */
export async function readParts(trx: Trx, run: HeldRun, entities: PartEntity[]): Promise<PartRow[]> {
  const rows = await trx('journal')
    .where({ company_id: run.companyId, run_id: run.id, state: 'planned' })
    .whereIn('entity', entities)
    .orderBy(['entity', 'seq'])
    .select('entity', 'seq', 'pipedrive_id', 'record')
  return rows.map((row) => ({ entity: row.entity, seq: row.seq, id: row.pipedrive_id, record: row.record }))
}

/** What was removed is no longer ours, nor bound: the next import makes it anew. Repeatable. */
export async function forgetParts(trx: Trx, run: HeldRun, now: Date): Promise<void> {
  const bindings = { companyId: run.companyId, runId: run.id, now }
  const removed = `
    select j.entity, j.pipedrive_id, j.record ->> 'entity' as of, j.record ->> 'code' as code, j.record #> '{verdict,ids}' as ids
    from journal j
    where j.company_id = :companyId and j.run_id = :runId and j.entity in ('filter', 'option', 'field') and j.outcome = 'deleted'`
  await trx.raw(
    `with removed as (${removed})
     update made_parts m set removed_at = :now from removed r
     where m.company_id = :companyId and m.removed_at is null and m.entity = r.of
       and (r.entity = 'filter' and m.kind = 'filter' and m.pipedrive_id = r.pipedrive_id
            or r.entity = 'field' and m.field_code = r.code
            or r.entity = 'option' and m.kind = 'option' and m.field_code = r.code
               and (r.ids is null or r.ids @> to_jsonb(m.pipedrive_id)))`,
    bindings,
  )
  await trx.raw(
    `with removed as (${removed})
     delete from bindings b using removed r
     where b.company_id = :companyId and r.entity = 'field' and b.entity = r.of and b.code = r.code`,
    bindings,
  )
  await trx.raw(
    `with removed as (${removed})
     update bindings b set options = (
       select coalesce(jsonb_object_agg(o.key, o.value), '{}') from jsonb_each(b.options) o where not r.ids @> o.value)
     from removed r
     where b.company_id = :companyId and r.entity = 'option' and r.ids is not null and b.entity = r.of and b.code = r.code`,
    bindings,
  )
}

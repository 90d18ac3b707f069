import type { Trx } from '../../db/pool.ts'
import type { FieldEntity, FieldOption } from '../pipedrive/types.ts'
import type { HeldRun } from './types.ts'

/** A field, option or filter that we are about to make. `code`: of the field that an option belongs to. */
export type Part = { entity: FieldEntity; label: string } & (
  | { kind: 'field' | 'filter' }
  | { kind: 'option'; code: string }
)

/** Before the request: whatever of these is there afterwards is ours, also if nobody sees the answer. Repeatable. */
export async function intendParts(trx: Trx, run: HeldRun, parts: Part[], now: Date): Promise<void> {
  const rows = parts.map((part) => ({
    kind: part.kind,
    entity: part.entity,
    label: part.label,
    code: part.kind === 'option' ? part.code : null,
  }))
  await trx.raw(
    `insert into made_parts (company_id, run_id, kind, entity, field_code, label, made_at)
     select :companyId, :runId, p.kind, p.entity, p.code, p.label, :now
     from jsonb_to_recordset(:rows::jsonb) as p(kind text, entity text, code text, label text)
     where not exists (
       select 1 from made_parts m
       where m.company_id = :companyId and m.kind = p.kind and m.entity = p.entity and m.label = p.label and m.removed_at is null
         and case m.kind when 'field' then m.field_code is null when 'filter' then m.pipedrive_id is null
             else m.field_code = p.code and m.pipedrive_id is null end)`,
    { companyId: run.companyId, runId: run.id, rows: JSON.stringify(rows), now },
  )
}

/** The request was refused: nothing of these was made. */
export async function dropIntendedParts(trx: Trx, run: HeldRun, kind: Part['kind']): Promise<void> {
  const open = kind === 'field' ? 'field_code' : 'pipedrive_id'
  await trx('made_parts').where({ company_id: run.companyId, run_id: run.id, kind }).whereNull(open).del()
}

/** The field is there; answers whether it is one that we were about to make. */
export async function claimField(
  trx: Trx,
  run: HeldRun,
  { entity, label, code }: { entity: FieldEntity; label: string; code: string },
): Promise<boolean> {
  const claimed = await trx('made_parts')
    .where({ company_id: run.companyId, kind: 'field', entity, label })
    .whereNull('field_code')
    .whereNull('removed_at')
    .update({ field_code: code })
  return claimed > 0
}

/** Of the options that the field has, those that we were about to make are ours. */
export async function claimOptions(
  trx: Trx,
  run: HeldRun,
  { entity, code, options }: { entity: FieldEntity; code: string; options: FieldOption[] },
): Promise<void> {
  await trx.raw(
    `update made_parts m set pipedrive_id = o.id
     from jsonb_to_recordset(:options::jsonb) as o(id bigint, label text)
     where m.company_id = :companyId and m.kind = 'option' and m.entity = :entity and m.field_code = :code
       and m.pipedrive_id is null and m.removed_at is null and m.label = o.label`,
    { companyId: run.companyId, entity, code, options: JSON.stringify(options) },
  )
}

/** The filter is there: it is ours if we were about to make it. */
export async function claimFilter(trx: Trx, run: HeldRun, label: string, id: number): Promise<void> {
  await trx('made_parts')
    .where({ company_id: run.companyId, kind: 'filter', label })
    .whereNull('pipedrive_id')
    .whereNull('removed_at')
    .update({ pipedrive_id: id })
}

import type { Trx } from '../../db/pool.ts'
import type { FieldEntity, FieldType } from '../mapping/types.ts'

/** What a field key is called in one company: its 40-hex code and the ids of its options. */
export interface Binding {
  entity: FieldEntity
  key: string
  code: string
  type: FieldType
  /** label → option id */
  options: Record<string, number>
}

/** All bindings of a company by entity and key. */
export interface Bindings {
  get(entity: FieldEntity, key: string): Binding | undefined
  of(entity: FieldEntity): Binding[]
}

export function toBindings(all: Binding[]): Bindings {
  const byKey = new Map(all.map((binding) => [`${binding.entity}.${binding.key}`, binding]))
  return {
    get: (entity, key) => byKey.get(`${entity}.${key}`),
    of: (entity) => all.filter((binding) => binding.entity === entity),
  }
}

export async function readBindings(trx: Trx): Promise<Bindings> {
  const rows = await trx('bindings').whereNotNull('code')
  return toBindings(
    rows.map((row) => ({
      entity: row.entity,
      key: row.field_key,
      code: row.code,
      type: row.field_type,
      options: row.options,
    })),
  )
}

export async function saveBinding(
  trx: Trx,
  companyId: number,
  binding: Binding & { name: string; createdByUs: boolean },
  now: Date,
): Promise<void> {
  const row = {
    company_id: companyId,
    entity: binding.entity,
    field_key: binding.key,
    code: binding.code,
    field_name: binding.name,
    field_type: binding.type,
    options: JSON.stringify(binding.options),
    created_by_us: binding.createdByUs,
    updated_at: now,
  }
  await trx('bindings')
    .insert(row)
    .onConflict(['company_id', 'entity', 'field_key'])
    .merge({
      code: row.code,
      options: row.options,
      field_name: row.field_name,
      field_type: row.field_type,
      updated_at: row.updated_at,
      // Only the creation of a field knows that it is ours; another field is not ours because the one before was.
      created_by_us: trx.raw('(excluded.created_by_us or (bindings.created_by_us and bindings.code = excluded.code))'),
    })
}

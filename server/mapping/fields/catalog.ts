import type { FieldOption } from '../../pipedrive/types.ts'
import type { AccountSnapshot, FieldEntity } from '../types.ts'
import { builtinCodes, type CatalogEntity, isAvailable } from './builtin-fields.ts'
import { campaignMetricKeys, objectMapFields } from './object-map-fields.ts'

/** A field that records of an entity can have values in. */
export interface CatalogField {
  entity: CatalogEntity
  /** `field_code`; of fields of the object map that the account has not: our key. */
  code: string
  name: string
  /** Pipedrive's type; of fields of a deal's products, which no field list names: empty. */
  type: string
  options: FieldOption[]
  /** `object_map`: would be created. */
  origin: 'built_in' | 'custom' | 'object_map'
  /** Whether this account has it, or it can be made. */
  available: boolean
}

/** What can be written into in this account: built-in fields, its custom fields, and those of our object map. Pure. */
export function fieldCatalog(account: AccountSnapshot): CatalogField[] {
  const entities = Object.keys(builtinCodes) as CatalogEntity[]
  return entities.flatMap((entity) => [
    ...builtinCodes[entity].map((code) => toBuiltin(account, entity, code.replace('?', ''))),
    ...account.fields
      .filter((field) => field.isCustom && field.entity === entity)
      .map(
        ({ code, name, type, options }): CatalogField => ({
          entity,
          code,
          name,
          type,
          options,
          origin: 'custom',
          available: true,
        }),
      ),
    ...(entity === 'deal_product' ? [] : toBeCreated(account, entity)),
  ])
}

function toBuiltin(account: AccountSnapshot, entity: CatalogEntity, code: string): CatalogField {
  const field = account.fields.find((known) => known.entity === entity && known.code === code)
  const { name = code, type = '', options = [] } = field ?? {}
  return { entity, code, name, type, options, origin: 'built_in', available: isAvailable(account, entity, code) }
}

function toBeCreated(account: AccountSnapshot, entity: FieldEntity): CatalogField[] {
  const metrics = campaignMetricKeys.map((key) => ({ entity: 'deal' as const, key, type: 'double' as const }))
  return [...objectMapFields, ...metrics]
    .filter((field) => field.entity === entity)
    .filter(
      ({ key, type }) =>
        !account.fields.some(
          (known) => known.isCustom && known.entity === entity && known.name === key && known.type === type,
        ),
    )
    .map(({ key, type }) => ({
      entity,
      code: key,
      name: key,
      type,
      options: [],
      origin: 'object_map',
      available: true,
    }))
}

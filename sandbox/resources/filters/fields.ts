import type { Company } from '../../world/company.ts'
import type { Field, FieldEntity } from '../fields/stored.ts'
import type { Condition } from './stored.ts'

export const entityOfObject: Record<string, FieldEntity> = {
  person: 'person',
  organization: 'organization',
  deal: 'deal',
  product: 'product',
}

export function fieldById(
  company: Company,
  { object, fieldId }: Pick<Condition, 'object' | 'fieldId'>,
): Field | undefined {
  const entity = entityOfObject[object]
  return entity && company.fields.list(entity, company.options).find((field) => field.id === fieldId)
}

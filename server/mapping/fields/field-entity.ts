import type { FieldEntity } from '../types.ts'

const entities: Record<string, FieldEntity> = {
  person: 'person',
  organization: 'organization',
  deal: 'deal',
  order: 'deal',
  line: 'deal',
  product: 'product',
}

/** The Pipedrive entity of a target: orders and campaigns are deals. Undefined for `ignore` and segment targets. */
export function entityOf(target: string): FieldEntity | undefined {
  const prefix = target.slice(0, Math.max(0, target.indexOf('.')))
  return Object.hasOwn(entities, prefix) ? entities[prefix] : undefined
}

import { expect } from 'vitest'
import type { Report } from '../../examples/demo/views.ts'
import type { TestSandbox } from './stack.ts'

const identities = [
  ['persons', 'altcraft_profile_id__c'],
  ['organizations', 'altcraft_organization_key__c'],
  ['deals', 'altcraft_order_id__c'],
  ['deals', 'altcraft_campaign_id__c'],
] as const

/** Every record once: no two with the same source id or product code. `entities`: those that must be there. */
export async function expectNothingDoubled(
  sandbox: TestSandbox,
  entities: readonly string[] = ['persons', 'organizations', 'deals'],
  companyId?: number,
): Promise<void> {
  const records = await sandbox.records(companyId)
  for (const [entity, name] of identities) {
    const code = records['fields']?.find((field) => field['field_name'] === name)?.['field_code']
    const ids = (records[entity] ?? []).flatMap(({ custom_fields: custom }) => {
      const value = custom && typeof custom === 'object' ? Reflect.get(custom, String(code)) : undefined
      return typeof value === 'string' ? [value] : []
    })
    if (entities.includes(entity)) expect(ids.length, `${entity} with ${name}`).toBeGreaterThan(0)
    expect(new Set(ids).size, `${entity} by ${name}`).toBe(ids.length)
  }
  const codes = (records['products'] ?? []).map((product) => product['code'])
  expect(new Set(codes).size).toBe(codes.length)
}

/** Invariant 1, per dataset kind, and the sandbox holds what the report says was written. */
export async function expectBalanced(report: Report, sandbox: TestSandbox, companyId?: number): Promise<void> {
  for (const [kind, books] of Object.entries(report.outcomes)) {
    const { rows, ...outcomes } = books
    expect(
      Object.values(outcomes).reduce((sum, n) => sum + n, 0),
      kind,
    ).toBe(rows)
  }
  const records = await sandbox.records(companyId)
  const counts = Object.fromEntries(Object.entries(records).map(([entity, list]) => [entity, list.length]))
  const written = (entity: string) => report.entities[entity]?.created ?? 0
  expect(counts).toMatchObject({
    persons: written('person'),
    organizations: written('organization'),
    products: written('product'),
    deals: written('deal'),
    dealProducts: written('deal_product'),
  })
}

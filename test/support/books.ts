import { expect } from 'vitest'
import type { Report } from '../../examples/demo/views.ts'
import type { TestSandbox } from './stack.ts'

/** Every record once: no two with the same source id, product code or set of lines beyond what the export holds. */
export async function expectNothingDoubled(sandbox: TestSandbox): Promise<void> {
  const records = await sandbox.records()
  const fields = records['fields'] ?? []
  const codeOf = (name: string) =>
    String(
      fields.find((field) => field['field_name'] === name || field['name'] === name)?.['field_code'] ??
        fields.find((field) => field['name'] === name)?.['code'] ??
        '',
    )
  const idsOf = (entity: string, name: string) =>
    (records[entity] ?? []).flatMap((record) => {
      const custom = record['custom_fields']
      const value = custom && typeof custom === 'object' ? Reflect.get(custom, codeOf(name)) : undefined
      return typeof value === 'string' ? [value] : []
    })
  for (const [entity, name] of [
    ['persons', 'altcraft_profile_id__c'],
    ['organizations', 'altcraft_organization_key__c'],
    ['deals', 'altcraft_order_id__c'],
    ['deals', 'altcraft_campaign_id__c'],
  ] as const) {
    const ids = idsOf(entity, name)
    expect(ids.length, `${entity} with ${name}`).toBeGreaterThan(0)
    expect(new Set(ids).size, `${entity} by ${name}`).toBe(ids.length)
  }
  const codes = (records['products'] ?? []).map((product) => product['code'])
  expect(new Set(codes).size).toBe(codes.length)
}

/** Invariant 1, per dataset kind, and the sandbox holds what the report says was written. */
export async function expectBalanced(report: Report, sandbox: TestSandbox): Promise<void> {
  for (const [kind, books] of Object.entries(report.outcomes)) {
    const { rows, ...outcomes } = books
    expect(
      Object.values(outcomes).reduce((sum, n) => sum + n, 0),
      kind,
    ).toBe(rows)
  }
  const records = await sandbox.records()
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

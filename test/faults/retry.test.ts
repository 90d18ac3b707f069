import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Report, RunView } from '../../examples/demo/views.ts'
import {
  type RecordedRequest,
  startTestSandbox,
  startTestStack,
  type TestSandbox,
  type TestStack,
} from '../support/stack.ts'

type Row = Record<string, unknown>
interface RowFiles {
  files: { datasetId: string; file: string; selection: string; rows: number }[]
}
interface Outcomes {
  datasets: { datasetId: string; file: string; rows: number; outcomes: Record<string, number> }[]
}

let folder: string
let sandbox: TestSandbox
let stack: TestStack
/** Which requests Pipedrive answers with 400. */
let refused: (request: RecordedRequest) => boolean
beforeEach(async () => {
  refused = () => false
  folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-retry-'))
  sandbox = await startTestSandbox({ plan: 'ultimate' }, (request) => {
    if (refused(request)) throw Object.assign(new Error('refused'), { statusCode: 400 })
  })
  stack = await startTestStack(sandbox)
})
afterEach(async () => {
  await stack.close()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const files = {
  'profiles.csv': [
    'id,email,_fname,_lname,company,company_site',
    'p1,anna@north.example,Anna,Petrova,North LLC,north.example',
    'p2,,Boris,Orlov,The North,north.example',
    'p3,vera@mail.ru,Vera,Sokolova,,',
  ],
  'orders.csv': [
    'order_id,profile_id,status,currency,total,created_at,line_id,sku,quantity,price',
    'O-1,p1,delivered,RUB,350.00,2026-05-01T10:00:00Z,l1,A-1,1,100.00',
    'O-1,p1,delivered,RUB,350.00,2026-05-01T10:00:00Z,l2,B-2,1,250.00',
    'O-2,p2,delivered,RUB,100.00,2026-05-02T10:00:00Z,l3,A-1,1,100.00',
    'O-3,p3,delivered,RUB,600.00,2026-05-03T10:00:00Z,l4,A-1,1,100.00',
    'O-3,p3,delivered,RUB,600.00,2026-05-03T10:00:00Z,l5,B-2,2,oops',
    'O-4,p3,delivered,RUB,abc,2026-05-04T10:00:00Z,l6,B-2,1,250.00',
    'O-5,p3,new,RUB,250.00,2026-05-05T10:00:00Z,l7,B-2,1,250.00',
  ],
  'products.csv': ['sku,name,price,currency', 'A-1,Tea,100.00,RUB', 'B-2,Cup,250.00,RUB'],
  'members.csv': ['profile_id,segment', 'p1,VIP', 'p2,VIP', 'p3,Spring', 'p1,Spring'],
}

async function write(name: string, contents: Record<string, string[] | string>): Promise<string> {
  const directory = join(folder, name)
  await mkdir(directory)
  for (const [file, text] of Object.entries(contents)) {
    await writeFile(join(directory, file), typeof text === 'string' ? text : [...text, ''].join('\n'))
  }
  return directory
}

async function finish(runId: string): Promise<Report> {
  await stack.reach(runId, ['completed'])
  return stack.report(runId)
}

async function start(migrationId: string, body: object): Promise<string> {
  return (await stack.api.send<RunView>('POST', `/api/migrations/${migrationId}/runs`, body)).id
}

async function retry(runId: string): Promise<string> {
  return (await stack.api.send<RunView>('POST', `/api/runs/${runId}/retry`, {})).id
}

/** The rows of one selection, as a person downloads them. */
async function download(runId: string, file: string, selection: string): Promise<string> {
  const { files: known } = await stack.api.get<RowFiles>(`/api/runs/${runId}/rows`)
  const found = known.find((one) => one.file === file && one.selection === selection)
  expect(found, `${selection} rows of ${file}`).toBeDefined()
  return stack.download(`/api/runs/${runId}/rows/${found?.datasetId}/${selection}`)
}

function expectBalanced({ outcomes }: Report): void {
  for (const [kind, { rows, ...books }] of Object.entries(outcomes)) {
    const sum = Object.values(books).reduce((total, n) => total + n, 0)
    expect(sum, kind).toBe(rows)
  }
}

async function latest(migrationId: string): Promise<Record<string, Record<string, number>>> {
  const { datasets } = await stack.api.get<Outcomes>(`/api/migrations/${migrationId}/outcomes`)
  return Object.fromEntries(
    datasets.map(({ file, outcomes }) => [file, Object.fromEntries(Object.entries(outcomes).filter(([, n]) => n > 0))]),
  )
}

/** Deals by title with their value and the number of their lines. */
async function deals(): Promise<Record<string, { value: unknown; lines: number; personId: unknown }>> {
  const { deals: found = [], dealProducts = [] } = await sandbox.records()
  return Object.fromEntries(
    found.map(({ id, title, value, person_id }) => [
      String(title),
      { value, lines: dealProducts.filter(({ deal_id }) => deal_id === id).length, personId: person_id },
    ]),
  )
}

/** Of a person or a deal that is being created. */
function nameOf(body: unknown): string {
  const { name, title } = Object(body)
  return String(name ?? title)
}

async function custom(record: Row | undefined, name: string): Promise<unknown> {
  const { fields = [] } = await sandbox.records()
  const code = fields.find((field) => field['field_name'] === name)?.['field_code']
  return Reflect.get(Object(record?.['custom_fields']), String(code))
}

describe('corrected rows', () => {
  it('go in as they are, with what waited for them, and nothing twice', { timeout: 240_000 }, async () => {
    const first = await stack.begin(await write('first', files))
    const before = await finish(first.runId)
    expectBalanced(before)
    expect(before.outcomes).toMatchObject({
      profiles: { created: 2, skipped: 1 },
      orders: { failed: 2, unprocessed: 1 },
      segment_members: { unprocessed: 1 },
    })

    const profiles = await download(first.runId, 'profiles.csv', 'remediation')
    const orders = await download(first.runId, 'orders.csv', 'failed')
    const corrected = await write('corrected', {
      'profiles.csv-remediation.csv': profiles.replace('p2,,', 'p2,boris@north.example,'),
      'orders.csv-failed (1).csv': orders.replace('oops', '250.00').replace('abc', '250.00'),
    })
    const migrationId = await stack.prepare(corrected, first.migrationId)
    const runId = await start(migrationId, { kind: 'remediation' })
    const after = await finish(runId)
    expectBalanced(after)
    expect(after.clean).toBe(true)
    expect(after.outcomes).toMatchObject({
      profiles: { rows: 2, created: 1, merged: 1 },
      orders: { rows: 5, failed: 0, unprocessed: 0, created: 2, updated: 1, merged: 2 },
      segment_members: { rows: 1, unprocessed: 0 },
    })

    const { persons = [], organizations = [] } = await sandbox.records()
    expect(persons.map(({ name }) => name).sort()).toEqual(['Anna Petrova', 'Boris Orlov', 'Vera Sokolova'])
    expect(organizations.map(({ name }) => name)).toEqual(['North LLC'])
    const boris = persons.find(({ name }) => name === 'Boris Orlov')
    expect(boris?.['org_id']).toBe(organizations[0]?.['id'])
    expect(await deals()).toMatchObject({
      'Заказ O-1': { value: 350, lines: 2 },
      'Заказ O-2': { value: 100, lines: 1, personId: boris?.['id'] },
      'Заказ O-3': { value: 600, lines: 2 },
      'Заказ O-4': { value: 250, lines: 1 },
      'Заказ O-5': { value: 250, lines: 1 },
    })
    const vera = persons.find(({ name }) => name === 'Vera Sokolova')
    expect(await custom(vera, 'lifetime_value__c')).toMatchObject({ value: 850 })
    expect(await custom(boris, 'lifetime_value__c')).toMatchObject({ value: 100 })
    expect(await custom(boris, 'segments__c')).toHaveLength(1)
    expect(await custom(vera, 'segments__c')).toHaveLength(1)

    expect(await latest(first.migrationId)).toMatchObject({
      'profiles.csv': { created: 2, merged: 1 },
      'members.csv': { created: 4 },
    })
    await expect(retry(first.runId)).rejects.toThrow(/retry.nothing_to_do/)
    await expect(retry(runId)).rejects.toThrow(/retry.nothing_to_do/)
  })
})

describe('a retry', () => {
  it('imports what Pipedrive refused for a while, with what waited for it', { timeout: 240_000 }, async () => {
    refused = ({ method, url, body }) => method === 'POST' && /persons$/.test(url) && nameOf(body) === 'Anna Petrova'
    const { runId, migrationId } = await stack.begin(await write('first', files))
    const before = await finish(runId)
    expectBalanced(before)
    expect(before.outcomes).toMatchObject({
      profiles: { created: 1, failed: 1, skipped: 1 },
      orders: { unprocessed: 3, failed: 2 },
      segment_members: { unprocessed: 3 },
    })

    refused = () => false
    const clicks = await Promise.all([retry(runId), retry(runId)])
    expect(new Set(clicks).size).toBe(1)
    const after = await finish(clicks[0])
    expectBalanced(after)
    expect(after.outcomes).toMatchObject({
      profiles: { rows: 1, created: 1 },
      orders: { rows: 5, created: 1, merged: 1, failed: 2, unprocessed: 1 },
      segment_members: { rows: 3, created: 2, unprocessed: 1 },
    })
    const { persons = [], organizations = [] } = await sandbox.records()
    expect(persons.map(({ name }) => name).sort()).toEqual(['Anna Petrova', 'Vera Sokolova'])
    expect(organizations).toHaveLength(1)
    const anna = persons.find(({ name }) => name === 'Anna Petrova')
    expect(await custom(anna, 'segments__c')).toHaveLength(2)
    expect(await custom(anna, 'lifetime_value__c')).toMatchObject({ value: 350 })
    expect(await deals()).toMatchObject({ 'Заказ O-1': { value: 350, lines: 2, personId: anna?.['id'] } })
    expect(await latest(migrationId)).toMatchObject({
      'profiles.csv': { created: 2, skipped: 1 },
      'members.csv': { created: 3, unprocessed: 1 },
    })
  })

  it('of one row takes the other rows of its record with it, and leaves its neighbours', {
    timeout: 240_000,
  }, async () => {
    refused = ({ method, url, body }) => method === 'POST' && /deals$/.test(url) && /O-[15]/.test(nameOf(body))
    const { runId } = await stack.begin(await write('first', files))
    const before = await finish(runId)
    expect(before.outcomes).toMatchObject({ orders: { failed: 5, unprocessed: 1 } })

    refused = () => false
    const { files: known } = await stack.api.get<RowFiles>(`/api/runs/${runId}/rows`)
    const datasetId = known.find(({ file }) => file === 'orders.csv')?.datasetId
    const path = (row: number) => `/api/runs/${runId}/rows/${datasetId}/${row}/retry`
    const one = await stack.api.send<RunView>('POST', path(1), {})
    const after = await finish(one.id)
    expectBalanced(after)
    expect(after.outcomes).toEqual({ orders: expect.objectContaining({ rows: 2, created: 1, merged: 1 }) })
    expect(await deals()).toMatchObject({ 'Заказ O-1': { value: 350, lines: 2 } })
    expect(Object.keys(await deals())).not.toContain('Заказ O-5')
    const { persons = [] } = await sandbox.records()
    const anna = persons.find(({ name }) => name === 'Anna Petrova')
    expect(await custom(anna, 'lifetime_value__c')).toMatchObject({ value: 350 })
    expect(await custom(anna, 'segments__c')).toHaveLength(2)
    await expect(stack.api.send('POST', path(1), {})).rejects.toThrow(/retry.nothing_to_do/)
    await expect(stack.api.send('POST', path(99), {})).rejects.toThrow(/row.unknown/)
  })
})

describe('a sample', () => {
  it('is imported and counted alone, and is unchanged in the import that follows', { timeout: 240_000 }, async () => {
    const directory = await write('first', files)
    const migrationId = await stack.prepare(directory)
    const sample = await finish(await start(migrationId, { kind: 'sample', size: 3 }))
    expectBalanced(sample)
    expect(sample.clean).toBe(true)
    const taken = await sandbox.records()
    const total = (taken['persons']?.length ?? 0) + (taken['deals']?.length ?? 0) + (taken['products']?.length ?? 0)
    expect(total).toBeGreaterThanOrEqual(3)
    expect(total).toBeLessThan(8)
    const rows = Object.values(sample.outcomes).reduce((sum, books) => sum + (books['rows'] ?? 0), 0)
    expect(rows).toBeLessThan(16)

    const full = await finish(await start(migrationId, { kind: 'full' }))
    expectBalanced(full)
    const written = (report: Report, entity: string) => report.entities[entity]?.created ?? 0
    const { persons = [], deals: allDeals = [], products = [], dealProducts = [] } = await sandbox.records()
    expect(persons).toHaveLength(written(sample, 'person') + written(full, 'person'))
    expect(allDeals).toHaveLength(written(sample, 'deal') + written(full, 'deal'))
    expect(products).toHaveLength(written(sample, 'product') + written(full, 'product'))
    expect(dealProducts).toHaveLength(written(sample, 'deal_product') + written(full, 'deal_product'))
    expect(persons).toHaveLength(2)
    expect(allDeals).toHaveLength(3)
    for (const books of Object.values(full.outcomes)) expect(books['updated']).toBe(0)
  })
})

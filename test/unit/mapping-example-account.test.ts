import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Compile } from 'typebox/compile'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import type { SourceRow } from '../../server/altcraft/types.ts'
import { makeDrafter } from '../../server/mapping/draft-row.ts'
import { type DatasetInput, nothingGiven } from '../../server/mapping/plan-input.ts'
import { PlanSchema } from '../../server/mapping/plan-schema.ts'
import { type ProposedPlan, proposePlan } from '../../server/mapping/propose-plan.ts'
import type { DealRecord, Draft, RowDraft } from '../../server/mapping/types.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'
import { connect } from '../support/independent-count/connect.ts'
import { countExport } from '../support/independent-count.ts'
import { account } from './mapping-fixture.ts'

const directory = fileURLToPath(new URL('../../examples/altcraft-export/', import.meta.url))
const answersFile = fileURLToPath(new URL('../../examples/altcraft-export-answers.json', import.meta.url))
const expected = countExport(directory)

const user = (id: number, name: string) => ({ id, name, email: `${name}@severny-veter.example`, active: true })
const users = [user(1, 'anna.petrova'), user(2, 'boris.orlov'), user(3, 'maria.keller')]
const me = { ...account.me, ...user(1, 'anna.petrova') }

type Table = DatasetInput & { columns: string[]; rows: SourceRow[] }

async function readTable(name: string): Promise<Table | undefined> {
  const path = `${directory}${name}`
  const { size } = await stat(path)
  const result = await openSource({ name, sizeBytes: size, open: async () => createReadStream(path) })
  if (result.status !== 'table') return undefined
  const { table } = result
  const profiler = makeColumnProfiler()
  const rows: SourceRow[] = []
  for await (const batch of table.batches()) {
    for (const row of batch.rows) {
      profiler.addRow(row)
      rows.push(row)
    }
  }
  const { kind, kindEvidence, columns } = table
  return {
    id: name,
    file: name,
    kind,
    kindEvidence,
    rowCount: rows.length,
    profiles: profiler.profiles(columns),
    columns,
    rows,
  }
}

describe('the drafts of the example account come to what an independent count says', () => {
  let plan: ProposedPlan
  let drafts: { kind: string; draft: RowDraft }[]
  const of = (kind: string) => drafts.filter((row) => row.kind === kind).map(({ draft }) => draft)
  const records = (kind: string): Draft[] =>
    of(kind).flatMap((draft) => (draft.result === 'drafts' ? draft.drafts : []))
  const keysOf = (kind: string, entity: string) =>
    records(kind)
      .filter((draft) => draft.entity === entity)
      .map(({ matchKeys }) => matchKeys)
  const count = (kind: string, code: string) =>
    of(kind).filter((draft) => draft.result === 'skip' && draft.code === code).length
  const deals = (kind: string) => records(kind).map(({ record }) => record as DealRecord)

  beforeAll(async () => {
    const names = (await readdir(directory)).filter((name) => !name.endsWith('.zip')).sort()
    const tables = (await Promise.all(names.map(readTable))).filter((table) => table !== undefined)
    const answers: Record<string, string> = JSON.parse(await readFile(answersFile, 'utf8'))
    plan = proposePlan({ ...nothingGiven, datasets: tables, account: { ...account, users, me }, answers })
    drafts = tables.flatMap(({ id, kind, columns, rows }) => {
      const dataset = plan.document.datasets.find(({ datasetId }) => datasetId === id)
      return dataset === undefined
        ? []
        : rows.map(makeDrafter(plan.document, dataset, columns)).map((draft) => ({ kind, draft }))
    })
  })

  test('its plan is as the schema says', () => {
    expect(Compile(PlanSchema).Errors(plan.document)).toEqual([])
  })

  test('its answers answer every question', () => {
    expect(plan.questions.filter(({ answer }) => answer === undefined).map(({ id }) => id)).toEqual([])
  })

  test('nothing fails', () => {
    expect(drafts.filter(({ draft }) => draft.result === 'fail')).toEqual([])
  })

  test('persons and organizations', () => {
    expect(connect(keysOf('profiles', 'person')).groups).toBe(expected.profiles.persons)
    expect(connect(keysOf('profiles', 'organization')).groups).toBe(expected.organizations)
    expect(count('profiles', 'profile.test')).toBe(expected.profiles.skippedTest)
    expect(count('profiles', 'profile.no_email')).toBe(expected.profiles.skippedNoEmail)
  })

  test('products', () => {
    expect(connect(keysOf('products', 'product')).groups).toBe(expected.products.codes)
  })

  test('orders with their lines and money, campaigns with theirs', () => {
    const people = connect(keysOf('profiles', 'person'))
    const orders = deals('orders').filter(({ person }) => person.some((key) => people.groupOf(key) !== undefined))
    expect(orders).toHaveLength(expected.orders.importable)
    const lines = orders.flatMap((order) => order.lines)
    expect(lines.filter(({ added }) => added === undefined)).toHaveLength(expected.orders.lines)
    expect(lines.filter(({ added }) => added === 'delivery')).toHaveLength(expected.orders.deliveries)
    expect(lines.filter(({ added }) => added === 'adjustment')).toHaveLength(expected.orders.differences)
    const campaigns = deals('campaigns')
    expect(campaigns).toHaveLength(expected.campaigns.withRevenue)
    for (const { source, currency, status, amountMinor } of expected.money) {
      const same = [...orders, ...campaigns].filter(
        (deal) => deal.source === source && deal.currency === currency && deal.status === status,
      )
      expect(
        same.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
        `${source} ${currency} ${status}`,
      ).toBe(amountMinor)
    }
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DatasetKind } from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'
import { balanceLines, linesTotal } from '../../server/mapping/balance-lines.ts'
import { makeDrafter } from '../../server/mapping/draft-row.ts'
import { mergeRecords } from '../../server/mapping/merge-records.ts'
import type { DatasetPlan, DealRecord, FieldValue, PersonRecord } from '../../server/mapping/types.ts'
import { type File, planOf, tableOf } from './mapping-fixture.ts'

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
const oddTexts = fc.constantFrom(
  '',
  ' ',
  '[]',
  '{}',
  '[',
  '{"a":',
  'NaN',
  '1e999',
  '-0',
  '0001-01-01T00:00:00Z',
  '31.02.2020',
  '7,9E+10',
  'x@localhost',
  '@',
  '\0',
  '__proto__',
  'constructor',
  '\uD800',
  '9'.repeat(400),
  'null',
  '[{"channel":"email","email":null}]',
  '[{"count":1e308,"price":"1e308"}]',
)
const cell: fc.Arbitrary<Json> = fc.oneof(
  json,
  oddTexts,
  fc.string(),
  fc.double(),
  fc.array(json, { maxLength: 3 }).map((list) => JSON.stringify(list)),
)

/** Real columns of every kind, so that each drafter has its targets. */
const columns: Partial<Record<DatasetKind, string[]>> = {
  profiles: [
    'id',
    'email',
    'phones',
    '_fname',
    '_bdate',
    '_sex',
    '_regdate',
    '_status',
    '_is_test',
    'subscriptions',
    'company',
    'company_site',
    'owner_email',
    'interests',
    'subscriptions.0.email',
  ],
  orders: [
    'external_id',
    'profile',
    'email',
    'phone',
    'status',
    'total_price',
    'delivery_cost',
    'currency',
    'lines',
    'create_time',
    'update_time',
    'delivery_date',
  ],
  products: ['external_id', 'name', 'price', 'currency', 'description', 'skus', 'regional_data', 'tags'],
  campaigns: [
    'id',
    'name',
    'state',
    'revenue',
    'currency',
    'orders_count',
    'products',
    'start_date',
    'finish_date',
    'delivs',
    'uopens',
  ],
  segment_members: ['id', 'email', 'phone', 'segment'],
  scenarios: ['id', 'name'],
}
const kinds = Object.keys(columns) as DatasetKind[]

describe('drafting', () => {
  test.each(kinds)('no cell makes it throw: %s', (kind) => {
    const names = columns[kind] ?? []
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 0, maxLength: names.length }), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const file: File = {
            name: 'f',
            kind,
            rows: rows.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))),
          }
          const { document } = planOf([file])
          // Whatever was recognised, every column is forced to its place as well.
          const forced = planOf([{ ...file, rows: [Object.fromEntries(names.map((name) => [name, '']))] }]).document
          for (const plan of [document, { ...document, datasets: forced.datasets }]) {
            const [dataset] = plan.datasets
            const draft = makeDrafter(plan, dataset as DatasetPlan, names)
            for (const [at, cells] of rows.entries()) {
              const row = { rowNumber: at + 1, cells }
              expect(['drafts', 'skip', 'fail', 'handoff']).toContain(draft(row).result)
              expect(draft(row)).toEqual(draft(row))
            }
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  test('every value fits the field it goes to', () => {
    const names = columns.profiles ?? []
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: names.length, maxLength: names.length }), { minLength: 1, maxLength: 8 }),
        (rows) => {
          const file: File = {
            name: 'f',
            kind: 'profiles',
            rows: rows.map((cells) => ({
              ...Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])),
              email: 'a@b.ru',
            })),
          }
          const { document } = planOf([file])
          const { rows: table, columns: own } = tableOf(file)
          const draft = makeDrafter(document, document.datasets[0] as DatasetPlan, own)
          for (const drafted of table.map(draft)) {
            if (drafted.result !== 'drafts') continue
            for (const { entity, record } of drafted.drafts) {
              for (const [key, value] of Object.entries('custom' in record ? record.custom : {})) {
                const field = document.fields.find((planned) => planned.entity === entity && planned.key === key)
                expect(field?.type, key).toBe(value.type)
                expect(fits(value, field?.options ?? []), JSON.stringify(value)).toBe(true)
              }
            }
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})

function fits(value: FieldValue, options: string[]): boolean {
  if (value.type === 'set') return value.value.length > 0 && value.value.every((label) => options.includes(label))
  if (value.type === 'enum') return options.includes(value.value)
  if (value.type === 'double') return Number.isFinite(value.value)
  if (value.type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value.value)
  if (value.type === 'monetary') return Number.isSafeInteger(value.amountMinor)
  if (value.type === 'daterange') return value.from <= value.until
  return value.value.length <= (value.type === 'text' ? 65_000 : 255)
}

const minor = fc.integer({ min: -10_000_000, max: 10_000_000 })
const line = fc.record({
  product: fc.constantFrom('product:a', 'product:b'),
  quantity: fc.integer({ min: 1, max: 1000 }),
  priceMinor: minor,
})

describe('money', () => {
  test('lines come to the total, to the minor unit, also when balanced again', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), minor, minor, (lines, total, delivery) => {
        const once = balanceLines(lines, total, delivery, 'en')
        expect(linesTotal(once.lines)).toBe(total)
        expect(balanceLines(once.lines, total, delivery, 'en')).toEqual(once)
      }),
    )
  })

  test('an order of whole minor units is drafted to the minor unit', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), minor, minor, (lines, total, delivery) => {
        const written = lines.map(({ product, quantity, priceMinor }) => ({
          product,
          count: quantity,
          final_price_per_item: String(priceMinor),
        }))
        const row = {
          external_id: '1',
          status: 'paid',
          currency: 'RUB',
          total_price: String(total),
          delivery_cost: String(delivery),
          lines: written,
        }
        const file: File = { name: 'f', kind: 'orders', rows: [row] }
        const { document } = planOf([file], { answers: { 'money_scale:f': 'minor' } })
        const [{ rows, columns: own }] = [tableOf(file)]
        const [draft] = rows.map(makeDrafter(document, document.datasets[0] as DatasetPlan, own))
        const deal = draft?.result === 'drafts' ? (draft.drafts[0].record as DealRecord) : undefined
        expect(deal?.totalMinor).toBe(total)
        if (lines.length > 0) expect(linesTotal(deal?.lines ?? [])).toBe(total)
      }),
    )
  })
})

describe('merging in steps gives what merging at once gives', () => {
  const split = <T>(records: T[], at: number): [T[], T[]] => [records.slice(0, at), records.slice(at)]
  const text = fc.constantFrom('a', 'b', 'c', 'd')
  const person: fc.Arbitrary<PersonRecord> = fc
    .record({
      name: text,
      emails: fc.uniqueArray(text, { maxLength: 3 }),
      phones: fc.uniqueArray(text, { maxLength: 3 }),
      tags: fc.uniqueArray(text, { maxLength: 3 }),
      owner: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      fromEmail: fc.boolean(),
    })
    .map(({ name, emails, phones, tags, owner, fromEmail }) => ({
      name,
      emails,
      phones,
      ...(owner === undefined ? {} : { ownerId: owner }),
      ...(fromEmail ? { nameFromEmail: true as const } : {}),
      custom: tags.length === 0 ? {} : { tags__c: { type: 'set' as const, value: tags } },
    }))
  const deal: fc.Arbitrary<DealRecord> = fc
    .record({
      lines: fc.array(line, { maxLength: 2 }),
      total: minor,
      delivery: minor,
      isPart: fc.boolean(),
      totalFromLines: fc.boolean(),
      status: fc.constantFrom('open', 'won'),
    })
    .map(({ lines, total, delivery, isPart, totalFromLines, status }) => ({
      title: 'T',
      source: 'order',
      status,
      stage: `order:${status}`,
      currency: 'RUB',
      totalMinor: total,
      person: [],
      custom: {},
      ...(status === 'won' ? { closeTime: '2020-01-01T00:00:00Z' } : {}),
      lines: balanceLines(lines, total, delivery, 'en').lines,
      ...(isPart && lines.length > 0
        ? { part: { deliveryMinor: delivery, totalFromLines, language: 'en' as const } }
        : {}),
    }))

  test('persons', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 2, maxLength: 6 }), fc.nat(), (records, seed) => {
        const [first, rest] = split(records, 1 + (seed % (records.length - 1)))
        const whole = mergeRecords('person', records)
        expect(mergeRecords('person', [mergeRecords('person', first), mergeRecords('person', rest)])).toEqual(whole)
      }),
    )
  })

  test('orders', () => {
    fc.assert(
      fc.property(fc.array(deal, { minLength: 2, maxLength: 6 }), fc.nat(), (records, seed) => {
        const [first, rest] = split(records, 1 + (seed % (records.length - 1)))
        const whole = mergeRecords('deal', records)
        expect(mergeRecords('deal', [mergeRecords('deal', first), mergeRecords('deal', rest)])).toEqual(whole)
      }),
    )
  })
})

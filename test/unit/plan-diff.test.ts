import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { diffPlans, type PlanVersion } from '../../server/mapping/diff/diff-plans.ts'
import type { ColumnMapping, PlanDocument } from '../../server/mapping/types.ts'
import { account } from './mapping-fixture.ts'

const column = (name: string, target: string): ColumnMapping => ({
  column: name,
  target,
  tier: 'certain',
  source: 'rules',
  reasons: [{ code: 'mapping.name_says', detail: { words: name } }],
  alternatives: [{ target: 'ignore', tier: 'guess' }],
})

/** A plan with something in every part. */
const document: PlanDocument = {
  formatVersion: 2,
  language: 'en',
  timezone: 'Europe/Moscow',
  phoneRegion: 'RU',
  defaultCurrency: 'RUB',
  datasets: [
    {
      datasetId: 'one',
      file: 'clients.csv',
      kind: 'profiles',
      columns: [
        { ...column('email', 'person.email'), transforms: [{ name: 'trim' }], onFailure: 'reject_row' },
        { ...column('born', 'person.birthday'), dateOrder: 'dmy', zone: 'Europe/Moscow', fieldKey: 'birthday__c' },
        { ...column('points', 'person.custom'), decimalMark: 'comma', fieldKey: 'points__c' },
      ],
      reading: { sexCodes: { '1': 'Male', '2': 'Female' }, statusCodes: { '1': 'subscribed' } },
    },
    {
      datasetId: 'two',
      file: 'orders.json',
      kind: 'orders',
      columns: [column('id', 'order.source_id'), column('total', 'order.total')],
      reading: { moneyScale: 'minor' },
    },
  ],
  fields: [
    {
      entity: 'person',
      key: 'birthday__c',
      name: 'Birthday',
      type: 'date',
      options: [],
      fillRate: 1,
      origin: 'column',
    },
    {
      entity: 'person',
      key: 'points__c',
      name: 'Points',
      type: 'enum',
      options: ['a', 'b'],
      fillRate: 0.5,
      origin: 'column',
      use: 'abc',
      equivalents: [{ code: 'abc', name: 'Points', type: 'double', why: 'same_name' }],
    },
  ],
  folded: [
    { entity: 'person', column: 'shoe' },
    { entity: 'deal', column: 'note' },
  ],
  stages: { 'order:won': { pipelineId: 10, stageId: 102 }, 'order:lost': { pipelineId: 10, stageId: 103 } },
  valueMaps: {
    orderStatus: { paid: 'won' },
    campaignStatus: { done: 'won' },
    sex: { m: 'Male' },
    profileStatus: { subscribed: 'subscribed' },
    owners: { olga: 2 },
    assignedOwners: ['olga', 'oleg'],
    currencies: { 'orders.json': { руб: 'RUB' } },
    countries: { rf: 'Russia', '?': null },
    options: { 'person:points__c': { a: 'A', b: null } },
  },
  titles: { order: 'Order {number}' },
  fallbackOwnerId: 1,
  findings: [{ code: 'x', level: 'info', detail: { a: 1 } }],
}
document.datasets.push({
  ...structuredClone(document.datasets[0]),
  datasetId: 'three',
  file: 'clients2.csv',
  partOf: 'one',
} as never)

const version = (changed: PlanDocument, answers: Record<string, string> = {}): PlanVersion => ({
  document: changed,
  answers,
  account,
})
const codesOf = (changed: PlanDocument) => diffPlans(version(document), version(changed)).map(({ code }) => code)

type Place = (string | number)[]

/** Every place in a document. */
function placesIn(value: Json, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [...(at.length > 0 ? [at] : []), ...inner.flatMap(([key, item]) => placesIn(item, [...at, key]))]
}

function changedAt(place: Place, change: (holder: never, key: never) => void): PlanDocument {
  const copy = structuredClone(document)
  let holder: unknown = copy
  for (const key of place.slice(0, -1)) holder = (holder as Record<string, unknown>)[key]
  change(holder as never, place.at(-1) as never)
  return copy
}

test('a version does not differ from itself', () => {
  expect(diffPlans(version(document, { a: 'b' }), version(structuredClone(document), { a: 'b' }))).toEqual([])
})

const places = placesIn(document as unknown as Json)
const valueAt = (place: Place) => place.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document)
const leaves = places.filter((place) => typeof valueAt(place) !== 'object')

test('whatever changes, wherever it stands, is told', () => {
  expect(leaves.length).toBeGreaterThan(100)
  fc.assert(
    fc.property(fc.constantFrom(...leaves), fc.oneof(fc.string(), fc.integer(), fc.boolean()), (place, value) => {
      fc.pre(valueAt(place) !== value)
      const changed = changedAt(place, (holder: Record<string, unknown>, key: string) => {
        holder[key] = value
      })
      expect(codesOf(changed)).not.toEqual([])
    }),
    { numRuns: 1000 },
  )
})

/** Without these a document is none. */
const required = /^(datasets|fields|folded|stages|valueMaps|datasets\.\d\.(columns|reading)|fields\.\d\.options)$/

test.each(places.map((place) => place.join('.')).filter((name) => !required.test(name)))(
  'taking away %s is told',
  (name) => {
    const place = places.find((one) => one.join('.') === name) ?? []
    const without = changedAt(place, (holder: unknown[] & Record<string, unknown>, key: number & string) => {
      if (Array.isArray(holder)) holder.splice(key, 1)
      else delete holder[key]
    })
    expect(codesOf(without)).not.toEqual([])
  },
)

test.each(['datasets', 'fields', 'folded'] as const)('another order of %s is told', (part) => {
  const turned = { ...document, [part]: [...document[part]].reverse() }
  expect(codesOf(turned)).toEqual([expect.stringMatching(/_order$/)])
})

test('differences say where, what it was and what it is', () => {
  const [clients, ...others] = structuredClone(document.datasets)
  const moved = clients?.columns.map((mapping) =>
    mapping.column === 'points' ? { ...mapping, target: 'person.custom:loyalty_balance' } : mapping,
  )
  const changed: PlanDocument = {
    ...document,
    defaultCurrency: 'EUR',
    datasets: [{ ...clients, columns: [...(moved ?? []), column('city', 'person.custom:city')] } as never, ...others],
    stages: { ...document.stages, 'order:won': { pipelineId: 10, stageId: 101 } },
  }
  const found = diffPlans(version(document, { 'a:b': 'x' }), version(changed, { 'a:b': 'y' }))
  expect(found).toEqual([
    { code: 'diff.currency', detail: { from: 'RUB', to: 'EUR' } },
    { code: 'diff.column_added', detail: { file: 'clients.csv', column: 'city', target: 'person.custom:city' } },
    {
      code: 'diff.column_target',
      detail: { file: 'clients.csv', column: 'points', from: 'person.custom', to: 'person.custom:loyalty_balance' },
    },
    ...found.slice(3, -2),
    { code: 'diff.stage', detail: { status: 'order:won', from: 'Sales › Won', to: 'Sales › Planning' } },
    { code: 'diff.answer', detail: { question: 'a:b', from: 'x', to: 'y' } },
  ])
})

test('a file of another name is the one whose place it took', () => {
  const [clients, orders] = structuredClone(document.datasets)
  const was = { ...document, datasets: [clients, orders] as never }
  const now = { ...document, datasets: [{ ...clients, file: 'clients-2.csv', datasetId: 'new' }, orders] as never }
  expect(
    diffPlans(version(was), version(now))
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['diff.file_read_again', 'diff.file_renamed'])
})

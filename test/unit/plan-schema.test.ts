import { Compile } from 'typebox/compile'
import { expect, test } from 'vitest'
import { PlanSchema } from '../../server/mapping/plan-schema.ts'
import { upgradePlan } from '../../server/mapping/plan-upgrade.ts'
import type { PlanDocument } from '../../server/mapping/types.ts'
import { type File, planOf } from './mapping-fixture.ts'

const schema = Compile(PlanSchema)
const problemsOf = (document: unknown) =>
  schema.Errors(document).map(({ instancePath, message }) => `${instancePath} ${message}`)

const people: File = {
  name: 'clients.csv',
  kind: 'profiles',
  rows: [
    { id: '1', email: 'a@firm.example', Фамилия: 'Иванов', birthday: '01/02/1990', sex: '1', 'with\nbreak': 'x' },
    { id: '2', email: 'b@firm.example', Фамилия: 'Петров', birthday: '03/04/1991', sex: '2', 'with\nbreak': 'y' },
  ],
}
const orders: File = {
  name: 'orders.json',
  kind: 'orders',
  rows: [
    { external_id: '7', profile_id: '1', status: 'delivered', total_price: 100, currency: 'RUB', manager: 'Olga' },
    { external_id: '8', profile_id: '2', status: 'odd', total_price: 250, currency: 'USD', manager: 'Oleg' },
  ],
}
const members: File = { name: 'vip.csv', kind: 'segment_members', rows: [{ email: 'a@firm.example' }] }
const riddle: File = { name: 'riddle.csv', kind: 'unknown', rows: [{ a: '1', b: '' }] }

test.each([
  ['nothing', []],
  ['people', [people]],
  ['orders', [orders]],
  ['everything', [people, orders, members, riddle]],
] as [string, File[]][])('a plan of %s is as its schema says', (_name, files) => {
  expect(problemsOf(planOf(files).document)).toEqual([])
})

test('whatever does not belong into a plan is a problem with its place', () => {
  const { document } = planOf([people])
  expect(problemsOf({ ...document, secret: 1 })).not.toEqual([])
  const [dataset] = document.datasets
  expect(problemsOf({ ...document, datasets: [{ ...dataset, columns: [{ column: 'x' }] }] }).join()).toContain(
    '/datasets/0/columns/0',
  )
})

/** As the version before wrote it. */
function inFormat1({ datasets, ...document }: PlanDocument) {
  return {
    ...document,
    formatVersion: 1,
    datasets: datasets.map((dataset) => ({
      ...dataset,
      columns: dataset.columns.map(({ reasons: _, source: __, alternatives: ___, ...mapping }) => ({
        ...mapping,
        reason: 'the name says so',
      })),
    })),
  }
}

test('a plan of the version before is read as today’s, with everything that drafting needs', () => {
  const { document } = planOf([people, orders])
  const upgraded = upgradePlan(JSON.parse(JSON.stringify(inFormat1(document))))
  expect(problemsOf(upgraded)).toEqual([])
  const drafted = ({ datasets }: PlanDocument) =>
    datasets.map(({ columns }) => columns.map(({ column, target, fieldKey }) => [column, target, fieldKey]))
  expect(drafted(upgraded)).toEqual(drafted(document))
  expect(upgradePlan(document)).toBe(document)
})

test.each([{ formatVersion: 3 }, {}, null, 'plan', [], { formatVersion: '2' }])('%j is refused', (document) => {
  expect(() => upgradePlan(document)).toThrow(expect.objectContaining({ code: 'plan.format_unknown' }))
})

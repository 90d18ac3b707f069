import { expect, test } from 'vitest'
import { costs } from '../../sandbox/costs.ts'
import { coverage } from '../../sandbox/coverage.ts'
import { defaultOptions } from '../../sandbox/options.ts'
import { allRoutes } from '../../sandbox/resources/all-routes.ts'
import { World } from '../../sandbox/world/world.ts'
import { installed } from './installed.ts'

const registered = Object.keys(allRoutes(new World(defaultOptions))).sort()
const covered = coverage.filter((row) => row.state === 'covered').map((row) => `${row.method} ${row.path}`)

test('the covered rows of the table are the registered operations', () => {
  expect(covered.toSorted()).toEqual(registered)
  expect(new Set(covered).size).toBe(covered.length)
})

test('every operation has a price', () => {
  expect(Object.keys(costs).sort()).toEqual(registered)
})

test('every gap has a note', () => {
  expect(coverage.filter((row) => row.state === 'not modelled' && row.note === '')).toEqual([])
})

test('a gap says that it is one, what is out of support or unknown is not found', async () => {
  const company = await installed()
  expect((await company.call('PUT', '/api/v1/persons/1/merge', { merge_with_id: 2 })).status).toBe(501)
  expect((await company.call('GET', '/api/v2/deals/1/discounts')).status).toBe(501)
  expect((await company.call('GET', '/api/v1/persons')).status).toBe(404)
  expect((await company.call('POST', '/v1/deals', { title: 'A' })).status).toBe(404)
  expect((await company.call('GET', '/api/v2/nothing')).status).toBe(404)
  await company.sandbox.close()
})

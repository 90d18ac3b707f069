import { expect, test } from 'vitest'
import { tokenCost, toOperation } from '../../server/pipedrive/costs.ts'
import { inferDailyLimit, inferFieldCap } from '../../server/pipedrive/plan-limits.ts'

test.each([
  ['POST', '/api/v2/persons', 'POST /persons', 5],
  ['get', '/api/v2/persons?limit=500&cursor=abc', 'GET /persons', 10],
  ['PATCH', '/api/v2/deals/17', 'PATCH /deals/{id}', 5],
  ['DELETE', '/api/v2/organizations/17', 'DELETE /organizations/{id}', 3],
  ['POST', '/api/v2/deals/17/products/bulk', 'POST /deals/{id}/products/bulk', 25],
  ['GET', '/api/v2/deals/products?deal_ids=1%2C2', 'GET /deals/products', 10],
  ['POST', `/api/v2/personFields/${'0a'.repeat(20)}/options`, 'POST /personFields/{code}/options', 5],
  ['GET', '/api/v1/personFields?start=0', 'GET /v1/personFields', 20],
  ['GET', '/api/v2/personFields', 'GET /personFields', 10],
  ['GET', '/api/v1/users/me', 'GET /v1/users/me', 2],
  ['GET', '/api/v1/users/12/permissions', 'GET /v1/users/{id}/permissions', 10],
  ['POST', '/api/v1/filters', 'POST /v1/filters', 10],
])('%s %s is %s and costs %i', (method, path, operation, tokens) => {
  expect(toOperation(method, path)).toBe(operation)
  expect(tokenCost(operation)).toBe(tokens)
})

test('an operation that is not in the table has no cost', () => {
  expect(tokenCost('GET /nonsense')).toBeUndefined()
})

test.each([
  [undefined, 1, 30_000, 30],
  [80, 3, 90_000, 30],
  [160, 1, 60_000, 100],
  [400, 1, 150_000, 300],
  [480, 2, 420_000, 500],
  [200, 1, 60_000, 100],
])('a burst limit of %s with %i seats allows %i API tokens a day and %i fields', (burst, seats, tokens, fields) => {
  expect(inferDailyLimit(burst, seats)).toBe(tokens)
  expect(inferFieldCap(burst ?? 0)).toBe(fields)
})

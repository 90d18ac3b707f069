/**
 * What a request costs of the company's daily budget, in API tokens: flat per request (`x-token-cost` of Pipedrive's
 * OpenAPI files, August 2026). v1 operations carry `/v1`, v2 operations nothing: `GET /v1/users/me`, `POST /persons`.
 */
const recordCosts = (path: string) => ({
  [`GET ${path}`]: 10,
  [`POST ${path}`]: 5,
  [`GET ${path}/{id}`]: 1,
  [`PATCH ${path}/{id}`]: 5,
  [`DELETE ${path}/{id}`]: 3,
})

const fieldCosts = (path: string) => ({
  [`GET ${path}`]: 10,
  [`POST ${path}`]: 5,
  [`GET ${path}/{code}`]: 1,
  [`PATCH ${path}/{code}`]: 5,
  [`DELETE ${path}/{code}`]: 3,
  [`POST ${path}/{code}/options`]: 5,
  [`PATCH ${path}/{code}/options`]: 5,
  [`DELETE ${path}/{code}/options`]: 3,
  [`GET /v1${path}`]: 20,
})

const v1Costs = (path: string) => ({
  [`GET /v1${path}`]: 20,
  [`POST /v1${path}`]: 10,
  [`GET /v1${path}/{id}`]: 2,
  [`PUT /v1${path}/{id}`]: 10,
  [`DELETE /v1${path}/{id}`]: 6,
})

const costs: Readonly<Record<string, number>> = {
  ...recordCosts('/persons'),
  ...recordCosts('/organizations'),
  ...recordCosts('/deals'),
  ...recordCosts('/products'),
  ...recordCosts('/activities'),
  ...fieldCosts('/personFields'),
  ...fieldCosts('/organizationFields'),
  ...fieldCosts('/dealFields'),
  ...fieldCosts('/productFields'),
  ...v1Costs('/notes'),
  ...v1Costs('/files'),
  ...v1Costs('/filters'),
  'GET /deals/archived': 20,
  'GET /deals/products': 10,
  'GET /deals/{id}/products': 10,
  'POST /deals/{id}/products': 5,
  'POST /deals/{id}/products/bulk': 25,
  'PATCH /deals/{id}/products/{id}': 5,
  'DELETE /deals/{id}/products/{id}': 3,
  'DELETE /deals/{id}/products': 15,
  'GET /products/{id}/variations': 10,
  'POST /products/{id}/variations': 5,
  'GET /pipelines': 5,
  'GET /stages': 5,
  'GET /v1/users': 20,
  'GET /v1/users/me': 2,
  'GET /v1/users/{id}/permissions': 10,
  'GET /v1/currencies': 20,
  'GET /v1/activityTypes': 20,
}

/** The operation of a request to `path` (`/api/v2/persons/7?limit=1`), the key of costs and of the ledger's counts. */
export function toOperation(method: string, path: string): string {
  const [route = ''] = path.replace(/^\/api(\/v2)?(?=\/)/, '').split('?')
  const template = route.replace(/(?<=Fields\/)[^/]+/, '{code}').replace(/(?<=\/)\d+(?=\/|$)/g, '{id}')
  return `${method.toUpperCase()} ${template}`
}

/** API tokens of one request, undefined for an operation that we do not know. */
export function tokenCost(operation: string): number | undefined {
  return costs[operation]
}

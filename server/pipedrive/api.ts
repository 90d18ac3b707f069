import type { AxiosAdapter, AxiosResponse } from 'axios'
import * as v1 from 'pipedrive/v1'
import * as v2 from 'pipedrive/v2'
import type { ApiRequest, Transport } from './transport.ts'

export type Api = ReturnType<typeof makeApi>

/**
 * The official client's classes over our transport: they build and type requests, and send nothing themselves. Their base
 * path is only the path: the transport knows the company's host and token, which may change from one attempt to the next.
 */
export function makeApi(transport: Transport, { probe = false } = {}) {
  const baseOptions = { adapter: makeAdapter(transport, probe) }
  const one = new v1.Configuration({ basePath: '/api/v1' })
  const two = new v2.Configuration({ basePath: '/api/v2' })
  // The constructors drop what is given as baseOptions.
  one.baseOptions = baseOptions
  two.baseOptions = baseOptions
  return {
    users: new v1.UsersApi(one),
    currencies: new v1.CurrenciesApi(one),
    filters: new v1.FiltersApi(one),
    notes: new v1.NotesApi(one),
    files: new v1.FilesApi(one),
    fieldsV1: {
      person: new v1.PersonFieldsApi(one),
      organization: new v1.OrganizationFieldsApi(one),
      deal: new v1.DealFieldsApi(one),
      product: new v1.ProductFieldsApi(one),
    },
    persons: new v2.PersonsApi(two),
    organizations: new v2.OrganizationsApi(two),
    deals: new v2.DealsApi(two),
    products: new v2.ProductsApi(two),
    dealProducts: new v2.DealProductsApi(two),
    activities: new v2.ActivitiesApi(two),
    activityTypes: new v1.ActivityTypesApi(one),
    pipelines: new v2.PipelinesApi(two),
    stages: new v2.StagesApi(two),
    fields: {
      person: new v2.PersonFieldsApi(two),
      organization: new v2.OrganizationFieldsApi(two),
      deal: new v2.DealFieldsApi(two),
      product: new v2.ProductFieldsApi(two),
    },
  }
}

/** An error without `.response` passes the client's interceptors unchanged, a parsed body becomes the call's result. */
function makeAdapter(transport: Transport, probe: boolean): AxiosAdapter {
  return async (config): Promise<AxiosResponse> => {
    const request: ApiRequest = {
      method: (config.method ?? 'get').toUpperCase(),
      path: config.url ?? '',
      headers: {},
      probe,
    }
    const isForm = config.data instanceof FormData
    for (const [name, value] of Object.entries(config.headers.toJSON(true))) {
      // Of a form, the type without its boundary is worth nothing; the sender writes its own.
      if (!(isForm && name.toLowerCase() === 'content-type')) request.headers[name.toLowerCase()] = String(value)
    }
    if (config.data !== undefined) request.body = config.data
    const { status, headers, json } = await transport(request)
    return { status, statusText: '', headers, data: json, config }
  }
}

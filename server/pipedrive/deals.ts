import type { AddDealRequest, DealsApiGetDealsRequest } from 'pipedrive/v2'
import type { Api } from './api.ts'
import type { RecordResource } from './records.ts'

/** Bodies: `AddDealRequest` and `UpdateDealRequest` of the client. */
export function makeDeals({ deals }: Pick<Api, 'deals'>): RecordResource {
  return {
    page: (query) => deals.getDeals(query as DealsApiGetDealsRequest),
    create: (body) => deals.addDeal({ AddDealRequest: body as unknown as AddDealRequest }),
    update: (id, body) => deals.updateDeal({ id, UpdateDealRequest: body }),
  }
}

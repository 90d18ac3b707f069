import type { AddProductRequest, ProductsApiGetProductsRequest } from 'pipedrive/v2'
import type { Api } from './api.ts'
import type { RecordResource } from './records.ts'

/** Bodies: `AddProductRequest` and `UpdateProductRequest` of the client. */
export function makeProducts({ products }: Pick<Api, 'products'>): RecordResource {
  return {
    page: (query) => products.getProducts(query as ProductsApiGetProductsRequest),
    create: (body) => products.addProduct({ AddProductRequest: body as unknown as AddProductRequest }),
    update: (id, body) => products.updateProduct({ id, UpdateProductRequest: body }),
  }
}

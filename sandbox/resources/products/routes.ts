import type { Routes } from '../../api/call.ts'
import { pageKeys } from '../../api/pages.ts'
import type { World } from '../../world/world.ts'
import { shownFields } from '../fields/shown.ts'
import { recordRoutes, undeleted } from '../records.ts'
import { toProductWire } from './wire.ts'
import { changeProduct, createProduct } from './write.ts'

export const productRoutes = (world: World): Routes =>
  recordRoutes({
    path: '/api/v2/products',
    name: 'Product',
    filterType: 'products',
    table: (company) => company.products,
    listKeys: [...pageKeys, 'ids', 'filter_id', 'updated_since', 'owner_id', 'custom_fields'],
    getKeys: [],
    keeps: (query) => {
      const ownerId = query.integer('owner_id')
      return (product) => !product.isDeleted && (ownerId === undefined || product.ownerId === ownerId)
    },
    sorts: { name: (product) => product.name, add_time: (product) => product.addMs },
    wire: ({ company }, query) => {
      const shown = shownFields(company, 'product', query)
      return (product) => toProductWire(company, product, shown)
    },
    create: ({ company, user, body }) => createProduct(world, company, user, body),
    change: ({ company, user, body }, row) => changeProduct(world, company, user, undeleted(row, 'Product'), body),
    remove: ({ company }, product) => company.products.remove(product),
    createdStatus: 201,
  })

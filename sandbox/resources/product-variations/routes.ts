import { created, forbidden, ok } from '../../api/answer.ts'
import { type Call, pathId, type Routes } from '../../api/call.ts'
import { pageOfList } from '../../api/pages.ts'
import { present } from '../../api/present.ts'
import { Query } from '../../api/query.ts'
import { changes, shape, text } from '../../api/read.ts'
import type { Company } from '../../world/company.ts'
import type { World } from '../../world/world.ts'
import { prices } from '../products/prices.ts'
import type { Product } from '../products/stored.ts'
import { found } from '../records.ts'
import type { ProductVariation } from './stored.ts'
import { toVariationWire } from './wire.ts'

const base = '/api/v2/products/:id/variations'

/** Writing needs a plan that has variations. */
export const variationRoutes = (world: World): Routes => ({
  [`GET ${base}`]: (call) => {
    const page = pageOfList(variationsOf(call.company, productOf(call)), new Query(call.query, ['cursor', 'limit']))
    return ok(page.rows.map(toVariationWire), { next_cursor: page.nextCursor })
  },
  [`POST ${base}`]: (call) => {
    const { company } = call
    const product = productOf(call)
    assertPlan(world)
    const given = shape(fields(company), ['name'])(call.body, 'body')
    const row = company.variations.add({ productId: product.id, name: given.name ?? '', prices: given.prices ?? [] })
    company.variationsOfProduct.set(product.id, [...(company.variationsOfProduct.get(product.id) ?? []), row.id])
    return created(toVariationWire(row))
  },
  [`PATCH ${base}/:variationId`]: (call) => {
    const variation = variationOf(call)
    assertPlan(world)
    const given = changes(fields(call.company))(call.body, 'body')
    return ok(toVariationWire(call.company.variations.change(variation, present(given))))
  },
  [`DELETE ${base}/:variationId`]: (call) => ok({ id: call.company.variations.remove(variationOf(call)).id }),
})

const fields = (company: Company) => ({ name: text(255, 1), prices: prices(company) })

const productOf = (call: Call) => found(call.company.products.live(pathId(call, 'Product')), 'Product')

const variationsOf = (company: Company, product: Product): ProductVariation[] =>
  (company.variationsOfProduct.get(product.id) ?? []).flatMap((id) => company.variations.live(id) ?? [])

function variationOf(call: Call): ProductVariation {
  const variation = call.company.variations.live(pathId(call, 'Product variation', 'variationId'))
  return found(variation?.productId === productOf(call).id ? variation : undefined, 'Product variation')
}

function assertPlan(world: World): void {
  if (!world.limits().billing) throw forbidden('Product variations are not available in your plan.')
}

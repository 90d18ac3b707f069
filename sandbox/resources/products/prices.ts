import { invalid } from '../../api/answer.ts'
import { list, nullable, number, type Reader, shape, text } from '../../api/read.ts'
import type { Company } from '../../world/company.ts'
import { currency } from '../references.ts'
import type { Price } from './stored.ts'

/** One price per currency; a new list takes the place of the old one. */
export function prices(company: Company): Reader<Price[]> {
  const one = shape(
    { currency: currency(company), price: number(), cost: number(), direct_cost: nullable(number()), notes: text() },
    ['currency', 'price'],
  )
  const read = list(one, 100)
  return (value, at) => {
    const given = read(value, at)
    const codes = given.map((price) => price.currency)
    if (new Set(codes).size !== codes.length) throw invalid(at, 'must not have two prices in one currency')
    return given.map((price) => ({
      currency: price.currency ?? '',
      price: price.price ?? 0,
      cost: price.cost ?? 0,
      directCost: price.direct_cost ?? null,
      notes: price.notes ?? '',
    }))
  }
}

export const toPriceWire = (price: Price, parent: Record<string, number>): Record<string, unknown> => ({
  ...parent,
  price: price.price,
  currency: price.currency,
  cost: price.cost,
  direct_cost: price.directCost,
  notes: price.notes,
})

import type { Company } from '../../world/company.ts'
import type { DealProduct } from '../deal-products/stored.ts'
import type { Deal } from './stored.ts'

export const linesOf = (company: Company, dealId: number): DealProduct[] =>
  (company.linesOfDeal.get(dealId) ?? []).flatMap((id) => company.dealProducts.live(id) ?? [])

/** What the line comes to, discount and (exclusive) tax included, rounded to the currency's decimals. */
export function lineSum(company: Company, line: DealProduct, currencyCode: string): number {
  const gross = line.itemPrice * line.quantity
  const net = line.discountType === 'amount' ? gross - line.discount : gross * (1 - line.discount / 100)
  const taxed = line.taxMethod === 'exclusive' ? net * (1 + line.tax / 100) : net
  return round(taxed, decimalsOf(company, currencyCode))
}

/** The value that the deal's enabled lines make; 0 without lines. */
export function withValueOfLines(company: Company, deal: Deal): Pick<Deal, 'value'> {
  const lines = linesOf(company, deal.id)
  if (lines.length === 0) return { value: 0 }
  const sum = lines
    .filter((line) => line.isEnabled)
    .reduce((total, line) => total + lineSum(company, line, deal.currency), 0)
  return { value: round(sum, decimalsOf(company, deal.currency)) }
}

const decimalsOf = (company: Company, code: string) =>
  company.currencies.find((currency) => currency.code === code)?.decimals ?? 2

/** Half up on the decimal digits, so that 1.005 becomes 1.01; by text, as binary fractions would round it down. */
const round = (value: number, decimals: number): number =>
  Number(`${Math.round(Number(`${value.toFixed(decimals + 6)}e${decimals}`))}e-${decimals}`)

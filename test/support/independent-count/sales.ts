import type { Item } from './files.ts'

export interface Money {
  source: 'order' | 'campaign'
  currency: string
  status: 'open' | 'won' | 'lost'
  amountMinor: number
}

/** Lines of orders, orders with lines that charge for delivery, and those whose total is not lines + delivery. */
export function countLines(orders: Item[]): { lines: number; deliveries: number; differences: number } {
  const withLines = orders.filter(({ lines = [] }) => lines.length > 0)
  const rest = ({ lines = [], delivery_cost, total_price }: Item) =>
    lines.reduce(
      (left, line) => left - Number(line.final_price_per_item) * line.count,
      Number(total_price) - Number(delivery_cost),
    )
  return {
    lines: withLines.reduce((sum, { lines = [] }) => sum + lines.length, 0),
    deliveries: withLines.filter(({ delivery_cost }) => delivery_cost !== '0').length,
    differences: withLines.filter((order) => rest(order) !== 0).length,
  }
}

/** Products of campaigns, and campaigns with products whose revenue is not their sum. */
export function countProducts(campaigns: Item[]): { lines: number; differences: number } {
  const withProducts = campaigns.filter(({ products = [] }) => products.length > 0)
  const sold = ({ products = [] }: Item) => products.reduce((sum, { price, count }) => sum + Number(price) * count, 0)
  return {
    lines: withProducts.reduce((sum, { products = [] }) => sum + products.length, 0),
    differences: withProducts.filter((campaign) => sold(campaign) !== Number(campaign.revenue)).length,
  }
}

const statuses: Record<Money['source'], Record<string, Money['status']>> = {
  order: { delivered: 'won', paid: 'won', part_refunded: 'won', canceled: 'lost', new: 'open' },
  campaign: { completed: 'won', active: 'open', waiting: 'open', deleted: 'lost', inactive: 'lost', cloning: 'lost' },
}

/** Sorted by source, currency and status. */
export function sumMoney(orders: Item[], campaigns: Item[]): Money[] {
  const sums = new Map<string, Money>()
  const add = (source: Money['source'], { currency = '', status, state }: Item, amount: string | undefined) => {
    const deal = statuses[source][status ?? state ?? '']
    if (deal === undefined) throw new Error(`no ${source} was expected to be ${status ?? state}`)
    const sum = sums.get(`${source} ${currency} ${deal}`) ?? { source, currency, status: deal, amountMinor: 0 }
    sums.set(`${source} ${currency} ${deal}`, { ...sum, amountMinor: sum.amountMinor + Number(amount) })
  }
  for (const order of orders) add('order', order, order.total_price)
  for (const campaign of campaigns) add('campaign', campaign, campaign.revenue)
  return [...sums.keys()].sort().flatMap((key) => sums.get(key) ?? [])
}

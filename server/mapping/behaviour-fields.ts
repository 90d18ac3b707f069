import type { CustomValues, DealStatus } from './types.ts'

export interface OrderFacts {
  totalMinor: number
  currency: string
  status: DealStatus
  /** RFC 3339 UTC. */
  createdAt?: string
}

/**
 * What a person's orders say about the person: the day (UTC) of the first won order, and the sum of the won ones in the
 * currency that most of them have (`defaultCurrency` where two have as many). Amounts of other currencies are not added:
 * `otherCurrencies` tells them.
 */
export function behaviourFields(orders: readonly OrderFacts[], defaultCurrency: string): CustomValues {
  const won = orders.filter(({ status }) => status === 'won')
  const currency = mainCurrency(won, defaultCurrency)
  const days = won.flatMap(({ createdAt }) => createdAt?.slice(0, 10) ?? []).sort()
  const amountMinor = sum(won.filter((order) => order.currency === currency))
  return {
    ...(days[0] === undefined ? {} : { first_purchase_date__c: { type: 'date', value: days[0] } }),
    ...(won.length === 0 ? {} : { lifetime_value__c: { type: 'monetary', amountMinor, currency } }),
  }
}

/** Won orders that `lifetime_value__c` leaves out because they are in other currencies: currency → minor units. */
export function otherCurrencies(orders: readonly OrderFacts[], defaultCurrency: string): Record<string, number> {
  const won = orders.filter(({ status }) => status === 'won')
  const main = mainCurrency(won, defaultCurrency)
  const others = Map.groupBy(
    won.filter(({ currency }) => currency !== main),
    ({ currency }) => currency,
  )
  return Object.fromEntries([...others].map(([currency, list]) => [currency, sum(list)]))
}

function mainCurrency(won: readonly OrderFacts[], defaultCurrency: string): string {
  const counts = [...Map.groupBy(won, ({ currency }) => currency)].map(([currency, list]) => ({
    currency,
    count: list.length,
  }))
  const most = Math.max(0, ...counts.map(({ count }) => count))
  const leading = counts.filter(({ count }) => count === most).map(({ currency }) => currency)
  return leading.includes(defaultCurrency) ? defaultCurrency : (leading.sort()[0] ?? defaultCurrency)
}

function sum(orders: readonly OrderFacts[]): number {
  return orders.reduce((total, { totalMinor }) => total + totalMinor, 0)
}

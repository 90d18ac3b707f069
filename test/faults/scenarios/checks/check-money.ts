import type { Money } from '../../../support/independent-count/sales.ts'
import { customValue, fieldCode, type Records } from './source-ids.ts'

/** The account's deals come to what the export says, by source, currency and status, to the cent. */
export function checkMoney(records: Records, wanted: Money[]): string[] {
  const codes = {
    order: fieldCode(records, 'deals', 'altcraft_order_id__c'),
    campaign: fieldCode(records, 'deals', 'altcraft_campaign_id__c'),
  }
  const sums = new Map<string, number>()
  for (const deal of records['deals'] ?? []) {
    const source = (['order', 'campaign'] as const).find((one) => customValue(deal, codes[one]))
    if (source === undefined) continue
    const key = `${source} ${deal['currency']} ${deal['status']}`
    sums.set(key, (sums.get(key) ?? 0) + toMinor(Number(deal['value']), deal['currency']))
  }
  return wanted.flatMap(({ source, currency, status, amountMinor }) => {
    const key = `${source} ${currency} ${status}`
    const found = sums.get(key) ?? 0
    return found === amountMinor ? [] : [`${key}: ${found} instead of ${amountMinor} minor units`]
  })
}

/** Every currency of the exports has two decimals but the yen. */
export function toMinor(amount: number, currency: unknown): number {
  return Math.round(currency === 'JPY' ? amount : amount * 100)
}

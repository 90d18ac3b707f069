import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { mergeValue } from './merge-value.ts'
import type { Edit, FieldRules, FieldSides, MergedField } from './types.ts'

/**
 * A product's prices, one per currency: each is merged by itself, and those in currencies that the export does not name stay
 * (PATCH replaces the whole list). A price of 0 is as good as none: Pipedrive puts it where a product was made without
 * prices. Pure.
 */
export function mergePrices(
  { wanted, now, before }: FieldSides,
  rulesOf: (currency: string) => FieldRules,
): Omit<MergedField, 'edits'> & { edits: Edit[] } {
  const [want, there] = [toPrices(wanted), toPrices(now)]
  const known = before === undefined ? undefined : toPrices(before)
  const list = there.map(toSent)
  const written = new Map((known ?? []).map((price) => [currencyOf(price), price]))
  const edits: Edit[] = []
  let differs = false
  for (const price of want) {
    const currency = currencyOf(price)
    const merged = mergeValue(
      {
        wanted: amountOf(price),
        now: amountOf(find(there, currency)) || null,
        before: find(known ?? [], currency)?.['price'],
      },
      rulesOf(currency),
    )
    edits.push(...merged.edits.map((edit) => ({ field: `prices.${currency}`, ...edit })))
    if (merged.written !== undefined) written.set(currency, { currency, price: merged.written })
    if (merged.send === undefined) continue
    differs = true
    const place = list.findIndex((other) => currencyOf(other) === currency)
    if (place < 0) list.push(price)
    else list[place] = { ...list[place], price: merged.send }
  }
  return {
    ...(differs ? { send: list } : {}),
    ...(written.size > 0 ? { written: [...written.values()] } : {}),
    edits,
  }
}

/** What a request takes of a price as it is shown. */
function toSent(price: JsonObject): JsonObject {
  const parts = ['currency', 'price', 'cost', 'direct_cost', 'notes']
  return Object.fromEntries(Object.entries(price).filter(([name]) => parts.includes(name)))
}

const find = (prices: JsonObject[], currency: string) => prices.find((price) => currencyOf(price) === currency)

function currencyOf(price: JsonObject): string {
  return String(price['currency'])
}

function amountOf(price: JsonObject | undefined): Json {
  return price?.['price'] ?? null
}

function toPrices(value: Json): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

export type Row = Record<string, string | undefined>

/** An element of a JSON file; money as strings of whole minor units. */
export interface Item {
  external_id?: string
  status?: string
  state?: string
  currency?: string
  total_price?: string
  delivery_cost?: string
  revenue?: string
  profile?: { profile_id: string }
  lines?: { product?: string; sku?: string; final_price_per_item: string; count: number }[]
  products?: { price: string; count: number }[]
  skus?: { external_id: string }[]
}

export const csvRows = (path: string, delimiter: ',' | ';'): Row[] =>
  parse(readFileSync(path, 'utf8'), { columns: true, bom: true, delimiter })

/** The one array of a JSON text: bare, or under any name. */
export function itemsOf(text: string): Item[] {
  const value: unknown = JSON.parse(text)
  if (Array.isArray(value)) return value
  return Object.values(value ?? {}).find((inner) => Array.isArray(inner)) ?? []
}

export const lineItems = (text: string): Item[] =>
  text
    .trim()
    .split('\n')
    .map((line): Item => JSON.parse(line))

export const offerCodes = (yml: string): string[] => [...yml.matchAll(/<offer id="([^"]+)"/g)].map(([, id = '']) => id)

/** A JSON member of a zip whose members are stored uncompressed: the text from its name to the next header. */
export function storedMember(zip: string, name: string): string {
  const from = zip.indexOf(name) + name.length
  return zip.slice(from, zip.indexOf('\nPK', from))
}

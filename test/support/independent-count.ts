import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvRows, itemsOf, lineItems, offerCodes, type Row, storedMember } from './independent-count/files.ts'
import {
  countOrganizations,
  groupPeople,
  ofApiNames,
  ofRussianCaptions,
  type People,
} from './independent-count/people.ts'
import { countLines, countProducts, type Money, sumMoney } from './independent-count/sales.ts'

/**
 * What an import of a generated account must come to, counted from the files with nothing of the importer's own: naive
 * readers that know only the shapes which examples/generator writes. Amounts are whole minor units.
 */
export interface Expected {
  /** Rows per dataset kind, handoff kinds included. */
  rows: Record<string, number>
  profiles: People['counts']
  organizations: number
  /** `codes`: distinct codes of offers, products and SKUs. `merged`: rows whose own code an earlier row has. */
  products: { rows: number; codes: number; merged: number }
  /** `waiting`: for the e-mail of their profile. Lines, deliveries and differences are those of importable orders. */
  orders: {
    rows: number
    importable: number
    ofTestProfile: number
    waiting: number
    lines: number
    deliveries: number
    differences: number
  }
  campaigns: { rows: number; withRevenue: number; withoutRevenue: number; lines: number; differences: number }
  /** Importable orders, and campaigns with revenue. */
  money: Money[]
  /** Per file of members: rows, distinct persons who get the label, rows whose profile is skipped. */
  segments: Record<string, { rows: number; persons: number; held: number }>
  /** Credentials planted in the files: none may be found in what the importer stores or writes. */
  plantedSecrets: string[]
}

/** Counts the account in a directory, as the generator laid it out. */
export function countExport(directory: string): Expected {
  const names = readdirSync(directory).sort()
  const pathOf = (name: string) => join(directory, name)
  const read = (name: string) => readFileSync(pathOf(name), 'utf8')
  const zip = read('handoff.zip')
  const parts = names.filter((name) => name.includes('database_export'))
  const people = groupPeople([
    ...parts.flatMap((name) => csvRows(pathOf(name), ',').map(ofApiNames)),
    ...csvRows(pathOf('clients_ru.csv'), ';').map(ofRussianCaptions),
  ])
  const orders = [...itemsOf(read('orders.json')), ...lineItems(read('orders_2026.ndjson'))]
  const importable = orders.filter(({ profile }) => people.find(profile?.profile_id ?? '', '') !== undefined)
  const ofTestProfile = orders.filter(({ profile }) => people.testIds.has(profile?.profile_id ?? '')).length
  const campaigns = itemsOf(read('campaigns.json'))
  const earning = campaigns.filter(({ revenue, products = [] }) => Number(revenue) > 0 || products.length > 0)
  const products = countCodes(read('catalog.yml'), read('products.json'))
  const segmentFiles = names.filter((name) => /^segment_.*\.csv$/.test(name))
  const segments = segmentFiles.map((name) => [name, countMembers(csvRows(pathOf(name), ','), people)] as const)
  return {
    rows: {
      profiles: people.counts.rows,
      orders: orders.length,
      products: products.rows,
      campaigns: campaigns.length,
      segment_members: segments.reduce((sum, [, { rows }]) => sum + rows, 0),
      segments: itemsOf(read('segments.json')).length,
      control_groups: itemsOf(read('control_groups.json')).length,
      scenarios: itemsOf(storedMember(zip, 'scenarios.json')).length,
      templates: itemsOf(storedMember(zip, 'templates.json')).length,
      channels: itemsOf(storedMember(zip, 'channels.json')).length,
      forms: itemsOf(storedMember(zip, 'forms.json')).length,
    },
    profiles: people.counts,
    organizations: countOrganizations(people.importable),
    products,
    orders: {
      rows: orders.length,
      importable: importable.length,
      ofTestProfile,
      waiting: orders.length - importable.length - ofTestProfile,
      ...countLines(importable),
    },
    campaigns: {
      rows: campaigns.length,
      withRevenue: earning.length,
      withoutRevenue: campaigns.length - earning.length,
      ...countProducts(earning),
    },
    money: sumMoney(importable, earning),
    segments: Object.fromEntries(segments),
    plantedSecrets: [...new Set(zip.match(/FAKE-SECRET-[\w-]+/g) ?? [])].sort(),
  }
}

function countCodes(yml: string, json: string): Expected['products'] {
  const products = itemsOf(json)
  const own = [...offerCodes(yml), ...products.map(({ external_id }) => external_id)]
  const skus = products.flatMap(({ skus = [] }) => skus.map(({ external_id }) => external_id))
  return { rows: own.length, codes: new Set([...own, ...skus]).size, merged: own.length - new Set(own).size }
}

function countMembers(rows: Row[], people: People): { rows: number; persons: number; held: number } {
  const found = rows.map(({ id = '', email = '' }) => people.find(id, email)).filter((person) => person !== undefined)
  return { rows: rows.length, persons: new Set(found).size, held: rows.length - found.length }
}

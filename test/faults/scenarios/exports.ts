import { readFileSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAccount } from '../../../examples/generator/write-account.ts'
import { csvRows, itemsOf, offerCodes } from '../../support/independent-count/files.ts'
import { ofApiNames } from '../../support/independent-count/people.ts'
import type { Money } from '../../support/independent-count/sales.ts'
import { countExport } from '../../support/independent-count.ts'

/** What an import of an export must come to, by a count that knows nothing of the importer. */
export interface Wanted {
  persons: number
  organizations: number
  /** Codes of the export; products of ours, for deliveries and differences, come on top. */
  products: number
  orders: number
  campaigns: number
  lines: number
  /** Labels of persons, over all segments. */
  memberships: number
  money: Money[]
}

export interface Export {
  wanted: Wanted
  /** E-mails of profiles and codes of products: an account may have them already. */
  emails: string[]
  codes: string[]
}

export const exportNames = ['empty', 'one', 'few', 'forty', 'ninety', 'largest'] as const
export type ExportName = (typeof exportNames)[number]

/** Profiles of an account as examples/generator writes it, with orders, products, campaigns and segments. */
const generated: Partial<Record<ExportName, number>> = { forty: 40, ninety: 90, largest: 150 }
const generatorSeed = 20_261_001

/** Writes an export's files into a folder and counts them. */
export async function writeExport(name: ExportName, folder: string): Promise<Export> {
  const profiles = generated[name]
  if (profiles === undefined) return writeByHand(name, folder)
  await writeAccount(folder, profiles, generatorSeed)
  const { profiles: people, organizations, products, orders, campaigns, segments, money } = countExport(folder)
  const parts = (await readdir(folder)).filter((file) => file.includes('database_export'))
  const rows = parts.flatMap((file) => csvRows(join(folder, file), ',').map(ofApiNames))
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return {
    wanted: {
      persons: people.persons,
      organizations,
      products: products.codes,
      orders: orders.importable,
      campaigns: campaigns.withRevenue,
      lines: orders.lines + orders.deliveries + orders.differences + campaigns.lines + campaigns.differences,
      memberships: Object.values(segments).reduce((sum, { persons }) => sum + persons, 0),
      money,
    },
    emails: rows.filter(({ isTest }) => !isTest).flatMap(({ emails }) => emails[0] ?? []),
    codes: [
      ...offerCodes(read('catalog.yml')),
      ...itemsOf(read('products.json')).flatMap((one) => one.external_id ?? []),
    ],
  }
}

const codes = ['P-1', 'P-2', 'P-3']

const nothing: Wanted = {
  persons: 0,
  organizations: 0,
  products: 0,
  orders: 0,
  campaigns: 0,
  lines: 0,
  memberships: 0,
  money: [],
}
const header = 'id,email,_fname,_lname,company,company_site'
const emailOf = (n: number) => `person${n}@${n < 3 ? 'firm' : 'home'}.example`
const profile = (n: number, company = '') =>
  `5a61f87d69d42678a8dc6d0${n},${emailOf(n)},Given${n},Family${n},${company},`

async function writeByHand(name: ExportName, folder: string): Promise<Export> {
  const profiles = (...rows: string[]) =>
    writeFile(join(folder, '1_database_export.csv'), [header, ...rows, ''].join('\n'))
  if (name === 'empty') {
    await profiles()
    return { wanted: nothing, emails: [], codes: [] }
  }
  if (name === 'one') {
    await profiles(profile(1))
    return { wanted: { ...nothing, persons: 1 }, emails: [emailOf(1)], codes: [] }
  }
  await profiles(profile(1, 'Firm One'), profile(2, 'Firm One'), profile(3))
  await writeFile(join(folder, 'products.json'), JSON.stringify(codes.map(product)))
  await writeFile(join(folder, 'orders.json'), JSON.stringify({ data: [order(1, 2), order(2, 1), order(3, 3)] }))
  await writeFile(join(folder, 'segment_vip.csv'), `id,email\n5a61f87d69d42678a8dc6d01,${emailOf(1)}\n`)
  return {
    wanted: {
      ...nothing,
      persons: 3,
      organizations: 1,
      products: 3,
      orders: 3,
      lines: 6,
      memberships: 1,
      money: [{ source: 'order', currency: 'RUB', status: 'won', amountMinor: 60_000 }],
    },
    emails: [1, 2, 3].map(emailOf),
    codes,
  }
}

function product(code: string) {
  return { external_id: code, name: `Product ${code}`, price: '100.00', currency: 'RUB', skus: [] }
}

/** Of profile `n`, with lines of the first `lines` products, 100.00 each. */
function order(n: number, lines: number) {
  const id = `O-26-00000${n}`
  return {
    profile: { profile_id: `5a61f87d69d42678a8dc6d0${n}` },
    external_id: id,
    status: 'delivered',
    delivery_cost: '0',
    total_price: String(lines * 10_000),
    currency: 'RUB',
    lines: Array.from({ length: lines }, (_, index) => ({
      external_id: `${id}-${index + 1}`,
      product: `P-${index + 1}`,
      base_price_per_item: '10000',
      final_price_per_item: '10000',
      count: 1,
      currency: 'RUB',
    })),
  }
}

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { defaultRecords, defaultSeed } from '../../examples/generator/sizes.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { csvRows, itemsOf, lineItems, offerCodes, type Row } from '../support/independent-count/files.ts'
import { ofApiNames } from '../support/independent-count/people.ts'
import { countExport } from '../support/independent-count.ts'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
const bundled = join(examples, 'altcraft-export')
const read = (name: string) => readFile(join(bundled, name), 'utf8')

async function generated<T>(records: number, seed: number, use: (directory: string) => Promise<T> | T): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'altcraft-example-'))
  try {
    await writeAccount(directory, records, seed)
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true })
  }
}

const contents = async (directory: string): Promise<Record<string, Buffer>> =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(directory)).sort().map(async (name) => [name, await readFile(join(directory, name))] as const),
    ),
  )

describe('the bundled account', () => {
  test('is byte for byte what the generator writes', async () => {
    const fresh = await generated(defaultRecords, defaultSeed, contents)
    const kept = await contents(bundled)
    expect(Object.keys(kept)).toEqual(Object.keys(fresh))
    for (const [name, bytes] of Object.entries(fresh))
      expect(bytes.equals(kept[name] ?? Buffer.alloc(0)), name).toBe(true)
    expect(Object.values(kept).reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThan(6_000_000)
  })

  test('has the size that was promised', () => {
    const { rows, orders, products, campaigns } = countExport(bundled)
    expect(rows).toMatchObject({ profiles: 1400, orders: 1008, products: 80, campaigns: 18 })
    expect(products.codes).toBeGreaterThan(products.rows)
    expect(orders.waiting).toBeGreaterThan(0)
    expect(campaigns.withoutRevenue).toBeGreaterThan(0)
  })

  test('has no order of an unknown profile or product', async () => {
    const ids = new Set((await profileRows()).map((row) => row.id ?? row.ID))
    const products = itemsOf(await read('products.json'))
    const skus = products.flatMap(({ skus = [] }) => skus)
    const codes = new Set([
      ...offerCodes(await read('catalog.yml')),
      ...[...products, ...skus].map((item) => item.external_id),
    ])
    for (const order of await allOrders()) {
      expect(ids).toContain(order.profile?.profile_id)
      expect(order.total_price).toMatch(/^\d+$/)
      for (const line of order.lines ?? []) expect(codes).toContain(line.product ?? line.sku)
    }
  })

  test('holds the oddities that examples/README.md counts', async () => {
    const readme = await readFile(join(examples, 'README.md'), 'utf8')
    for (const [oddity, count] of Object.entries(await countOddities())) {
      expect(count, oddity).toBeGreaterThan(0)
      expect(readme.replace(/ +/g, ' ')).toContain(`| ${oddity} | ${count} |`)
    }
  })
})

describe('another account', () => {
  test('grows in proportion and keeps its books', async () => {
    const counts = await generated(3000, 7, countExport)
    const { rows, persons, merged, skippedTest, skippedNoEmail } = counts.profiles
    expect(rows).toBe(3000)
    expect(persons + merged + skippedTest + skippedNoEmail).toBe(3000)
    expect(counts.orders).toMatchObject({ rows: 2160 })
    expect(counts.products.codes).toBeGreaterThan(200)
  })

  test('differs with another seed', async () => {
    const [one, other] = [await generated(10, 1, contents), await generated(10, 2, contents)]
    expect(one['1_database_export.csv']?.equals(other['1_database_export.csv'] ?? Buffer.alloc(0))).toBe(false)
  })
})

async function profileRows(): Promise<Row[]> {
  const names = (await readdir(bundled)).filter((name) => name.includes('database_export'))
  return [
    ...names.flatMap((name) => csvRows(join(bundled, name), ',')),
    ...csvRows(join(bundled, 'clients_ru.csv'), ';'),
  ]
}

const allOrders = async () => [...itemsOf(await read('orders.json')), ...lineItems(await read('orders_2026.ndjson'))]

async function countOddities(): Promise<Record<string, number>> {
  const { profiles, orders, campaigns, products } = countExport(bundled)
  const rows = await profileRows()
  const first = csvRows(join(bundled, '1_database_export.csv'), ',')
  const part2 = csvRows(join(bundled, '1_database_export_part2.csv'), ',')
  const firstIds = new Set(first.map(({ id }) => id))
  const emails = rows.map((row) => row.email ?? row.Email ?? '')
  const notes = rows.map((row) => row.manager_notes ?? row.Комментарий ?? '')
  const owners = rows.map((row) => row.owner_email ?? row.Ответственный ?? '')
  const every = await allOrders()
  return {
    'profiles in all': rows.length,
    'humans after merging': profiles.persons,
    'rows that are a human already seen': profiles.merged,
    'ids that stand in both parts': part2.filter(({ id }) => firstIds.has(id)).length,
    'test profiles': profiles.skippedTest,
    'without a usable e-mail': profiles.skippedNoEmail,
    'of these, placeholder `<id>@localhost`': emails.filter((email) => email.endsWith('@localhost')).length,
    'e-mails in mixed or upper case': emails.filter((email) => email !== email.toLowerCase() && !email.includes('@@'))
      .length,
    'e-mail only in a subscription': first.filter((row) => row.email === '' && ofApiNames(row).emails.length > 0)
      .length,
    'unknown owner': owners.filter((owner) => owner.startsWith('former.manager')).length,
    'notes over 5,000 characters': notes.filter((note) => note.length > 5000).length,
    'notes with line breaks': notes.filter((note) => note.includes('\n')).length,
    'orders of test profiles': orders.ofTestProfile,
    'orders that wait for an e-mail': orders.waiting,
    'orders with a difference line': orders.differences,
    'orders without lines': every.filter(({ lines = [] }) => lines.length === 0).length,
    'orders with over 100 lines': every.filter(({ lines = [] }) => lines.length > 100).length,
    'orders in EUR': every.filter(({ currency }) => currency === 'EUR').length,
    'orders in JPY': every.filter(({ currency }) => currency === 'JPY').length,
    'products in two files': products.merged,
    'campaigns without revenue': campaigns.withoutRevenue,
  }
}

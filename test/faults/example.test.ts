import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemsOf } from '../../examples/demo/check-report.ts'
import type { Report } from '../../examples/demo/views.ts'
import { countExport } from '../support/independent-count.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** `npm run demo -- --once --report FILE`, against a count that shares no code with the importer. */
describe('the demo', { timeout: 600_000 }, () => {
  const expected = countExport(join(root, 'examples/altcraft-export'))
  let folder: string
  let report: Report
  let printed: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-demo-'))
    const file = join(folder, 'report.json')
    const { stdout } = await promisify(execFile)(process.execPath, ['examples/demo.ts', '--once', '--report', file], {
      cwd: root,
      maxBuffer: 16 * 1024 * 1024,
    })
    printed = stdout
    report = JSON.parse(await readFile(file, 'utf8'))
  }, 600_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is clean, and its report holds together', () => {
    expect(report.clean).toBe(true)
    expect(problemsOf(report)).toEqual([])
    expect(report.api.status429).toBe(0)
  })

  it('reads as many rows of every kind as there are', () => {
    const rows = Object.fromEntries(Object.entries(report.outcomes).map(([kind, books]) => [kind, books.rows]))
    expect(rows).toEqual(expected.rows)
  })

  it('writes each person, organization, product and deal that there is, once', () => {
    const { profiles, organizations, products, orders, campaigns } = expected
    const serviceProducts = 2
    expect(report.outcomes['profiles']).toMatchObject({
      created: profiles.persons,
      merged: profiles.merged,
      skipped: profiles.skippedTest + profiles.skippedNoEmail,
      failed: 0,
    })
    expect(report.outcomes['orders']).toMatchObject({
      created: orders.importable,
      skipped: orders.ofTestProfile,
      unprocessed: orders.waiting,
    })
    expect(report.outcomes['campaigns']).toMatchObject({
      created: campaigns.withRevenue,
      skipped: campaigns.withoutRevenue,
    })
    expect(report.entities['organization']?.created).toBe(organizations)
    expect(report.entities['product']?.created).toBe(products.codes + serviceProducts)
    expect(report.entities['deal']?.created).toBe(orders.importable + campaigns.withRevenue)
    expect(report.entities['deal_product']?.created).toBe(
      orders.lines + orders.deliveries + orders.differences + campaigns.lines + campaigns.differences,
    )
    const members = Object.values(expected.segments).reduce((sum, { persons }) => sum + persons, 0)
    expect(report.entities['label']?.created).toBe(members)
  })

  it('moves the money to the cent', () => {
    const sums = report.money.map(
      ({ source, currency, status, importedMinor }) => `${source} ${currency} ${status} ${importedMinor}`,
    )
    const counted = expected.money.map((sum) => `${sum.source} ${sum.currency} ${sum.status} ${sum.amountMinor}`)
    expect(sums.sort()).toEqual(counted.sort())
  })

  it('tells nobody a secret of the exports', () => {
    for (const secret of expected.plantedSecrets) {
      expect(printed).not.toContain(secret)
      expect(JSON.stringify(report)).not.toContain(secret)
    }
  })
})

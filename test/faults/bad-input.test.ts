import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../examples/demo/views.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'

const fixtures = fileURLToPath(new URL('../fixtures/altcraft/', import.meta.url))
const line = {
  external_id: 'l1',
  product: 'mug',
  final_price_per_item: '90000',
  base_price_per_item: '90000',
  count: 1,
}

function order(id: string, change: object) {
  const profile = { profile_id: '5a61f87d69d42678a8dc6d01' }
  return {
    external_id: id,
    status: 'paid',
    currency: 'RUB',
    delivery_cost: '0',
    total_price: '90000',
    create_time: '2026-03-01T10:00:00Z',
    profile,
    lines: [line],
    ...change,
  }
}

describe('bad input', { timeout: 240_000 }, () => {
  let folder: string
  let sandbox: TestSandbox
  let stack: TestStack
  let report: Report
  let records: Record<string, Record<string, unknown>[]>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-bad-'))
    await writeFile(join(folder, 'empty.csv'), '')
    await writeFile(join(folder, 'trailing-comma.json'), '[{"id": 1, "email": "a@b.example"},]')
    await cp(join(fixtures, 'png-named.csv'), join(folder, 'picture.csv'))
    await writeFile(
      join(folder, 'profiles.csv'),
      [
        'id,email,_fname,_lname,owner_email',
        '5a61f87d69d42678a8dc6d01,good@firm.example,Good,Person,anna.petrova@severny-veter.example',
        '5a61f87d69d42678a8dc6d02,few@firm.example',
        '5a61f87d69d42678a8dc6d03,many@firm.example,Too,Many,anna.petrova@severny-veter.example,extra',
        '5a61f87d69d42678a8dc6d04,owner@firm.example,Unknown,Owner,nobody@severny-veter.example',
        '5a61f87d69d42678a8dc6d05,"open@firm.example,Unclosed,Quote,anna.petrova@severny-veter.example',
        '5a61f87d69d42678a8dc6d06,after@firm.example,After,Quote,anna.petrova@severny-veter.example',
        '',
      ].join('\n'),
    )
    await writeFile(
      join(folder, 'products.json'),
      JSON.stringify([{ external_id: 'mug', name: 'Mug', price: '900', currency: 'RUB' }]),
    )
    const orders = [
      order('good', {}),
      order('no-profile', { profile: { profile_id: '5a61f87d69d42678a8dc6dff' } }),
      order('no-product', { lines: [{ ...line, product: 'vanished' }] }),
      order('odd-status', { status: 'teleported' }),
    ]
    await writeFile(join(folder, 'orders.json'), JSON.stringify({ error: 0, data: orders }))

    sandbox = await startTestSandbox()
    stack = await startTestStack(sandbox)
    const { runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    report = await stack.report(runId)
    records = await sandbox.records()
  }, 240_000)
  afterAll(async () => {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  })

  const findingOf = (code: string) => report.findings.find((finding) => finding.code === code)

  it('rejects an empty file, broken JSON and a picture, each with its reason', () => {
    const reasons = Object.fromEntries(
      report.datasets.filter(({ status }) => status === 'rejected').map(({ file, reason }) => [file, reason]),
    )
    expect(reasons['empty.csv']).toMatch(/^file\.empty/)
    expect(reasons['trailing-comma.json']).toMatch(/^file\.not_json .*line: 1/)
    expect(reasons['picture.csv']).toMatch(/^file\.binary .*PNG/i)
  })

  it('rejects rows with too few or too many cells and an unclosed quote by row, and keeps the others', () => {
    expect(report.datasets.find(({ file }) => file === 'profiles.csv')).toMatchObject({ rows: 3, rejectedRows: 3 })
    for (const code of ['row.too_few_cells', 'row.too_many_cells', 'row.unclosed_quote']) {
      expect(findingOf(code), code).toMatchObject({ level: 'error', count: 1, samples: [{ file: 'profiles.csv' }] })
      expect(findingOf(code)?.samples[0]?.row, code).toBeGreaterThan(0)
    }
    const names = (records['persons'] ?? []).map(({ name }) => name)
    expect(names.sort()).toEqual(['After Quote', 'Good Person', 'Unknown Owner'])
  })

  it('tells of an unknown owner and of an unknown status, which a person decided', () => {
    expect(findingOf('owner.unknown')).toMatchObject({ samples: [{ file: 'profiles.csv', row: 4 }] })
    expect(findingOf('order.status_unknown')).toMatchObject({ samples: [{ file: 'orders.json', row: 4 }] })
  })

  it('imports no half of an order whose profile or product is missing', () => {
    expect(findingOf('order.profile_missing')).toMatchObject({
      level: 'error',
      samples: [{ file: 'orders.json', row: 2 }],
    })
    expect(findingOf('order.product_missing')).toMatchObject({
      level: 'error',
      samples: [{ file: 'orders.json', row: 3 }],
    })
    const titles = (records['deals'] ?? []).map(({ title }) => String(title))
    expect(titles.some((title) => /no-profile|no-product/.test(title))).toBe(false)
    expect(titles).toHaveLength(2)
    expect(report.outcomes['orders']).toMatchObject({ rows: 4, created: 2, failed: 2 })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import type { RunView } from '../../server/http/schemas.ts'
import { expectBalanced } from '../support/books.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'

let folder: string
let sandbox: TestSandbox
let stack: TestStack
/** The first person is renamed as soon as the persons are read back. */
let renamed = false

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-gates-'))
  const files = {
    'profiles.csv': [
      'id,email,_fname,_lname,company',
      'p1,one@firm.example,One,Person,Firm',
      'p2,two@,Two,Person,',
      'p3,three@firm.example',
      'p4,four@firm.example,Four,Person,',
      'p5,five@firm.example,Five,Person,',
    ],
    'products.csv': ['external_id,name,price,currency', 'mug,Mug,900,RUB', 'cup,,900,RUB'],
  }
  const orders = [
    ['o1', 'p1', 'mug'],
    ['o2', 'p2', 'mug'],
    ['o3', 'p3', 'mug'],
    ['o4', 'p4', 'cup'],
  ].map(([id, profile, product]) => ({
    ...{ external_id: id, status: 'paid', currency: 'RUB', delivery_cost: '0', total_price: '90000' },
    ...{ create_time: '2026-03-01T10:00:00Z', profile: { profile_id: profile } },
    lines: [{ external_id: 'l1', product, final_price_per_item: '90000', base_price_per_item: '90000', count: 1 }],
  }))
  await writeFile(join(folder, 'orders.json'), JSON.stringify({ error: 0, data: orders }))
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder, name), `${lines.join('\n')}\n`)
  sandbox = await startTestSandbox({}, async ({ method, url }) => {
    if (renamed || method !== 'GET' || !/^\/api\/v2\/persons\?.*updated_since/.test(url)) return
    renamed = true
    const { persons = [] } = await sandbox.records()
    await sandbox.control('PATCH', `records/persons/${persons[0]?.['id']}`, { name: 'Somebody else' })
  })
  stack = await startTestStack(sandbox)
}, 60_000)
afterAll(async () => {
  await stack.close()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

it('a strict import waits after each phase that is not as in the export until a person accepts it, and tells what waits for what', {
  timeout: 240_000,
}, async () => {
  const { api } = stack
  const migrationId = await stack.prepare(folder)
  const path = `/api/migrations/${migrationId}/gate-policy`
  expect(await api.get(path)).toMatchObject({ policy: 'lenient' })
  for (let times = 0; times < 2; times += 1) await api.send('PUT', path, { policy: 'strict' })
  const { id: runId } = await api.send<RunView>('POST', `/api/migrations/${migrationId}/runs`, { kind: 'full' })
  const acceptAt = (phase: string, checksum: string | undefined) =>
    api.send('POST', `/api/runs/${runId}/gates/${phase}/accept`, { checksum, note: 'seen' })
  const viewOf = () => api.get<RunView>(`/api/runs/${runId}`)

  await stack.reach(runId, ['paused'])
  const atPersons = await viewOf()
  expect(atPersons.pause).toMatchObject({ code: 'gate.differences', detail: { phase: 'persons', different: 1 } })
  expect(atPersons.gates['persons']).toMatchObject({ state: 'waiting', found: { different: 1, rowsFailed: 1 } })
  expect((await sandbox.records())['products'] ?? []).toEqual([])

  // Going on without a word of acceptance comes back to the same gate.
  await api.send('POST', `/api/runs/${runId}/resume`, {})
  await stack.reach(runId, ['paused'])
  expect((await viewOf()).pause?.code).toBe('gate.differences')
  await expect(acceptAt('persons', 'another')).rejects.toThrow(/gate\.changed/)
  await expect(acceptAt('orders', atPersons.gates['persons']?.checksum)).rejects.toThrow(/gate\.not_waiting/)

  const accepted: string[] = []
  for (;;) {
    const { state, pause } = await stack.reach(runId, ['paused', 'completed'])
    if (state === 'completed') break
    const phase = String((await viewOf()).pause?.detail['phase'])
    expect([accepted.includes(phase), pause?.code]).toEqual([false, 'gate.differences'])
    const { checksum } = (await viewOf()).gates[phase] ?? {}
    for (let times = 0; times < 2; times += 1) await acceptAt(phase, checksum)
    accepted.push(phase)
  }
  expect(accepted).toEqual(['persons', 'products'])
  const { gates } = await viewOf()
  expect(gates['persons']).toMatchObject({ state: 'accepted', note: 'seen', policy: { policy: 'strict' } })
  expect(gates['orders']).toMatchObject({ state: 'clean', found: { planned: 4, created: 1, held: 3 } })
  const audited = await inCompany(stack.database.db, stack.companyId, (trx) =>
    trx('audit_log').where({ action: 'gate.accepted', subject: runId }).orderBy('id').pluck('detail'),
  )
  expect(audited.map(({ phase }) => phase)).toEqual(accepted)

  const report = await stack.report(runId)
  await expectBalanced(report, sandbox)
  const details = report.findings
    .filter(({ code }) => code.includes('.waits_for_'))
    .flatMap(({ code, samples }) => samples.map(({ row, detail }) => ({ held: code, of: row, ...detail })))
  expect(details).toMatchObject([
    { held: 'order.waits_for_person', of: 2, file: 'profiles.csv', row: 2, waitsFor: 'person', key: 'id:p2' },
    { held: 'order.waits_for_person', of: 3, file: 'profiles.csv', row: 3, waitsFor: 'person', key: 'id:p3' },
    { held: 'order.waits_for_product', of: 4, file: 'products.csv', row: 2, waitsFor: 'product', key: 'code:cup' },
  ])
  expect(report.clean).toBe(false)
})

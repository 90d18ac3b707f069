import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import type { Report, RunView } from '../../examples/demo/views.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'

type Row = Record<string, unknown>
interface DeltaReport extends Report {
  delta: {
    nothingNew: boolean
    entities: Record<string, Record<string, number>>
    lines: Record<string, number>
    conflicts: Record<string, number>
    keptEdits: number
    vanished: Record<string, number>
  }
}
interface Questions {
  open: number
  questions: { id: string; code: string; field: string; detail: Row; choices: string[] }[]
}
type Policies = { conflicts: 'theirs' | 'ours' | 'ask'; vanished: 'leave' | 'label' | 'close'; wholeExport?: true }

const id = (n: number) => `5a61f87d69d42678a8dc6d0${n}`
const profile = (n: number, email: string, first: string, last: string, phone = `+7900123450${n}`) =>
  `${id(n)},${email},${first},${last},"[""${phone}""]",${n} city`
const profiles = (rows: string[]) => ['id,email,_fname,_lname,phones,_city', ...rows, ''].join('\n')
const people = {
  anna: profile(1, 'anna@north.example', 'Anna', 'Petrova'),
  boris: profile(2, 'boris@north.example', 'Boris', 'Orlov'),
  vera: profile(3, 'vera@north.example', 'Vera', 'Sokolova'),
  gleb: profile(4, 'gleb@north.example', 'Gleb', 'Volkov'),
}
const line = (order: string, place: number, product: string, price: number, count: number) => ({
  external_id: `${order}-${place}`,
  product,
  base_price_per_item: String(price * 100),
  final_price_per_item: String(price * 100),
  count,
  currency: 'RUB',
})
const order = (name: string, of: number, status: string, items: [string, number, number][]) => ({
  profile: { profile_id: id(of) },
  external_id: name,
  status,
  delivery_cost: '0',
  total_price: String(items.reduce((sum, [, price, count]) => sum + price * count, 0) * 100),
  currency: 'RUB',
  lines: items.map(([product, price, count], index) => line(name, index + 1, product, price, count)),
  create_time: '2026-05-01T10:00:00Z',
})
const ordersJson = (orders: object[]) => JSON.stringify({ data: orders })
const catalogue = JSON.stringify(
  ['A-1', 'B-2', 'C-3'].map((code, index) => ({
    external_id: code,
    name: `Product ${code}`,
    price: `${(index + 1) * 100}.00`,
    currency: 'RUB',
  })),
)
const members = (of: number[]) => ['id,email', ...of.map((n) => `${id(n)},`), ''].join('\n')

let folder: string
let sandbox: TestSandbox
let stack: TestStack
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-delta-'))
  sandbox = await startTestSandbox({ plan: 'ultimate' })
  stack = await startTestStack(sandbox)
})
afterEach(async () => {
  await stack.close()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, files: Record<string, string>): Promise<string> {
  const directory = join(folder, name)
  await mkdir(directory)
  for (const [file, text] of Object.entries(files)) await writeFile(join(directory, file), text)
  return directory
}

/** A run of a newer export: what the migration that it follows wrote is compared with it. */
async function delta(directory: string, follows: string, policies: Policies) {
  const migrationId = await stack.prepare(directory)
  await inCompany(stack.database.db, stack.companyId, (trx) =>
    trx('migrations').where({ id: migrationId }).update({ follows }),
  )
  const run = await stack.api.send<RunView>('POST', `/api/migrations/${migrationId}/runs`, {
    kind: 'delta',
    ...policies,
  })
  await stack.reach(run.id, ['completed'])
  return { migrationId, runId: run.id, report: (await stack.report(run.id)) as DeltaReport }
}

async function first(files: Record<string, string>) {
  const begun = await stack.begin(await write('first', files))
  await stack.reach(begun.runId, ['completed'])
  const report = await stack.report(begun.runId)
  expect(report.clean).toBe(true)
  return begun
}

const named = (records: Row[] | undefined, name: string) => records?.find((record) => record['name'] === name)
function segmentsOf(records: Record<string, Row[]>, name: string): unknown {
  const field = records['fields']?.find(({ field_name }) => field_name === 'segments__c')
  const custom = named(records['persons'], name)?.['custom_fields'] as Row | undefined
  return custom?.[String(field?.['field_code'])]
}

const leave: Policies = { conflicts: 'theirs', vanished: 'leave' }

describe('a newer export', () => {
  it('changes what changed, creates what is new, and costs nothing where nothing did', {
    timeout: 300_000,
  }, async () => {
    const files = {
      '1_database_export.csv': profiles([people.anna, people.boris, people.vera]),
      'products.json': catalogue,
      'orders.json': ordersJson([
        order('o1', 1, 'new', [
          ['A-1', 100, 2],
          ['B-2', 250, 1],
        ]),
        order('o2', 2, 'paid', [['A-1', 100, 1]]),
      ]),
      'segment_vip.csv': members([1, 2, 3]),
    }
    const begun = await first(files)
    const before = await sandbox.records()
    const boris = named(before['persons'], 'Boris Orlov')
    await sandbox.control('PATCH', `records/persons/${boris?.['id']}`, { name: 'Boris Orlov Jr' })
    const [deal] = before['deals'] ?? []
    await sandbox.control('POST', 'stats/reset')

    const same = await delta(await write('same', files), begun.migrationId, leave)
    expect((await sandbox.stats()).methods).toEqual({ GET: expect.any(Number) })
    expect(same.report).toMatchObject({
      clean: true,
      delta: { nothingNew: true, keptEdits: 1, conflicts: { theirs: 0, ours: 0, ask: 0 } },
    })

    const newer = await delta(
      await write('newer', {
        ...files,
        '1_database_export.csv': profiles([
          profile(1, 'anna@north.example', 'Anna', 'Petrova', '+79001234599'),
          people.boris,
          people.vera,
          people.gleb,
        ]),
        'orders.json': ordersJson([
          order('o1', 1, 'paid', [
            ['A-1', 120, 2],
            ['C-3', 400, 1],
          ]),
          order('o2', 2, 'paid', [['A-1', 100, 1]]),
        ]),
        'segment_vip.csv': members([1, 3, 4]),
      }),
      same.migrationId,
      leave,
    )
    expect(newer.report.delta).toMatchObject({
      nothingNew: false,
      entities: { person: { new: 1, vanished: 0 }, deal: { new: 0, changed: 1, unchanged: 1 } },
      lines: { changed: 1, added: 1, removed: 1 },
    })
    expect(newer.report.clean).toBe(true)
    const after = await sandbox.records()
    expect(named(after['persons'], 'Anna Petrova')?.['phones']).toMatchObject([{ value: '+79001234599' }])
    expect(named(after['persons'], 'Boris Orlov Jr')).toBeDefined()
    const followed = after['deals']?.find(({ id }) => id === deal?.['id'])
    expect(followed).toMatchObject({ status: 'won', value: 640 })
    expect(segmentsOf(after, 'Boris Orlov Jr')).toBeNull()
    expect(segmentsOf(after, 'Gleb Volkov')).toHaveLength(1)

    await sandbox.control('POST', 'stats/reset')
    const again = await delta(await write('again', files), newer.migrationId, leave)
    expect(again.report.delta.entities['person']).toMatchObject({ new: 0, vanished: 1 })
  })

  it('asks about what changed on both sides, and carries the answer out', { timeout: 300_000 }, async () => {
    const begun = await first({ '1_database_export.csv': profiles([people.anna, people.boris]) })
    const { persons = [] } = await sandbox.records()
    const anna = named(persons, 'Anna Petrova')
    const boris = named(persons, 'Boris Orlov')
    await sandbox.control('PATCH', `records/persons/${anna?.['id']}`, { name: 'Anna by hand' })
    await sandbox.control('PATCH', `records/persons/${boris?.['id']}`, { name: 'Boris by hand' })
    const files = {
      '1_database_export.csv': profiles([
        people.anna.replace('Petrova', 'Married'),
        people.boris.replace('Orlov', 'Eagle'),
      ]),
    }
    const asked = await delta(await write('newer', files), begun.migrationId, { conflicts: 'ask', vanished: 'leave' })
    expect(asked.report.delta.conflicts).toEqual({ theirs: 0, ours: 0, ask: 2 })
    const path = `/api/migrations/${asked.migrationId}/record-questions`
    const { open, questions } = await stack.api.get<Questions>(path)
    expect(open).toBe(2)
    expect(questions[0]).toMatchObject({ code: 'conflict', field: 'name', choices: ['theirs', 'ours'] })
    const ofAnna = questions.find(({ detail }) => detail['now'] === 'Anna by hand')
    expect(ofAnna?.detail).toEqual({ written: 'Anna Petrova', now: 'Anna by hand', exported: 'Anna Married' })
    await stack.api.send('PUT', `${path}/${ofAnna?.id}`, { decision: 'ours' })
    await stack.api.send('PUT', path, { code: 'conflict', decision: 'theirs' })
    expect((await stack.api.get<Questions>(path)).open).toBe(0)

    const retry = await stack.api.send<RunView>('POST', `/api/runs/${asked.runId}/retry`, {})
    await stack.reach(retry.id, ['completed'])
    expect((await stack.report(retry.id)).outcomes['profiles']).toMatchObject({ rows: 1, updated: 1 })
    const decided = await sandbox.records()
    expect(decided['persons']?.map(({ name }) => name).sort()).toEqual(['Anna Married', 'Boris by hand'])

    const carried = await delta(await write('same', files), asked.migrationId, { conflicts: 'ask', vanished: 'leave' })
    expect(carried.report.delta.conflicts).toEqual({ theirs: 1, ours: 0, ask: 0 })
    const after = await sandbox.records()
    expect(after['persons']?.map(({ name }) => name).sort()).toEqual(['Anna Married', 'Boris by hand'])
  })

  it('labels people and closes deals that it no longer has, once, and takes it back when they return', {
    timeout: 300_000,
  }, async () => {
    const all = Object.values(people)
    const orders = [order('o1', 1, 'new', [['A-1', 100, 1]]), order('o2', 2, 'new', [['B-2', 250, 1]])]
    const files = {
      '1_database_export.csv': profiles(all),
      'products.json': catalogue,
      'orders.json': ordersJson(orders),
      'segment_vip.csv': members([1, 2, 3, 4]),
    }
    const begun = await first(files)
    const fewer = {
      ...files,
      '1_database_export.csv': profiles(all.slice(0, 3)),
      'orders.json': ordersJson(orders.slice(1)),
      'segment_vip.csv': members([1, 2, 3]),
    }
    const close: Policies = { conflicts: 'theirs', vanished: 'close' }
    const gone = await delta(await write('fewer', fewer), begun.migrationId, close)
    expect(gone.report.delta.vanished).toEqual({ listed: 0, labelled: 1, closed: 1 })
    expect(gone.report.clean).toBe(true)
    const after = await sandbox.records()
    const lost = after['deals']?.filter(({ status }) => status === 'lost')
    expect(lost).toMatchObject([{ lost_reason: expect.stringMatching(/выгрузке|export/) }])
    const csv = await stack.download(`/api/runs/${gone.runId}/delta/vanished`)
    expect(csv).toMatch(
      /person,Gleb Volkov,person:5a61f87d69d42678a8dc6d04,\d+,https:\/\/severny-veter\.pipedrive\.com\/person\/\d+,labelled,updated/,
    )

    const once = await delta(await write('once', fewer), gone.migrationId, close)
    expect(once.report.delta).toMatchObject({ nothingNew: true, vanished: { listed: 0, labelled: 0, closed: 0 } })

    await delta(await write('back', files), once.migrationId, close)
    const back = await sandbox.records()
    expect(back['deals']?.map(({ status }) => status)).toEqual(['open', 'open'])
    expect(segmentsOf(back, 'Gleb Volkov')).toHaveLength(1)
  })

  it('that looks partial, or has no such file, makes nothing vanish', { timeout: 300_000 }, async () => {
    const all = Object.values(people)
    const begun = await first({
      '1_database_export.csv': profiles(all),
      'segment_vip.csv': members([1, 2, 3, 4]),
      'products.json': catalogue,
    })
    await sandbox.control('POST', 'stats/reset')
    const files = { '1_database_export.csv': profiles(all.slice(0, 1)), 'segment_vip.csv': members([1]) }
    const label: Policies = { conflicts: 'theirs', vanished: 'label' }
    const partial = await delta(await write('partial', files), begun.migrationId, label)
    expect(partial.report.delta).toMatchObject({
      vanished: { listed: 3, labelled: 0, closed: 0 },
      entities: { person: { vanished: 3 } },
    })
    expect(partial.report.delta.entities['product']?.['vanished'] ?? 0).toBe(0)
    expect(partial.report.findings).toContainEqual(expect.objectContaining({ code: 'delta.export_partial' }))
    expect((await sandbox.stats()).methods).toEqual({ GET: expect.any(Number) })
  })
})

describe('people of the account', () => {
  it('who share only a name are asked about, and retried as decided', { timeout: 300_000 }, async () => {
    await sandbox.control('POST', 'seed', {
      company: 4711,
      persons: [
        { name: 'Петрова Анна' },
        { name: 'Boris Orlov', phones: [{ value: '8 (900) 123-45-02', primary: true, label: 'work' }] },
        { name: 'Vera Sokolova', emails: [{ value: 'other@x.example', primary: true, label: 'work' }] },
      ],
    })
    const begun = await stack.begin(
      await write('first', {
        '1_database_export.csv': profiles([
          people.anna.replace('Anna,Petrova', 'Анна,Петрова'),
          people.boris,
          people.vera,
        ]),
      }),
    )
    await stack.reach(begun.runId, ['completed'])
    const report = await stack.report(begun.runId)
    expect(report.outcomes['profiles']).toMatchObject({ created: 1, updated: 1, unprocessed: 1 })
    const path = `/api/migrations/${begun.migrationId}/record-questions`
    const { questions } = await stack.api.get<Questions>(path)
    expect(questions).toMatchObject([{ code: 'person.same_name', detail: { name: 'Петрова Анна' } }])
    await stack.api.send('PUT', path, { code: 'person.same_name', decision: 'match' })
    const again = await stack.api.send<RunView>('POST', `/api/migrations/${begun.migrationId}/runs`, { kind: 'full' })
    await stack.reach(again.id, ['completed'])
    expect((await stack.report(again.id)).outcomes['profiles']).toMatchObject({ updated: 1, unchanged: 2 })
    const { persons = [] } = await sandbox.records()
    expect(persons).toHaveLength(4)
    expect(named(persons, 'Петрова Анна')?.['emails']).toMatchObject([{ value: 'anna@north.example' }])
  })
})

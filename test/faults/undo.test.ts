import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunView } from '../../examples/demo/views.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { asAnotherApp, type CallApi } from '../support/another-app.ts'
import { seedSettled } from '../support/settled-account.ts'
import { kill, startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'
import { beginUndo, expectRestored, undone } from '../support/undoing.ts'
import { zipOf } from '../support/zip-of.ts'

const example = fileURLToPath(new URL('../../examples/altcraft-export', import.meta.url))

describe('an undo', { timeout: 600_000 }, () => {
  let folder: string
  const open: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-undo-'))
    await writeAccount(folder, 60, 20_261_124)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })

  async function start(
    options: Parameters<typeof startTestSandbox>[0] = {},
    settings?: Parameters<typeof startTestStack>[1],
  ): Promise<{ sandbox: TestSandbox; stack: TestStack }> {
    const sandbox = await startTestSandbox({ plan: 'ultimate', ...options })
    open.push(sandbox)
    const stack = await startTestStack(sandbox, settings)
    open.push(stack)
    return { sandbox, stack }
  }

  it('of the whole example account leaves Pipedrive as it was, and costs no more than was said; a second one sends nothing', async () => {
    const { sandbox, stack } = await start()
    const before = await sandbox.records()
    const { migrationId, runId } = await stack.begin(example)
    await stack.reach(runId, ['completed'])
    const preview = await stack.api.get<{ apiTokens: number; requests: number }>(
      `/api/migrations/${migrationId}/undo?setup=true`,
    )
    const spent = (await sandbox.stats()).totalTokens
    const undo = await beginUndo(stack, migrationId)
    const run = await stack.reach(undo.id, ['completed'])
    expect(await undone(stack, undo.id)).toEqual([])
    expect(run.clean).toBe(true)
    await expectRestored(sandbox, before)
    const after = await sandbox.stats()
    expect(run.progress['orders']).toMatchObject({ deleted: run.progress['orders']?.total, kept: 0 })
    console.log(`undo: ${after.totalTokens - spent} API tokens, at most ${preview.apiTokens} were told`)
    expect(after.totalTokens - spent).toBeLessThanOrEqual(preview.apiTokens)

    const again = await beginUndo(stack, migrationId)
    await stack.reach(again.id, ['completed'])
    const { methods } = await sandbox.stats()
    expect(methods).toEqual({ ...after.methods, GET: methods['GET'] })
  })

  /** What an import of the folder writes into an empty account. */
  let imported: Promise<Record<string, Record<string, unknown>[]>> | undefined
  const whatIsImported = () => {
    imported ??= start().then(async ({ sandbox, stack }) => {
      const { runId } = await stack.begin(folder)
      await stack.reach(runId, ['completed'])
      return sandbox.records()
    })
    return imported
  }

  it('in an account that was in use gives every record its fields back, also after its answers were lost', async () => {
    const known = await whatIsImported()
    const { sandbox, stack } = await start()
    await seedSettled(sandbox, known)
    const before = await sandbox.records()
    const { migrationId, runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const { entities } = await stack.report(runId)
    expect(entities['person']?.updated).toBeGreaterThan(5)
    expect(entities['organization']?.updated).toBeGreaterThan(0)
    await sandbox.control('POST', 'faults', [
      { match: { method: 'DELETE' }, kind: 'lostAfterCommit', probability: 0.05, seed: 1, times: 8 },
      { match: { method: 'DELETE' }, kind: 'lostBeforeCommit', probability: 0.05, seed: 2, times: 8 },
      { match: { method: 'PATCH' }, kind: 'lostAfterCommit', times: 2 },
      { match: { method: 'PATCH' }, kind: '502', times: 1 },
    ])
    const undo = await beginUndo(stack, migrationId)
    const run = await stack.reach(undo.id, ['completed'])
    expect(await undone(stack, undo.id)).toEqual([])
    expect(run.clean).toBe(true)
    expect(run.progress['persons']?.restored).toBeGreaterThan(5)
    await expectRestored(sandbox, before)
  })

  it('leaves and lists what people changed, added or use', async () => {
    const known = await whatIsImported()
    const { sandbox, stack } = await start()
    await seedSettled(sandbox, known)
    const before = await sandbox.records()
    const { migrationId, runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const call = await asAnotherApp(sandbox)
    const touched = await touch(sandbox, call, before)
    const asTheyAre = await sandbox.records()

    const dry = await beginUndo(stack, migrationId, { target: { of: 'migration' }, setup: true, dryRun: true })
    const { methods } = await sandbox.stats()
    await stack.reach(dry.id, ['completed'])
    expect((await sandbox.stats()).methods).toEqual({ ...methods, GET: expect.any(Number) })
    expect(await sandbox.records()).toEqual(asTheyAre)

    const undo = await beginUndo(stack, migrationId)
    const run = await stack.reach(undo.id, ['completed'])
    expect(run.clean).toBe(true)
    const kept = await undone(stack, undo.id)
    const told = kept.map(({ entity, pipedriveId, name, code }) => `${code} ${entity} ${pipedriveId ?? name}`).sort()
    expect(told).toEqual(touched.told.sort())
    expect(await undone(stack, dry.id)).toEqual(kept)
    expect(kept.find(({ code }) => code === 'undo.changed')).toMatchObject({ fields: ['name'] })
    expect(kept.filter(({ entity }) => entity === 'person').every(({ sources }) => sources.length > 0)).toBe(true)
    await expectRestored(sandbox, before, touched.ids)
    const now = await sandbox.records()
    expect(now['persons']?.find(({ id }) => id === touched.extended.id)?.['emails']).toEqual(touched.extended.emails)
    for (const [kind, ids] of Object.entries(touched.kept)) {
      const pick = (books: typeof now) => (books[kind] ?? []).filter(({ id }) => ids.includes(Number(id)))
      expect(pick(now).map(withoutOurFields(now)), kind).toEqual(pick(asTheyAre).map(withoutOurFields(now)))
    }
    expect(await stack.download(`/api/runs/${undo.id}/undone.csv`)).toContain('undo.has_lines')
  })

  it('that is killed and goes on ends as if it had not been', async () => {
    const { sandbox, stack } = await start({ latencyMs: 20 }, { workers: 0 })
    const before = await sandbox.records()
    let worker = await stack.startWorker()
    const { migrationId, runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const undo = await beginUndo(stack, migrationId)
    for (const share of [0.2, 0.6]) {
      await until(async () => deletedShare(await stack.api.get<RunView>(`/api/runs/${undo.id}`)) > share)
      await kill(worker)
      worker = await stack.startWorker()
    }
    const run = await stack.reach(undo.id, ['completed'])
    expect(run.clean).toBe(true)
    await expectRestored(sandbox, before)
  })

  it('takes notes, activities and files back; one that people rewrote stays, and the person with it', async () => {
    const { sandbox, stack } = await start()
    const before = await sandbox.records()
    const attached = await mkdtemp(join(tmpdir(), 'altcraft-importer-attached-'))
    await writeAttached(attached)
    const { migrationId, runId } = await stack.begin(attached)
    await rm(attached, { recursive: true, force: true })
    await stack.reach(runId, ['completed'])
    const { notes = [], files = [], persons = [] } = await sandbox.records()
    expect([notes.length, files.length]).toEqual([4, 1])
    const call = await asAnotherApp(sandbox)
    const rewritten = notes.find(({ content }) => String(content).includes('blue'))
    await call('PUT', `/api/v1/notes/${String(rewritten?.['id'])}`, { content: 'Likes green by now' })

    const undo = await beginUndo(stack, migrationId)
    const run = await stack.reach(undo.id, ['completed'])
    expect(run.clean).toBe(true)
    expect(await undone(stack, undo.id)).toMatchObject([
      { entity: 'note', code: 'undo.changed', fields: ['content'] },
      { entity: 'organization', code: 'undo.needed' },
      { entity: 'person', code: 'undo.needed' },
    ])
    const kept = (list: typeof persons, id: unknown) =>
      list.filter((record) => record['id'] === id).map((one) => one['id'])
    await expectRestored(sandbox, before, {
      notes: kept(notes, rewritten?.['id']) as number[],
      persons: kept(persons, rewritten?.['person_id']) as number[],
      organizations: persons.map(({ org_id: id }) => Number(id)),
    })
  })

  it('goes on after a pause with what people did meanwhile', async () => {
    const { sandbox, stack } = await start({ latencyMs: 60 })
    const before = await sandbox.records()
    const { migrationId, runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const undo = await beginUndo(stack, migrationId)
    await until(async () => deletedShare(await stack.api.get<RunView>(`/api/runs/${undo.id}`)) > 0.02)
    await stack.api.send('POST', `/api/runs/${undo.id}/pause`, {})
    await stack.reach(undo.id, ['paused'])
    const call = await asAnotherApp(sandbox)
    const { organizations = [] } = await sandbox.records()
    const last = Number(organizations.at(-1)?.['id'])
    await call('PATCH', `/api/v2/organizations/${last}`, { name: 'Ours by now' })
    await stack.api.send('POST', `/api/runs/${undo.id}/resume`, {})
    await stack.reach(undo.id, ['completed'])
    expect(await undone(stack, undo.id)).toMatchObject([
      { entity: 'organization', pipedriveId: last, code: 'undo.changed', fields: ['name'] },
    ])
    await expectRestored(sandbox, before, { organizations: [last] })
  })

  it('of a phase or of one record takes back just that, and the next import writes it anew', async () => {
    const { sandbox, stack } = await start()
    const { migrationId, runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const imported = await sandbox.records()
    const orders = await beginUndo(stack, migrationId, { target: { of: 'phase', runId, phase: 'orders' } })
    await stack.reach(orders.id, ['completed'])
    const withoutOrders = await sandbox.records()
    expect(withoutOrders['persons']).toEqual(imported['persons'])
    expect(withoutOrders['deals']?.length).toBeLessThan(imported['deals']?.length ?? 0)

    const [person] = withoutOrders['persons'] ?? []
    const target = { of: 'record', entity: 'person', pipedriveId: Number(person?.['id']) }
    const { totalTokens } = await sandbox.stats()
    const one = await beginUndo(stack, migrationId, { target })
    await stack.reach(one.id, ['completed'])
    expect((await sandbox.stats()).totalTokens - totalTokens).toBeLessThan(150)
    expect((await sandbox.records())['persons']?.length).toBe((imported['persons']?.length ?? 0) - 1)

    const again = await stack.api.send<RunView>('POST', `/api/migrations/${migrationId}/runs`, { kind: 'full' })
    await stack.reach(again.id, ['completed'])
    const now = await sandbox.records()
    expect(now['persons']?.length).toBe(imported['persons']?.length)
    expect(now['deals']?.length).toBe(imported['deals']?.length)
    expect(now['dealProducts']?.length).toBe(imported['dealProducts']?.length)

    await expect(beginUndo(stack, migrationId, { target: { of: 'run', runId: one.id } })).rejects.toThrow(
      /undo.of_undo/,
    )
    const everything = await beginUndo(stack, migrationId)
    await stack.reach(everything.id, ['completed'])
    expect(Object.values(await sandbox.records()).flat()).toEqual([])
  })
})

/** Two people of a company: with a history each, notes of one, and a contract. */
async function writeAttached(folder: string): Promise<void> {
  const [anna, boris] = ['5a61f87d69d42678a8dc6d01', '5a61f87d69d42678a8dc6d02']
  const write = (name: string, lines: string[]) => writeFile(join(folder, name), `${lines.join('\n')}\n`)
  await write('1_database_export.csv', [
    'id,email,_fname,_lname,company',
    `${anna},anna@firm.example,Anna,Petrova,Firm LLC`,
    `${boris},boris@firm.example,Boris,Orlov,Firm LLC`,
  ])
  await write('history.csv', [
    'action,datetime,profile_id,campaign_name,channel,event_id',
    `send,2024-09-27T15:52:57Z,${anna},Autumn <sale>,email,e01`,
    `click,2024-09-26T10:00:00Z,${boris},Autumn <sale>,email,e02`,
  ])
  await write('notes.csv', [
    'note_id,profile_id,note_text,author,created_at',
    `1,${anna},"Likes <b>blue</b>, calls twice",Boris,2023-03-01T12:00:00Z`,
    `2,${boris},Second & last,Boris,2024-03-01T12:00:00Z`,
  ])
  const listed = `profile_id,file_path,file_name\n${boris},docs/contract.pdf,Contract\n`
  const archive = await zipOf({ 'files.csv': listed, 'docs/contract.pdf': '%PDF-1.7 contract' })
  await writeFile(join(folder, 'documents.zip'), archive)
}

function deletedShare({ progress }: RunView): number {
  const phases = Object.values(progress)
  const sum = (part: 'done' | 'total') => phases.reduce((all, phase) => all + phase[part], 0)
  return sum('total') === 0 ? 0 : sum('done') / sum('total')
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await pause(100)
}

/** Fields that went with the undo hold no values any more, in kept records neither. */
function withoutOurFields({ fields = [] }: Record<string, Record<string, unknown>[]>) {
  const left = new Set(fields.map(({ field_code: code }) => code))
  return ({ custom_fields: custom, update_time: _, ...record }: Record<string, unknown>) => ({
    ...record,
    custom_fields: Object.fromEntries(Object.entries(custom ?? {}).filter(([code]) => left.has(code))),
  })
}

interface Touched {
  told: string[]
  kept: Record<string, number[]>
  ids: Record<string, number[]>
  /** A person of theirs with the e-mails that it must have in the end. */
  extended: { id: number; emails: unknown[] }
}

/**
 * People go on working: a person renamed, one with a note, one with a deal, one with an activity; an e-mail added to a person
 * of theirs that the import updated; a line added to an imported deal; a field and an option of ours used for themselves; a
 * filter renamed. `told`: what an undo must list; `kept`: records that must be as people left them, by kind; `ids`: what is
 * not as it was before the import.
 */
async function touch(
  sandbox: TestSandbox,
  call: CallApi,
  before: Record<string, Record<string, unknown>[]>,
): Promise<Touched> {
  const now = await sandbox.records()
  const idOf = (record: Record<string, unknown> | undefined) => Number(record?.['id'])
  const old = (kind: string) => new Set((before[kind] ?? []).map(idOf))
  const ours = (kind: string) => (now[kind] ?? []).filter((record) => !old(kind).has(idOf(record)))
  const deals = ours('deals')
  const buyers = new Set(deals.map(({ person_id: id }) => id))
  const loose = ours('persons').filter(({ id, org_id: org }) => !buyers.has(id) && org === null)
  const [renamed, noted, dealt, busy] = loose.map(idOf)
  await call('PATCH', `/api/v2/persons/${renamed}`, { name: 'Renamed by people' })
  const note = await call('POST', '/api/v1/notes', { content: 'Called', person_id: noted })
  const deal = await call('POST', '/api/v2/deals', { title: 'New business', person_id: dealt })
  const activity = await call('POST', '/api/v2/activities', {
    subject: 'Call',
    type: 'call',
    participants: [{ person_id: busy, primary: true }],
  })
  const updated = (now['persons'] ?? []).find(
    (person) => old('persons').has(idOf(person)) && !isSame(person, before['persons']),
  )
  const added = { value: 'added@people.example', primary: false, label: 'work' }
  const emailsOf = (person: Record<string, unknown> | undefined) => (person?.['emails'] ?? []) as unknown[]
  await call('PATCH', `/api/v2/persons/${idOf(updated)}`, { emails: [...emailsOf(updated), added] })
  const asBefore = before['persons']?.find((person) => idOf(person) === idOf(updated))
  const lined = deals.find(({ id }) => (now['dealProducts'] ?? []).some(({ deal_id: of }) => of === id))
  const products = (now['dealProducts'] ?? []).filter(({ deal_id: of }) => of === lined?.['id'])
  const stranger = (before['products'] ?? []).map(idOf)[0]
  await call('POST', `/api/v2/deals/${idOf(lined)}/products`, { product_id: stranger, item_price: 1, quantity: 1 })
  const field = (name: string) =>
    String((now['fields'] ?? []).find((one) => one['field_name'] === name)?.['field_code'] ?? '')
  const bystander = idOf((before['persons'] ?? []).at(-1))
  await call('PATCH', `/api/v2/persons/${bystander}`, { custom_fields: { [field('last_channel__c')]: 'by hand' } })
  const filter = (now['filters'] ?? [])[0]
  const shown = await call('GET', `/api/v1/filters/${idOf(filter)}`)
  const { conditions } = shown['data'] as { conditions: unknown }
  await call('PUT', `/api/v1/filters/${idOf(filter)}`, { name: 'Our best', conditions })

  const dataId = ({ data }: Record<string, unknown>) => idOf(data as Record<string, unknown>)
  const isOurs = (kind: string, id: unknown) => typeof id === 'number' && !old(kind).has(id)
  const ourProducts = [...new Set(products.map(({ product_id: id }) => id).filter((id) => isOurs('products', id)))]
  const buyer = lined?.['person_id']
  const seller = (now['persons'] ?? []).find(({ id }) => id === buyer)?.['org_id'] ?? lined?.['org_id']
  const needed = [
    ...ourProducts.map((id) => `undo.needed product ${String(id)}`),
    ...(isOurs('persons', buyer) ? [`undo.needed person ${String(buyer)}`] : []),
    ...(isOurs('organizations', seller) ? [`undo.needed organization ${String(seller)}`] : []),
  ]
  const persons = [renamed, noted, dealt, busy, ...(isOurs('persons', buyer) ? [Number(buyer)] : [])].map(Number)
  const kept = {
    persons,
    organizations: isOurs('organizations', seller) ? [Number(seller)] : [],
    products: ourProducts.map(Number),
    deals: [idOf(lined), dataId(deal)],
    notes: [dataId(note)],
    activities: [dataId(activity)],
    dealProducts: [],
  }
  return {
    told: [
      `undo.changed person ${renamed}`,
      `undo.has_children person ${noted}`,
      `undo.has_children person ${dealt}`,
      `undo.has_children person ${busy}`,
      `undo.has_lines deal ${idOf(lined)}`,
      `undo.in_use field last_channel__c`,
      `undo.renamed filter ${idOf(filter)}`,
      ...needed,
    ],
    kept,
    extended: { id: idOf(updated), emails: [...emailsOf(asBefore), added] },
    ids: {
      ...kept,
      persons: [...persons, idOf(updated), bystander],
      fields: (now['fields'] ?? []).filter(({ field_name: name }) => name === 'last_channel__c').map(idOf),
      filters: [idOf(filter)],
      dealProducts: (await sandbox.records())['dealProducts']
        ?.filter(({ deal_id: of }) => of === lined?.['id'])
        .map(idOf) as number[],
    },
  }
}

function isSame(record: Record<string, unknown>, all: Record<string, unknown>[] = []): boolean {
  const one = all.find(({ id }) => id === record['id'])
  return JSON.stringify(one?.['emails']) === JSON.stringify(record['emails'])
}

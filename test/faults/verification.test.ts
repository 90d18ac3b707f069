import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { asAnotherApp, type CallApi } from '../support/another-app.ts'
import { startTestSandbox, startTestStack, type TestSandbox } from '../support/stack.ts'

/** What verification should say: Pipedrive id and field. */
type Named = [id: number, field: string]

it('what was changed between write and read-back is found and named, with both values', {
  timeout: 300_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-verify-'))
  const corrupted = new Map<string, Promise<Named[]>>()
  let call: CallApi | undefined
  const sandbox: TestSandbox = await startTestSandbox({ plan: 'ultimate' }, async ({ method, url }) => {
    // Each phase is read back as soon as it is written: its records by when they changed, lines by their deals.
    const entity = /^\/api\/v2\/(?:(\w+)\?.*updated_since|deals\/(products))/.exec(url)
    const name = entity?.[1] ?? (entity?.[2] && 'lines')
    if (method !== 'GET' || name === undefined || corrupted.has(name) || call === undefined) return
    corrupted.set(name, corrupt(name, sandbox, call))
    await corrupted.get(name)
  })
  const stack = await startTestStack(sandbox)
  try {
    call = await asAnotherApp(sandbox)
    await writeAccount(folder, 60, 3)
    const { runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const report = await stack.report(runId)
    const changed = (await Promise.all(corrupted.values())).flat()
    const found = await inCompany(stack.database.db, 4711, (trx) =>
      trx('findings').where({ run_id: runId, code: 'verify.difference' }).pluck('detail'),
    )
    const named = found.map(({ pipedriveId, field }) => `${pipedriveId} ${field}`).sort()
    expect(named).toEqual(changed.map(([id, field]) => `${id} ${field}`).sort())
    expect(found.every((detail) => detail.written !== undefined && detail.written !== detail.found)).toBe(true)
    expect(report.clean).toBe(false)
    expect(report.verification).toMatchObject({ differences: 4, brokenLinks: 3 })
    const unequal = report.money.filter(({ exportedMinor, importedMinor }) => exportedMinor !== importedMinor)
    expect(unequal.length).toBeGreaterThan(0)
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
})

/** A renamed organization, a person renamed, one unlinked, one gone; a product recoded; a line removed, another a cent off. */
async function corrupt(name: string, sandbox: TestSandbox, call: CallApi): Promise<Named[]> {
  const { organizations = [], persons = [], products = [], dealProducts = [] } = await sandbox.records()
  const idOf = (record: Record<string, unknown> | undefined) => Number(record?.['id'])
  if (name === 'organizations') {
    const renamed = idOf(organizations[0])
    await sandbox.control('PATCH', `records/organizations/${renamed}`, { name: 'Another name' })
    return [[renamed, 'name']]
  }
  if (name === 'persons') {
    const linked = persons.filter(({ org_id: org }) => org !== null)
    const [renamed, unlinked, gone] = [idOf(linked[0]), idOf(linked[1]), idOf(linked[2])]
    await sandbox.control('PATCH', `records/persons/${renamed}`, { name: 'Another name' })
    await sandbox.control('PATCH', `records/persons/${unlinked}`, { org_id: null })
    await sandbox.control('DELETE', `records/persons/${gone}`)
    return [
      [renamed, 'name'],
      [unlinked, 'org_id'],
      [gone, 'record'],
    ]
  }
  if (name === 'products') {
    const recoded = idOf(products[0])
    await sandbox.control('PATCH', `records/products/${recoded}`, { code: 'another-code' })
    return [[recoded, 'code']]
  }
  if (name !== 'lines') return []
  const removed = dealProducts[0]
  const changed = dealProducts.find((line) => line['deal_id'] !== removed?.['deal_id'])
  await call('DELETE', `/api/v2/deals/${removed?.['deal_id']}/products/${removed?.['id']}`)
  await call('PATCH', `/api/v2/deals/${changed?.['deal_id']}/products/${changed?.['id']}`, {
    item_price: Number(changed?.['item_price']) + 0.01,
  })
  return [
    [Number(removed?.['deal_id']), 'line'],
    [Number(changed?.['deal_id']), 'line'],
  ]
}

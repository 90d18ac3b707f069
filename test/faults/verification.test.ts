import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { asAnotherApp, type CallApi } from '../support/another-app.ts'
import { startTestSandbox, startTestStack, type TestSandbox } from '../support/stack.ts'

interface Corrupted {
  /** Pipedrive ids of what was changed, by what verification should say of it. */
  differences: { id: number; field: string }[]
}

it('what was changed between write and read-back is found and named, with both values', {
  timeout: 300_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-verify-'))
  let corrupted: Promise<Corrupted> | undefined
  let call: CallApi | undefined
  const sandbox: TestSandbox = await startTestSandbox({ plan: 'ultimate' }, async ({ method, url }) => {
    // Verification begins with the organizations that changed since the first write.
    if (method !== 'GET' || !/^\/api\/v2\/organizations\?.*updated_since/.test(url) || corrupted || !call) return
    corrupted = corrupt(sandbox, call)
    await corrupted
  })
  const stack = await startTestStack(sandbox)
  try {
    call = await asAnotherApp(sandbox)
    await writeAccount(folder, 60, 3)
    const { runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    const report = await stack.report(runId)
    const { differences } = (await corrupted) ?? { differences: [] }
    const found = await inCompany(stack.database.db, 4711, (trx) =>
      trx('findings').where({ run_id: runId, code: 'verify.difference' }).pluck('detail'),
    )
    const named = found.map(({ pipedriveId, field }) => `${pipedriveId} ${field}`).sort()
    expect(named).toEqual(differences.map(({ id, field }) => `${id} ${field}`).sort())
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
async function corrupt(sandbox: TestSandbox, call: CallApi): Promise<Corrupted> {
  const { organizations = [], persons = [], products = [], dealProducts = [] } = await sandbox.records()
  const idOf = (record: Record<string, unknown> | undefined) => Number(record?.['id'])
  const organization = idOf(organizations[0])
  const linked = persons.filter(({ org_id: org }) => org !== null)
  const [renamed, unlinked, gone] = [idOf(linked[0]), idOf(linked[1]), idOf(linked[2])]
  const product = idOf(products[0])
  const removed = dealProducts[0]
  const changed = dealProducts.find((line) => line['deal_id'] !== removed?.['deal_id'])
  await sandbox.control('PATCH', `records/organizations/${organization}`, { name: 'Another name' })
  await sandbox.control('PATCH', `records/persons/${renamed}`, { name: 'Another name' })
  await sandbox.control('PATCH', `records/persons/${unlinked}`, { org_id: null })
  await sandbox.control('DELETE', `records/persons/${gone}`)
  await sandbox.control('PATCH', `records/products/${product}`, { code: 'another-code' })
  await call('DELETE', `/api/v2/deals/${removed?.['deal_id']}/products/${removed?.['id']}`)
  await call('PATCH', `/api/v2/deals/${changed?.['deal_id']}/products/${changed?.['id']}`, {
    item_price: Number(changed?.['item_price']) + 0.01,
  })
  return {
    differences: [
      { id: organization, field: 'name' },
      { id: renamed, field: 'name' },
      { id: unlinked, field: 'org_id' },
      { id: gone, field: 'record' },
      { id: product, field: 'code' },
      { id: Number(removed?.['deal_id']), field: 'line' },
      { id: Number(changed?.['deal_id']), field: 'line' },
    ],
  }
}

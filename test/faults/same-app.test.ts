import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { asAnotherApp } from '../support/another-app.ts'
import { startTestSandbox, startTestStack } from '../support/stack.ts'

it('a later export leaves alone what people edited, deleted and renamed', {
  timeout: 300_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-again-'))
  const sandbox = await startTestSandbox({ plan: 'ultimate' })
  const stack = await startTestStack(sandbox)
  try {
    await writeAccount(folder, 60, 11)
    const first = await stack.begin(folder)
    await stack.reach(first.runId, ['completed'])

    const { persons = [], fields = [] } = await sandbox.records()
    const edited = persons[0]
    await sandbox.control('PATCH', `records/persons/${edited?.['id']}`, { name: 'Renamed by a person' })
    const field = fields.find(({ field_name }) => field_name === 'altcraft_profile_id__c')
    const call = await asAnotherApp(sandbox)
    await call('PATCH', `/api/v2/personFields/${field?.['field_code']}`, { field_name: 'Where they came from' })
    const { organizations = [] } = await sandbox.records()
    const deleted = organizations.find(({ website }) => website)
    await sandbox.control('DELETE', `records/organizations/${deleted?.['id']}`)
    await sandbox.control('POST', 'stats/reset')

    const second = await stack.begin(folder)
    await stack.reach(second.runId, ['completed'])
    expect(Object.keys((await sandbox.stats()).methods)).toEqual(['GET'])
    const report = await stack.report(second.runId)
    expect(report.clean).toBe(true)
    expect(report.entities['field']).toMatchObject({ created: 0 })
    const after = await sandbox.records()
    expect(after['persons']?.find(({ id }) => id === edited?.['id'])?.['name']).toBe('Renamed by a person')
    expect(after['fields']).toHaveLength(fields.length)
    expect(after['organizations']).toHaveLength(organizations.length - 1)

    const newcomer = [
      'id,email,_fname,company_site',
      `5a61f87d69d42678a8dcffff,new@person.example,New,${deleted?.['website']}`,
    ]
    await writeFile(join(folder, 'more_database_export.csv'), newcomer.join('\n'))
    const third = await stack.begin(folder)
    await stack.reach(third.runId, ['completed'])
    expect((await stack.report(third.runId)).outcomes['profiles']).toMatchObject({
      created: 1,
      failed: 0,
      unprocessed: 0,
    })
    const { persons: people = [], organizations: kept } = await sandbox.records()
    expect(people.find(({ name }) => name === 'New')).toMatchObject({ org_id: null })
    expect(kept).toHaveLength(organizations.length - 1)
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
})

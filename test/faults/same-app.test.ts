import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { startTestSandbox, startTestStack, type TestSandbox } from '../support/stack.ts'

it('the same export again leaves alone what people did, and uses a field that they renamed', {
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
    await renameField(sandbox, String(field?.['field_code']), 'Where they came from')
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
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
})

/** As the admin does in the settings; over the API, with a consent of its own. */
async function renameField({ url, control }: TestSandbox, code: string, name: string): Promise<void> {
  const { callbackUrl } = await control<{ callbackUrl: string }>('GET', 'app')
  const query = new URLSearchParams({ client_id: 'sandbox-client', redirect_uri: callbackUrl, state: 'x' })
  const consent = await fetch(`${url}/oauth/authorize?${query}`, { redirect: 'manual' })
  const grant = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const token = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('sandbox-client:sandbox-secret')}` },
    body: new URLSearchParams({ grant_type: 'authorization_code', code: grant, redirect_uri: callbackUrl }),
  })
  const { access_token } = await token.json()
  const answer = await fetch(`${url}/api/v2/personFields/${code}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ field_name: name }),
  })
  expect(answer.status).toBe(200)
}

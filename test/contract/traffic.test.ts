import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { makeJudge } from '../support/openapi-judge.ts'
import { type RecordedRequest, startTestSandbox, startTestStack } from '../support/stack.ts'

const directory = process.env.PIPEDRIVE_OPENAPI_DIR ?? '../shared/openapi'

it('every request of a whole import is one that Pipedrive’s specification allows', { timeout: 240_000 }, async () => {
  const traffic: RecordedRequest[] = []
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-traffic-'))
  const sandbox = await startTestSandbox({ plan: 'ultimate' }, (request) => traffic.push(request))
  const stack = await startTestStack(sandbox)
  try {
    await writeAccount(folder, 60, 5)
    const { runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
  const writes = new Set(
    traffic.filter(({ method }) => method !== 'GET').map(({ url }) => url.replace(/\/\d+/g, '/{id}')),
  )
  expect([...writes]).toEqual(
    expect.arrayContaining([
      '/api/v2/persons',
      '/api/v2/organizations',
      '/api/v2/products',
      '/api/v2/deals',
      '/api/v1/filters',
    ]),
  )
  if (!existsSync(join(directory, 'v2.yaml'))) {
    console.log('The specifications are not there (PIPEDRIVE_OPENAPI_DIR): the import’s requests were not judged.')
    return
  }
  const judge = makeJudge(directory)
  const problems = traffic.flatMap(({ method, url, body }) => judge.request(method, url, body))
  expect([...new Set(problems)]).toEqual([])
})

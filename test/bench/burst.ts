import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeApi } from '../../examples/demo/api.ts'
import { startChild } from '../../examples/demo/child.ts'
import { install } from '../../examples/demo/install.ts'
import { migrate } from '../../examples/demo/migrate.ts'
import { makeSession } from '../../examples/demo/session.ts'
import { startStack } from '../../examples/demo/stack.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { freePort } from './free-port.ts'

/**
 * How much of the allowed burst an undisturbed import uses, between its first and its last write as the sandbox counts
 * them: latency 100 ms, 80 requests per 2 s, about 5,000 records.
 */
const records = Number(process.env['RECORDS'] ?? 2_800)
const latencyMs = 100
const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-bench-'))
const port = await freePort()
const appUrl = `http://127.0.0.1:${port}`
await writeAccount(folder, records, 7)
const flags = ['--port', '0', '--plan', 'lite', '--seats', '20', '--latency', String(latencyMs), '--auto-approve']
const sandbox = startChild('sandbox/main.ts', [...flags, '--app-url', appUrl], process.env)
try {
  const { url, clientId, clientSecret } = JSON.parse(await sandbox.firstLine())
  const { signal } = new AbortController()
  const credentials = { PIPEDRIVE_CLIENT_ID: clientId, PIPEDRIVE_CLIENT_SECRET: clientSecret }
  const stack = await startStack(
    url,
    { ...process.env, ...credentials, PORT: String(port), PUBLIC_URL: appUrl },
    signal,
  )
  try {
    const installed = await install(stack.appUrl, stack.oauthUrl, signal)
    const bearer = makeSession(stack, installed)
    const deps = {
      api: makeApi(stack.appUrl, bearer, signal),
      appUrl: stack.appUrl,
      bearer,
      signal,
      out: process.stdout,
    }
    const answering = { answers: {}, acceptProposed: true, mayMisfit: true }
    const { report } = await migrate(deps, { directory: folder, answering })
    const stats = await (await fetch(`${url}/__sandbox/stats`)).json()
    const written = ['person', 'organization', 'product', 'deal'].map((entity) => report.entities[entity]?.created ?? 0)
    const figures = {
      records: written.reduce((sum, n) => sum + n, 0),
      requests: report.api.requests,
      seconds: report.api.seconds,
      allowedPer2s: stats.burst.limit,
      meanUse: stats.burst.meanUse,
      peakUse: stats.burst.peak,
      status429: stats.tooMany,
      clean: report.clean,
      ledgerTokens: report.api.apiTokens,
      sandboxTokens: stats.totalTokens,
    }
    console.table(figures)
    console.log(JSON.stringify(figures))
  } finally {
    await stack.stop()
  }
} finally {
  await sandbox.stop()
  await rm(folder, { recursive: true, force: true })
}

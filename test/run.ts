import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs the tests (all layers, or those named: `node test/run.ts unit db`) and closes with one plain line that any CI can
 * read: `N passed, N failed`. A file that could not be loaded counts as one failure. FAULTS_SCENARIO=seed: only that scenario of
 * test/faults/scenarios.test.ts.
 */
interface Summary {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const layers = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-tests-'))
const outputFile = join(folder, 'summary.json')
const selected = layers.flatMap((layer) => ['--project', layer])
const files = process.env['FAULTS_SCENARIO'] === undefined ? [] : ['test/faults/scenarios.test.ts']
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`]
const vitest = spawn('vitest', ['run', ...files, ...selected, ...reporters], { stdio: 'inherit' })
const exitCode = await new Promise<number>((resolve) => vitest.on('close', (code) => resolve(code ?? 1)))

const summary: Summary | undefined = await readFile(outputFile, 'utf8')
  .then(JSON.parse)
  .catch(() => undefined)
await rm(folder, { recursive: true, force: true })
const broken = summary?.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
)
const failed = (summary?.numFailedTests ?? 1) + (broken?.length ?? 0)
console.log(`${summary?.numPassedTests ?? 0} passed, ${failed} failed`)
process.exitCode = exitCode === 0 && failed === 0 ? 0 : 1

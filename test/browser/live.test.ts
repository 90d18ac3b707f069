import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'
import { buildUi } from '../support/ui-build.ts'

let browser: Browser
let sandbox: TestSandbox
let stack: TestStack

beforeAll(async () => {
  await buildUi()
  browser = await launchBrowser()
  sandbox = await startTestSandbox({ plan: 'growth' })
  stack = await startTestStack(sandbox)
}, 240_000)
afterAll(async () => {
  await browser.close()
  await stack.close()
  await sandbox.close()
})

it('the real app, embedded by the real SDK, shows an import live until it is verified', {
  timeout: 300_000,
}, async () => {
  const { runId } = await stack.begin(fileURLToPath(new URL('../../examples/altcraft-export', import.meta.url)))
  const page = await browser.newPage({ viewport: { width: 1280, height: 1500 } })
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`${sandbox.url}/settings/marketplace/app/sandbox-client/app-settings`)
  const app = page.frameLocator('#app')
  await app.getByText('EN', { exact: true }).click()
  await app.getByText('1_database_export.csv').first().waitFor()
  // The bars move while nobody touches the page.
  const bars = app.getByRole('progressbar')
  await bars.first().waitFor()
  const read = () => bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-valuenow')).join())
  const before = await read()
  await expect.poll(read, { timeout: 30_000 }).not.toBe(before)
  await picture(page, 'running')
  await stack.reach(runId, ['completed'])
  const { verification } = await stack.report(runId)
  const compared = verification.fieldsCompared.toLocaleString('en')
  await app.getByText(compared).first().waitFor({ timeout: 20_000 })
  await picture(page, 'completed')
  expect(problems).toEqual([])
})

/** Pictures for people: kept only where SCREENSHOTS names a folder. */
async function picture(page: Awaited<ReturnType<Browser['newPage']>>, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

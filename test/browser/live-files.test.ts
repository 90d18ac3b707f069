import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'
import { buildUi } from '../support/ui-build.ts'

let browser: Browser
let sandbox: TestSandbox
let stack: TestStack
const folder = mkdtempSync(join(tmpdir(), 'live-files-'))

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
  rmSync(folder, { recursive: true })
})

/** Windows-1251 with 20,000 rows, one of which has too few cells. */
function writeClients(): string {
  const rows = Array.from({ length: 20_000 }, (_, i) => `id${i};anna${i}@example.com;Анна;Петрова;Москва`)
  const path = join(folder, 'clients.csv')
  writeFileSync(
    path,
    iconv.encode(['_id;email;Имя;Фамилия;Город', ...rows, 'broken;row', ''].join('\r\n'), 'windows-1251'),
  )
  return path
}

it('a file given to the panel is uploaded, read, looked at, read another way, replaced and removed', {
  timeout: 180_000,
}, async () => {
  await stack.api.send('POST', '/api/migrations', { name: 'Files' })
  const page = await browser.newPage({ viewport: { width: 1280, height: 1200 } })
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`${sandbox.url}/settings/marketplace/app/sandbox-client/app-settings`)
  const app = page.frameLocator('#app')
  await app.getByText('EN', { exact: true }).click()
  const choose = async (button: () => Promise<void>, path: string) => {
    const chooser = page.waitForEvent('filechooser')
    await button()
    await (await chooser).setFiles(path)
  }
  const open = async (item: string, name = 'clients.csv') => {
    await app.getByRole('button', { name: `Actions for ${name}` }).click()
    await app.getByRole('button', { name: item }).filter({ visible: true }).click()
  }

  await choose(() => app.getByRole('button', { name: 'choose files' }).click(), writeClients())
  await app.getByText('20,000 rows', { exact: true }).waitFor()
  await app.getByText('1 row could not be read').waitFor()

  await open('How it was read…')
  await app.getByRole('cell', { name: 'Москва' }).first().waitFor()
  await app.getByRole('tab', { name: 'Columns' }).click()
  await app
    .getByRole('row', { name: /^Город/ })
    .getByText('× 20,000')
    .waitFor()
  await app.getByRole('tab', { name: 'Rows not read' }).click()
  await app.getByText('broken;row').waitFor()
  await app.getByRole('tab', { name: 'How it was read' }).click()
  await app.getByLabel('What is in it').selectOption('segment_members')
  await app.getByText('chosen by a person').waitFor()
  await app.getByRole('button', { name: 'Read it this way' }).click()
  await app.locator('.file-kind', { hasText: 'Segment members' }).waitFor()

  const other = join(folder, 'other.csv')
  writeFileSync(other, '_id,email,first_name\n1,anna@example.com,Anna\n')
  await choose(() => open('Replace…'), other)
  await app.getByText('1 row', { exact: true }).waitFor()
  expect(await app.getByText('clients.csv').count()).toBe(0)

  await open('Remove…', 'other.csv')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove file' }).click()
  await app.getByText('No files yet.').waitFor()
  expect(problems).toEqual([])
})

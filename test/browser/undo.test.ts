import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunView, UndoReport } from '../../extension-ui/src/api/types.ts'
import { type ApiFixture, startApiFixture } from '../support/api-fixture.ts'
import { launchBrowser } from '../support/browser.ts'
import { buildUi } from '../support/ui-build.ts'
import { type HostFixture, startHostFixture } from './host-fixture.ts'
import { completedRun, migration, progress, runningState, user } from './samples.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = process.env['SCREENSHOTS']

const undo: RunView = {
  ...completedRun,
  kind: 'undo',
  progress: {
    orders: { ...progress(1008, {}), done: 1008, deleted: 1006, kept: 2 },
    persons: { ...progress(1255, {}), done: 1255, deleted: 1180, restored: 72, kept: 3 },
    organizations: { ...progress(144, {}), done: 144, deleted: 141, kept: 3 },
  },
}
const none = { deleted: 0, restored: 0, kept: 0, failed: 0, unprocessed: 0 }
const report: UndoReport = {
  kind: 'undo',
  clean: true,
  entities: {
    deal: { ...none, deleted: 1006, kept: 2 },
    person: { ...none, deleted: 1180, restored: 72, kept: 3 },
    organization: { ...none, deleted: 141, kept: 3 },
  },
  kept: [{ entity: 'person', code: 'undo.changed', count: 3 }],
}

let browser: Browser
let api: ApiFixture
let host: HostFixture

beforeAll(async () => {
  browser = await launchBrowser()
  api = await startApiFixture(await buildUi(), { ...runningState(), migrations: [{ ...migration, run: undo }], report })
  host = await startHostFixture(api.url)
})
afterAll(async () => {
  await browser?.close()
  await host?.close()
  await api?.close()
})

test.each([
  ['en', 'light', 'What was taken back', /^Persons\s+1,180\s+72\s+3\s+0\s+0/],
  ['ru', 'dark', 'Что отменено', /^Контакты\s+1\s180\s+72\s+3\s+0\s+0/],
])('a finished undo tells what it took back and what it left (%s, %s)', async (language, theme, title, row) => {
  api.state.user = { ...user, language }
  const page = await browser.newPage({ viewport: { width: 800, height: 1_400 } })
  await page.goto(`${host.settingsPage}?theme=${theme}`)
  const app = page.frameLocator('#app')
  await app.getByText(title).waitFor({ timeout: 20_000 })
  const persons = app.getByRole('row', { name: /^(Persons|Контакты)/ })
  expect(await persons.innerText()).toMatch(row)
  const frame = page.frames().find((each) => each.url().startsWith(api.url))
  await frame?.evaluate(axe)
  const broken = await frame?.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations.map(({ id }) => id))",
  )
  expect(broken).toEqual([])
  if (folder) await page.screenshot({ path: join(folder, `undo-${language}-${theme}.png`), fullPage: true })
  await page.close()
})

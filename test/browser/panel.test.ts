import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, type ApiFixtureState, startApiFixture } from '../support/api-fixture.ts'
import { launchBrowser } from '../support/browser.ts'
import { buildUi } from '../support/ui-build.ts'
import { type HostFixture, startHostFixture } from './host-fixture.ts'
import { completedRun, migration, openPlan, progress, report, runningRun, runningState, user } from './samples.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let api: ApiFixture
let host: HostFixture
let page: Page

beforeAll(async () => {
  const uiDir = await buildUi()
  browser = await launchBrowser()
  api = await startApiFixture(uiDir, runningState())
  host = await startHostFixture(api.url)
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
  await api?.close()
})

beforeEach(async () => {
  Object.assign(api.state, runningState())
  api.tokens.length = 0
  api.actions.length = 0
  host.signed.length = 0
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  page.setDefaultTimeout(20_000)
})

afterEach(() => page.close())

async function open(change: Partial<ApiFixtureState> = {}, url = host.settingsPage): Promise<FrameLocator> {
  Object.assign(api.state, change)
  await page.goto(url)
  return page.frameLocator('#app')
}

function finished(): Partial<ApiFixtureState> {
  return { migrations: [{ ...migration, run: completedRun }], report }
}

/** Runs in the app's own frame. */
async function inFrame<T>(work: string): Promise<T> {
  const frame = page.frames().find((each) => each.url().startsWith(api.url))
  if (!frame) throw new Error('The app is not embedded')
  return frame.evaluate(work)
}

/** The accessibility rules that the app's frame breaks, by axe's names, with the elements. */
async function violations(): Promise<string[]> {
  await inFrame(axe)
  return inFrame(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`)
}

test('the host shows the settings page to the user whose signed token the server accepted', async () => {
  const app = await open()
  await app.getByText('Anna Petrova · Северный ветер').waitFor()
  expect(api.tokens).toEqual(host.signed)
  expect(api.tokens).toEqual(['token-1-4711-21'])
  expect(await page.getAttribute('#stage', 'data-state')).toBe('ready')
  expect(await page.context().cookies()).toEqual([])
})

test('a token that is too old is replaced by a freshly signed one', async () => {
  const app = await open({ sessionError: { status: 401, code: 'session.token_expired', token: 'token-1-4711-21' } })
  await app.getByText('Anna Petrova').waitFor()
  expect(api.tokens).toEqual(['token-1-4711-21', 'token-2-4711-21'])
})

test('progress of a run moves while one looks', async () => {
  const app = await open()
  await app.getByText('649 of 1,250').waitFor()
  await app.getByText('Live').waitFor()
  api.setRun({ progress: { ...runningRun.progress, persons: progress(1250, { created: 1100, skipped: 50 }) } })
  await app.getByText('1,150 of 1,250').waitFor()
  const bar = app.getByRole('progressbar', { name: 'Persons' })
  expect(await bar.getAttribute('aria-valuenow')).toBe('1150')
})

test('progress moves as well where streams do not come through', async () => {
  const app = await open({ streams: false })
  await app.getByText('Updated every 3 seconds').waitFor()
  api.setRun({ progress: { ...runningRun.progress, persons: progress(1250, { created: 1200 }) } })
  await app.getByText('1,200 of 1,250').waitFor()
})

test('the result appears when the run completes', async () => {
  const app = await open()
  await app.getByText('649 of 1,250').waitFor()
  api.state.report = report
  api.setRun(completedRun)
  await app.getByText('Everything was read back from Pipedrive and is as it should be.').waitFor()
  const profiles = app.getByRole('row', { name: /^Profiles/ }).first()
  expect(await profiles.innerText()).toMatch(/1,250\s+1,120\s+42\s+0\s+24\s+62\s+2\s+0/)
  await app.getByText('Profiles without a usable e-mail go to the remediation file.').waitFor()
  await app.getByText('Completed').first().waitFor()
})

test('pause and resume reach the server and show', async () => {
  const app = await open()
  await app.getByRole('button', { name: 'Pause' }).click()
  await app.getByText('Paused by a person.').waitFor()
  await app.getByRole('button', { name: 'Resume' }).click()
  await app.getByRole('button', { name: 'Pause' }).waitFor()
  expect(api.actions).toEqual(['pause run_1', 'resume run_1'])
})

test('cancelling is asked for first', async () => {
  const app = await open()
  await app.getByRole('button', { name: 'Cancel import' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep importing' }).click()
  await app.getByRole('button', { name: 'Cancel import' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel import' }).click()
  await app.getByText('The import was cancelled.').waitFor()
  expect(api.actions).toEqual(['cancel run_1'])
})

test('a refused order is told in the host’s snackbar', async () => {
  const app = await open({ actionError: { status: 409, code: 'run.cannot_pause' } })
  await app.getByRole('button', { name: 'Pause' }).click()
  await page.locator('.snackbar', { hasText: 'The import cannot be paused now.' }).waitFor()
})

test('a spent budget says when the import goes on', async () => {
  const pause = { code: 'budget.spent', until: '2031-05-02T00:05:00Z', detail: null }
  const app = await open({ migrations: [{ ...migration, run: { ...runningRun, state: 'paused', pause } }] })
  await app.getByText(/budget is spent.*It goes on by itself: May \d at/).waitFor()
})

test('a theme switch in the host changes the colours at once', async () => {
  const app = await open()
  await app.getByText('649 of 1,250').waitFor()
  const background = () => inFrame<string>('getComputedStyle(document.body).backgroundColor')
  const light = await background()
  await page.getByRole('button', { name: 'Dark theme' }).click()
  await app.locator('html[data-theme="dark"]').waitFor()
  expect(await background()).not.toBe(light)
})

test('the page speaks the language of the Pipedrive user, and another one on request', async () => {
  const app = await open({ user: { ...user, language: 'ru' } })
  await app.getByRole('button', { name: 'Приостановить' }).waitFor()
  await app.getByText('649 из 1 250').waitFor()
  expect(await inFrame('document.documentElement.lang')).toBe('ru')
  await app.getByRole('button', { name: 'EN', exact: true }).click()
  await app.getByRole('button', { name: 'Pause' }).waitFor()
})

test('a rejected file tells why and what to do', async () => {
  const app = await open()
  await app.getByText('The file breaks off or is damaged near line 41, so nothing of it was kept.').waitFor()
  await app.getByText('3 rows could not be read').waitFor()
})

test('open questions are shown with their place, examples, a proposal and what depends on it', async () => {
  const app = await open({ plan: openPlan, migrations: [{ ...migration, run: null }] })
  await app.getByText('2 questions must be answered before the import can start.').waitFor()
  await app.getByText('Proposal: hundredths').waitFor()
  await app.getByText('129900').waitFor()
  await app.getByText(/orders\.json.*, column .*total_price/).waitFor()
  await app.getByText(/a hundred times too large or too small/).waitFor()
  await app.getByText('Proposal: Anna Petrova (anna@firm.example)').waitFor()
})

test('without a migration one can be created', async () => {
  const app = await open({ migrations: [] })
  await app.getByLabel('Name').fill('Autumn move')
  await app.getByRole('button', { name: 'Create migration' }).click()
  await app.getByRole('navigation', { name: 'Migrations' }).getByText('Autumn move').waitFor()
})

test('another migration can be created beside the first, and is shown', async () => {
  const app = await open()
  await app.getByRole('button', { name: 'New migration…' }).click()
  await app.getByLabel('Name').fill('Second move')
  await page.keyboard.press('Enter')
  await expect.poll(() => app.getByRole('button', { name: /Second move/ }).getAttribute('aria-current')).toBe('true')
  expect(await app.getByRole('button', { name: 'Create migration' }).count()).toBe(0)
})

test('who has no installation is led to connect', async () => {
  const app = await open({ sessionError: { status: 403, code: 'session.not_installed' } })
  const connect = app.getByRole('link', { name: 'Connect to Pipedrive' })
  expect(await connect.getAttribute('href')).toBe('/oauth/install')
  expect(await connect.getAttribute('target')).toBe('_blank')
})

test('who loses the installation while looking is led to connect', async () => {
  const app = await open()
  await app.getByText('649 of 1,250').waitFor()
  api.state.migrationsError = { status: 403, code: 'session.not_installed' }
  await app.getByRole('link', { name: 'Connect to Pipedrive' }).waitFor()
})

test('who may not import is told so', async () => {
  const app = await open({ sessionError: { status: 403, code: 'session.forbidden' } })
  await app.getByText('Your user may not use the importer').waitFor()
})

test('who may only look gets no buttons', async () => {
  const app = await open({ user: { ...user, canImport: false } })
  await app.getByText('649 of 1,250').waitFor()
  await app.getByText('You can look, but').waitFor()
  expect(await app.getByRole('button', { name: 'Pause' }).count()).toBe(0)
})

test('a failure can be tried again', async () => {
  const app = await open({ sessionError: { status: 500, code: 'internal' } })
  await app.getByText('The importer could not be opened').waitFor()
  api.state.sessionError = undefined
  await app.getByRole('button', { name: 'Try again' }).click()
  await app.getByText('649 of 1,250').waitFor()
})

test('opened outside of Pipedrive, the page says where to open it', async () => {
  await page.goto(`${api.url}/settings/`)
  await page.getByRole('heading', { name: 'Open this page from Pipedrive' }).waitFor()
  expect(api.tokens).toEqual([])
})

test('the host takes a frame away that does not initialise within ten seconds', async () => {
  await page.clock.install()
  await page.route(`${api.url}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '<p>Silent</p>' }))
  await page.goto(host.settingsPage)
  await page.frameLocator('#app').getByText('Silent').waitFor({ state: 'attached' })
  await page.clock.fastForward(10_500)
  await page.getByText('Something went wrong').waitFor()
  expect(await page.locator('#app').count()).toBe(0)
})

test('the frame is as high as its content and never scrolls sideways', async () => {
  for (const [width, language] of [
    [842, 'ru'],
    [842, 'en'],
    [1642, 'ru'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    const app = await open({ ...finished(), user: { ...user, language } })
    await app.getByText('history.ndjson').waitFor()
    await app.locator('.flow path').first().waitFor()
    const [overflow, hiddenBelow] = await inFrame<
      [number, number]
    >(`new Promise((resolve) => setTimeout(resolve, 300)).then(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
      return [scrollWidth - clientWidth, scrollHeight - clientHeight]
    })`)
    expect([width, language, overflow]).toEqual([width, language, 0])
    expect(hiddenBelow).toBeLessThanOrEqual(1)
  }
})

test('the record panel connects and says what will be there', async () => {
  const app = await open({}, host.recordPage)
  await app.getByText('Once an import has brought this record').waitFor()
  expect(api.tokens).toEqual(['token-1-4711-21'])
  expect(await violations()).toEqual([])
})

test.each(['light', 'dark'])('no accessibility rule is broken in the %s theme', async (theme) => {
  const states: [Partial<ApiFixtureState>, string][] = [
    [{}, '649 of 1,250'],
    [finished(), 'Sums of money'],
    [{ plan: openPlan, migrations: [{ ...migration, run: null }] }, 'Proposal: hundredths'],
    [{ migrations: [] }, 'Create migration'],
    [{ sessionError: { status: 403, code: 'session.not_installed' } }, 'Connect to Pipedrive'],
    [{ user: { ...user, canImport: false } }, 'You can look, but'],
  ]
  for (const [state, sign] of states) {
    Object.assign(api.state, runningState())
    const app = await open(state, `${host.settingsPage}?theme=${theme}`)
    await app.getByText(sign).waitFor()
    expect([sign, await violations()]).toEqual([sign, []])
  }
})

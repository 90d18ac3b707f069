import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiFixture, type ApiFixtureState, startApiFixture } from '../support/api-fixture.ts'
import { launchBrowser } from '../support/browser.ts'
import { calmState, type FileFixture, makeFileFixture, uploadedFile } from '../support/file-fixture.ts'
import { buildUi } from '../support/ui-build.ts'
import {
  bigArchive,
  containerPreview,
  cyrillicPreview,
  dataset,
  rejectedPreview,
  relatedFiles,
  unsureFile,
} from './file-samples.ts'
import { type HostFixture, startHostFixture } from './host-fixture.ts'
import { file, files, migration, openPlan, runningState, user } from './samples.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let api: ApiFixture
let fixture: FileFixture
let host: HostFixture
let page: Page
const folders: string[] = []

beforeAll(async () => {
  const uiDir = await buildUi()
  browser = await launchBrowser()
  fixture = makeFileFixture((name, size) => {
    api.state.files = [...api.state.files, uploadedFile(name, size, file(name, null, null))]
  })
  api = await startApiFixture(uiDir, openState(), fixture.register)
  host = await startHostFixture(api.url)
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
  await api?.close()
  for (const folder of folders) rmSync(folder, { recursive: true })
})

beforeEach(async () => {
  Object.assign(api.state, openState())
  Object.assign(fixture.state, calmState())
  fixture.orders.length = 0
  fixture.uploads.clear()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
  page.setDefaultTimeout(15_000)
})

afterEach(() => page.close())

/** A migration before its plan is confirmed: its files may change. */
function openState(): ApiFixtureState {
  return { ...runningState(), plan: openPlan, migrations: [{ ...migration, run: null }], files }
}

async function open(change: Partial<ApiFixtureState> = {}): Promise<FrameLocator> {
  Object.assign(api.state, change)
  await page.goto(host.settingsPage)
  const app = page.frameLocator('#app')
  await app
    .locator('.card', { hasText: /Files|Файлы/ })
    .first()
    .waitFor()
  return app
}

async function openDialog(app: FrameLocator, name: string): Promise<void> {
  await chooseFromMenu(app, name, 'How it was read…')
  await app.getByRole('dialog').waitFor()
}

async function chooseFromMenu(app: FrameLocator, name: string, item: string): Promise<void> {
  await app.getByRole('button', { name: `Actions for ${name}` }).click()
  await app.getByRole('button', { name: item }).filter({ visible: true }).click()
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

/** Pictures for people: kept only where SCREENSHOTS names a folder. */
async function picture(name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function choose(app: FrameLocator, uploaded: { name: string; size: number }[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'files-test-'))
  folders.push(folder)
  for (const { name, size } of uploaded) writeFileSync(join(folder, name), Buffer.alloc(size, 'x'))
  const chooser = page.waitForEvent('filechooser')
  await app.getByRole('button', { name: 'choose files' }).click()
  await (await chooser).setFiles(uploaded.map(({ name }) => join(folder, name)))
}

test('chosen files are uploaded whole, several at once, and appear in the list', async () => {
  const app = await open({ files: [] })
  await app.getByText('No files yet.').waitFor()
  await choose(app, [
    { name: 'people.csv', size: 3_000 },
    { name: 'заказы.csv', size: 20_000_000 },
  ])
  await app.getByRole('button', { name: 'Actions for people.csv' }).waitFor()
  await app.getByRole('button', { name: 'Actions for заказы.csv' }).waitFor()
  const arrived = [...fixture.uploads.values()].map(({ metadata, bytes }) => [metadata, bytes.length])
  expect(arrived).toEqual([
    [{ filename: 'people.csv', migrationId: 'mig_1' }, 3_000],
    [{ filename: 'заказы.csv', migrationId: 'mig_1' }, 20_000_000],
  ])
  expect(await app.getByRole('button', { name: /^Cancel the upload/ }).count()).toBe(0)
})

test('dropped files are uploaded', async () => {
  const app = await open({ files: [] })
  const area = app.getByRole('region', { name: 'Upload files' })
  await area.evaluate((element) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['a,b\n1,2\n'], 'dropped.csv'))
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await app.getByRole('button', { name: 'Actions for dropped.csv' }).waitFor()
  expect([...fixture.uploads.values()][0]?.bytes.toString()).toBe('a,b\n1,2\n')
})

test('an upload tells how far it is and can be cancelled', async () => {
  const held = Promise.withResolvers<void>()
  fixture.state.beforeBytes = (offset) => (offset > 17_000_000 ? held.promise : Promise.resolve())
  const app = await open()
  await choose(app, [
    { name: 'big.csv', size: 40_000_000 },
    { name: 'second.csv', size: 18_000_000 },
    { name: 'third.csv', size: 100 },
  ])
  await app.getByText(/\d+(\.\d)? MB of 40 MB/).waitFor()
  const bar = app.getByRole('progressbar', { name: 'big.csv' })
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(39)
  await app.getByText('Waiting · 100 byte').waitFor()
  await picture('uploads')
  expect(await violations()).toEqual([])
  await app.getByRole('button', { name: 'Cancel the upload of big.csv' }).click()
  await app.getByRole('button', { name: 'Actions for third.csv' }).waitFor()
  await expect
    .poll(() => [...fixture.uploads.values()].map(({ metadata }) => metadata['filename']))
    .not.toContain('big.csv')
  held.resolve()
})

test('an upload goes on by itself where its connection was lost', async () => {
  fixture.state.breaks = 2
  const app = await open({ files: [] })
  await choose(app, [{ name: 'broken.csv', size: 30_000_000 }])
  await app.getByText(/Connection lost, trying again/).waitFor()
  await app.getByRole('button', { name: 'Actions for broken.csv' }).waitFor({ timeout: 30_000 })
  const [upload] = [...fixture.uploads.values()]
  expect(fixture.uploads.size).toBe(1)
  expect(upload?.bytes.equals(Buffer.alloc(30_000_000, 'x'))).toBe(true)
})

test('an upload that is refused says why and can be tried again', async () => {
  fixture.state.uploadError = { status: 507, code: 'upload.disk_full' }
  const app = await open({ files: [] })
  await choose(app, [{ name: 'later.csv', size: 100 }])
  await app.getByText(/The importer’s disk is full/).waitFor()
  await picture('upload-failed')
  fixture.state.uploadError = undefined
  await app.getByRole('button', { name: 'Try again' }).click()
  await app.getByRole('button', { name: 'Actions for later.csv' }).waitFor()
})

test('after a reload of the page an upload goes on where it stopped when the same file is chosen', async () => {
  const held = Promise.withResolvers<void>()
  fixture.state.beforeBytes = (offset) => (offset > 17_000_000 ? held.promise : Promise.resolve())
  const app = await open({ files: [] })
  await choose(app, [{ name: 'long.csv', size: 40_000_000 }])
  await expect.poll(() => [...fixture.uploads.values()][0]?.bytes.length).toBeGreaterThan(17_000_000)
  await page.reload()
  held.resolve()
  fixture.state.beforeBytes = () => Promise.resolve()
  const folder = folders.at(-1) ?? ''
  const chooser = page.waitForEvent('filechooser')
  await app.getByRole('button', { name: 'choose files' }).click()
  await (await chooser).setFiles(join(folder, 'long.csv'))
  await app.getByRole('button', { name: 'Actions for long.csv' }).waitFor()
  expect([...fixture.uploads.values()].map(({ bytes }) => bytes.length)).toEqual([40_000_000])
})

test('of what is dropped, files are uploaded and folders told apart; what is dropped beside the area is ignored', async () => {
  const app = await open({ files: [] })
  const folder = mkdtempSync(join(tmpdir(), 'files-test-'))
  folders.push(folder)
  writeFileSync(join(folder, 'beside.csv'), 'a,b\n1,2\n')
  await drop(app, '.page-head', [join(folder, 'beside.csv')])
  await drop(app, '.drop', [folder, join(folder, 'beside.csv')])
  await page.locator('.snackbar', { hasText: 'Folders cannot be uploaded' }).waitFor()
  await app.getByRole('button', { name: 'Actions for beside.csv' }).waitFor()
  expect([...fixture.uploads.values()].map(({ metadata }) => metadata['filename'])).toEqual(['beside.csv'])
})

/**
 * Drops files and folders of this machine, as a person does: an area that takes them shows it before they are let go, and is
 * followed while the page around it still moves.
 */
async function drop(app: FrameLocator, target: string, paths: string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const send = async (type: 'dragEnter' | 'dragOver' | 'drop') => {
    const box = await app.locator(target).boundingBox()
    const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2]
    const data = { items: [], files: paths, dragOperationsMask: 1 }
    await devtools.send('Input.dispatchDragEvent', { type, x, y, data })
  }
  const hover = async () => {
    await send('dragEnter')
    await send('dragOver')
    return app.locator('.drop-over').count()
  }
  if (target === '.drop') await expect.poll(hover, { timeout: 10_000 }).toBe(1)
  else await hover()
  await send('drop')
}

test('a file that is too large is told by its name', async () => {
  fixture.state.uploadError = { status: 413, code: 'upload.too_large', detail: { name: 'huge.csv' } }
  const app = await open({ files: [] })
  await choose(app, [{ name: 'huge.csv', size: 100 }])
  await app.getByText(/The file huge.csv is too large/).waitFor()
  await app.getByRole('button', { name: 'Cancel the upload of huge.csv' }).click()
  await app.getByText('No files yet.').waitFor()
})

test('a file is replaced by another', async () => {
  const app = await open()
  const chooser = page.waitForEvent('filechooser')
  await chooseFromMenu(app, 'profiles.csv', 'Replace…')
  await (await chooser).setFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from('a\n1\n') })
  await app.getByRole('button', { name: 'Actions for new.csv' }).waitFor()
  expect([...fixture.uploads.values()][0]?.metadata).toMatchObject({ replaces: 'file_profiles.csv' })
})

test('while a file is read one sees how far, and may stop it', async () => {
  const uncounted = { ...uploadedFile('rows.xlsx', 900, file('rows.xlsx', null, null)), state: 'staging' as const }
  const app = await open({ files: [...files, { ...uncounted, progress: { bytes: 0, rows: 1200 } }] })
  const bar = app.getByRole('progressbar', { name: 'Reading history.ndjson' })
  expect(await bar.getAttribute('aria-valuenow')).toBe('45')
  await app.getByText('45% · 40,500 rows so far').waitFor()
  await app.getByText('1,200 rows so far', { exact: true }).waitFor()
  expect(await app.getByRole('progressbar', { name: 'Reading rows.xlsx' }).getAttribute('aria-valuenow')).toBeNull()
  await app.getByRole('button', { name: 'Stop reading history.ndjson' }).click()
  await expect.poll(() => fixture.orders).toEqual(['POST file_history.ndjson/cancel'])
})

test('a stopped file can be read again', async () => {
  const app = await open({ files: [{ ...uploadedFile('x.csv', 9, file('x.csv', null, null)), state: 'cancelled' }] })
  await app.getByText('Stopped', { exact: true }).waitFor()
  await chooseFromMenu(app, 'x.csv', 'Read again')
  await expect.poll(() => fixture.orders).toEqual(['POST file_x.csv/read'])
})

test('removing asks first and says what goes', async () => {
  const app = await open()
  await chooseFromMenu(app, 'orders.json', 'Remove…')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/orders\.json.* with its 2,140 rows and everything else that was read from it go/).waitFor()
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  expect(fixture.orders).toEqual([])
  await chooseFromMenu(app, 'orders.json', 'Remove…')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove file' }).click()
  await expect.poll(() => fixture.orders).toEqual(['DELETE file_orders.json'])
})

test('a refused change is told in words', async () => {
  fixture.state.orderError = { status: 409, code: 'file.in_use' }
  const app = await open()
  await chooseFromMenu(app, 'orders.json', 'Read again')
  await page.locator('.snackbar', { hasText: 'A confirmed plan uses the files' }).waitFor()
})

test('once the plan is confirmed files can be looked at, not changed', async () => {
  fixture.state.preview = cyrillicPreview
  const app = await open({ plan: { ...openPlan, state: 'confirmed' } })
  await app.getByText('its files can no longer be changed').waitFor()
  expect(await app.getByRole('button', { name: 'choose files' }).count()).toBe(0)
  await app.getByRole('button', { name: 'Actions for profiles.csv' }).click()
  expect(await app.getByRole('button', { name: /Remove…|Replace…|Read again/ }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await openDialog(app, 'profiles.csv')
  await app.getByText('anna1@example.com').waitFor()
  expect(await app.getByRole('button', { name: 'Read it this way' }).count()).toBe(0)
  expect(await app.getByLabel('Letters (encoding)').isDisabled()).toBe(true)
})

test('a wrong encoding shows in the samples, and the right one is chosen by a click', async () => {
  fixture.state.preview = cyrillicPreview
  const app = await open({ files: [unsureFile] })
  await app.getByText('Please check').waitFor()
  await app
    .getByText(/Cells were divided at "semicolon \(;\)", but these fit nearly as well: tab, comma \(,\)/)
    .waitFor()
  await openDialog(app, 'клиенты.csv')
  await app.getByRole('cell', { name: '╧хЄЁютр └ээр' }).first().waitFor()
  await app.getByText('Cyrillic, DOS (866) – auto').waitFor({ state: 'attached' })
  await picture('dialog-wrong')
  expect(await violations()).toEqual([])
  await app.getByRole('button', { name: /Cyrillic, Windows \(1251\)/ }).click()
  await app.getByRole('cell', { name: 'Петрова Анна' }).first().waitFor()
  await picture('dialog-right')
  await app.getByRole('button', { name: 'Read it this way' }).click()
  await app.getByRole('dialog').waitFor({ state: 'detached' })
  expect(fixture.orders).toEqual(['PUT file_unsure/choice {"encoding":"windows-1251"}'])
})

test('kind, delimiter and header line are chosen, and left to detection again', async () => {
  fixture.state.preview = cyrillicPreview
  const app = await open({ files: [{ ...unsureFile, choice: { kind: 'orders' } }] })
  await openDialog(app, 'клиенты.csv')
  await app.getByText('chosen by a person').waitFor()
  await app.getByLabel('What is in it').selectOption({ label: 'Segment members' })
  await app.getByLabel('Cells are divided by').selectOption('\t')
  await app.getByLabel('Column names are in').selectOption('0')
  await app.getByRole('button', { name: 'Read it this way' }).click()
  await app.getByRole('dialog').waitFor({ state: 'detached' })
  await openDialog(app, 'клиенты.csv')
  await app.getByRole('button', { name: 'Detect automatically' }).click()
  await app.getByText('most are unknown').waitFor()
  await app.getByRole('button', { name: 'Read it this way' }).click()
  await app.getByRole('dialog').waitFor({ state: 'detached' })
  expect(fixture.orders).toEqual([
    'PUT file_unsure/choice {"kind":"segment_members","delimiter":"\\t","headerLine":0}',
    'PUT file_unsure/choice {}',
  ])
})

test('of quick changes only the last one shows', async () => {
  const asked: string[] = []
  fixture.state.preview = (choice) => {
    asked.push(choice.encoding ?? '')
    return cyrillicPreview(choice)
  }
  const app = await open({ files: [unsureFile] })
  await openDialog(app, 'клиенты.csv')
  await app.getByRole('cell', { name: '╧хЄЁютр └ээр' }).first().waitFor()
  const encoding = app.getByLabel('Letters (encoding)')
  for (const name of ['koi8-r', 'utf-8', 'windows-1252', 'windows-1251']) await encoding.selectOption(name)
  await app.getByRole('cell', { name: 'Петрова Анна' }).first().waitFor()
  expect(asked[0]).toBe('')
  expect(asked.at(-1)).toBe('windows-1251')
  expect(asked.length).toBeLessThan(5)
})

test('a choice that the server refuses keeps the dialog and says why', async () => {
  fixture.state.preview = cyrillicPreview
  fixture.state.orderError = { status: 409, code: 'file.no_bytes' }
  const app = await open({ files: [unsureFile] })
  await openDialog(app, 'клиенты.csv')
  await app.getByLabel('What is in it').selectOption('orders')
  await app.getByRole('button', { name: 'Read it this way' }).click()
  await app.getByText('The bytes of this file are not there').waitFor()
})

test('a preview tells of what cannot be read, of what holds others, and of a failure', async () => {
  fixture.state.preview = () => rejectedPreview
  const app = await open()
  await openDialog(app, 'scenarios.json')
  await app.getByRole('dialog').getByText('The file breaks off or is damaged near line 41').waitFor()
  await picture('dialog-rejected')
  await app.getByRole('button', { name: 'Close' }).click()
  fixture.state.preview = () => containerPreview
  await openDialog(app, 'orders.json')
  await app.getByText('It holds 2 parts').waitFor()
  await app.getByText('export.zip/people.csv').waitFor()
  await app.getByRole('button', { name: 'Close' }).click()
  fixture.state.preview = () => ({ status: 'failed', httpStatus: 400, code: 'file.preview_failed' })
  await openDialog(app, 'profiles.csv')
  await app.getByRole('dialog').getByText('The first rows could not be read').waitFor()
})

test('what nobody can read is not offered to be read another way', async () => {
  fixture.state.preview = () => ({
    status: 'rejected',
    code: 'file.unsupported_format',
    detail: { found: 'XLS', saveAs: 'XLSX' },
    encodings: [],
  })
  const app = await open()
  await openDialog(app, 'scenarios.json')
  await app.getByRole('dialog').getByText('XLS is a format that is not read').waitFor()
  expect(await app.getByRole('dialog').getByRole('combobox').count()).toBe(0)
  expect(await app.getByRole('button', { name: 'Read it this way' }).count()).toBe(0)
})

test('samples of letters begin where they differ, and are closed while nobody doubts them', async () => {
  const lead = 'x'.repeat(100)
  const encodings = ['windows-1251', 'ibm866'].map((encoding) => ({ encoding, lines: [`${lead};${encoding}`] }))
  fixture.state.preview = (choice) => ({ ...cyrillicPreview(choice), encodings })
  const app = await open({ files: [{ ...unsureFile, notes: [] }] })
  await openDialog(app, 'клиенты.csv')
  await app.getByText('Do letters in the rows below look wrong?').click()
  await app.getByText('…xxxxxxxxxxx;windows-1251').waitFor()
  await app.getByRole('button', { name: /…xxxxxxxxxxx;ibm866/ }).waitFor()
})

test('what is not moved says so, and unread rows are one click away', async () => {
  fixture.state.dataset = dataset
  fixture.state.rejected = () => ({
    rows: [{ rowNumber: 7, raw: 'a;b', code: 'row.too_few_cells', detail: {} }],
    next: null,
  })
  const odd = { ...file('weather.csv', 'unknown', 50), kindConfidence: 0 }
  const app = await open({
    files: [
      { ...unsureFile, notes: [] },
      odd,
      file('stop.csv', 'suppression_lists', 3),
      file('l.csv', 'loyalty_transactions', 9),
    ],
  })
  await app.getByText('It looks like “Profiles”').waitFor()
  await app.getByText('It was not recognised what is in this file').waitFor()
  await app.getByText('The import marks nobody because of this list').waitFor()
  await app.getByText('Pipedrive has no place for it').waitFor()
  await app.getByRole('button', { name: 'Please check weather.csv' }).waitFor()
  await app.getByRole('button', { name: 'Show them' }).click()
  await app.getByText('a;b').waitFor()
  expect(await app.getByRole('tab', { name: /Rows not read/ }).getAttribute('aria-selected')).toBe('true')
})

test('a plan is proposed only when files were read, and a failure says why', async () => {
  const none = { ...openPlan, state: 'none' as const, questions: [], datasets: [], estimate: null }
  const app = await open({ plan: none, files: [] })
  await app.getByText('First upload the files of your Altcraft export').waitFor()
  expect(await app.getByRole('button', { name: 'Propose a plan' }).count()).toBe(0)
  const failed = { ...none, state: 'failed' as const, error: { code: 'oauth.reconnect', detail: {} } }
  await open({ plan: failed, files })
  await app.getByText('Access to your Pipedrive account was revoked').waitFor()
  await app.getByRole('button', { name: 'Propose again' }).waitFor()
})

test('Escape closes the dialog and leaves the focus where it was', async () => {
  fixture.state.preview = cyrillicPreview
  const app = await open({ files: [unsureFile] })
  const button = app.getByRole('button', { name: 'Actions for клиенты.csv' })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await app.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await app.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('columns and unread rows of a file can be looked at', async () => {
  fixture.state.preview = cyrillicPreview
  fixture.state.dataset = dataset
  fixture.state.rejected = (after) => ({
    rows: Array.from({ length: after === 0 ? 50 : 23 }, (_, i) => ({
      rowNumber: after + i + 1,
      raw: `"broken ${after + i + 1}`,
      code: 'row.unclosed_quote',
      detail: {},
    })),
    next: after === 0 ? 50 : null,
  })
  const app = await open({ files: [unsureFile] })
  await openDialog(app, 'клиенты.csv')
  await app.getByRole('tab', { name: 'How it was read' }).press('ArrowRight')
  const city = app.getByRole('row', { name: /^city/ })
  expect(await city.innerText()).toMatch(/81%\s+Москва×\s412\s+Санкт-Петербург×\s98\s+44\s+–/)
  await app
    .getByRole('row', { name: /^total/ })
    .getByText('12.5 – 99000')
    .waitFor()
  await app.getByText('onerror=alert(1)').waitFor()
  await picture('dialog-columns')
  expect(await violations()).toEqual([])
  await app.getByRole('tab', { name: 'Rows not read (73)' }).click()
  await app.getByText('Row 50').waitFor()
  await picture('dialog-unread')
  expect(await violations()).toEqual([])
  await app.getByRole('button', { name: 'Show more' }).click()
  await app.getByText('"broken 73').waitFor()
  expect(await app.getByRole('button', { name: 'Show more' }).count()).toBe(0)
})

test('parts stand below the first of their export, members below their archive', async () => {
  const app = await open({ files: relatedFiles })
  const top = app.locator('.file-list > li')
  expect(await top.count()).toBe(2)
  await top.nth(0).getByText('3 parts').waitFor()
  await top.nth(0).getByText('1_export_part2.csv').waitFor()
  await top.nth(1).getByText('orders.csv', { exact: true }).waitFor()
  await top
    .nth(1)
    .getByText(/part of .1_export\.csv/)
    .waitFor()
  await app.getByText('1 needs a look').waitFor()
  await app.getByRole('button', { name: 'Actions for orders.csv' }).click()
  expect(await app.getByRole('button', { name: 'Remove…' }).filter({ visible: true }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await picture('parts')
})

test('members of a large archive are hidden at first, and it tells that one needs a look', async () => {
  const app = await open({ files: bigArchive(24) })
  await app.getByText('24 files in it').waitFor()
  expect(await app.getByText('segment_1.csv').count()).toBe(0)
  await app.locator('.file-more').getByText('1 needs a look').waitFor()
  await app.getByRole('button', { name: 'Show all 24' }).click()
  await app.getByText('segment_24.csv').waitFor()
})

test('a thousand files are shown without delay, those that need a look at once', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => file(`f${i}.csv`, 'profiles', 10))
  many[700] = { ...file('look.csv', 'profiles', 10), kindConfidence: 0.3 }
  const app = await open({ files: many })
  await app.getByText('look.csv').waitFor()
  expect(await app.locator('.file').count()).toBe(101)
  await app.getByRole('button', { name: 'Show all 1,000 files' }).click()
  await app.getByText('f999.csv').waitFor()
})

test('hostile names are text, and break neither the page nor its direction', async () => {
  const names = [
    '<img src=x onerror="document.title=1">.csv',
    `${'длинное_имя_'.repeat(20)}.csv`,
    'اسم الملف.csv',
    '{{name}} $t(app.title).csv',
  ]
  await page.setViewportSize({ width: 400, height: 900 })
  const app = await open({ files: names.map((name) => file(name, 'profiles', 3)) })
  for (const name of names) await app.locator('.file-name', { hasText: name }).waitFor()
  await picture('hostile')
  const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await inFrame<number>(overflow)).toBe(0)
  expect(await app.locator('.file img').count()).toBe(0)
})

test('changed files make the plan outdated, and it can be proposed again', async () => {
  const app = await open({ plan: { ...openPlan, outdated: true } })
  await app.getByText('The files were changed since this plan was proposed').waitFor()
  await picture('outdated')
  await app.getByRole('button', { name: 'Propose again' }).click()
  await app.getByText('The plan is being worked out.').waitFor()
})

test('who may only look changes nothing', async () => {
  const app = await open({ user: { ...user, canImport: false } })
  await app.locator('.file-name', { hasText: 'orders.json' }).waitFor()
  expect(await app.getByRole('button', { name: /choose files|Stop reading/ }).count()).toBe(0)
})

test.for([
  ['en', 'light', 1280],
  ['ru', 'dark', 1280],
  ['en', 'dark', 400],
  ['ru', 'light', 400],
] as const)(
  'in %s, %s, %i px wide, list, menu and dialog are whole and accessible',
  async ([language, theme, width]) => {
    fixture.state.preview = cyrillicPreview
    fixture.state.dataset = dataset
    await page.setViewportSize({ width, height: 900 })
    const all = [unsureFile, ...files, ...relatedFiles]
    const app = await open({ files: all, user: { ...user, language }, plan: { ...openPlan, outdated: true } })
    if (theme === 'dark') await page.getByRole('button', { name: 'Dark theme' }).click()
    await app.locator('.file').nth(5).waitFor()
    const name = `${language}-${theme}-${width}`
    await picture(`list-${name}`)
    expect(await violations()).toEqual([])
    await app.locator('.menu-button').first().click()
    await app.locator('.menu:popover-open').waitFor()
    await picture(`menu-${name}`)
    await app.locator('.menu:popover-open button').first().click()
    await app.getByRole('cell', { name: '╧хЄЁютр └ээр' }).first().waitFor()
    await picture(`dialog-${name}`)
    expect(await violations()).toEqual([])
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await inFrame<number>(overflow)).toBe(0)
    await app.getByRole('tab').nth(1).click()
    await app.getByRole('row', { name: /^city/ }).waitFor()
    await picture(`columns-${name}`)
  },
)

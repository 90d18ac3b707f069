import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { startI18n } from '../../extension-ui/src/i18n/i18n.ts'
import { reasonText } from '../../extension-ui/src/i18n/reason-text.ts'
import type { FileRejection, ReadNoteCode, RowRejection } from '../../server/altcraft/types.ts'
import type { Detail } from '../../server/errors.ts'

const server = resolve(import.meta.dirname, '../../server')

/** What each code is given; the types see to it that none is left out. */
const rejections: Record<FileRejection, Detail[]> = {
  'file.empty': [{}, { archive: true }],
  'file.no_rows': [{}],
  'file.binary': [{}, { found: 'PNG' }],
  'file.not_json': [{ line: 3, column: 7 }],
  'file.not_a_table': [{}, { found: 'HTML' }],
  'file.unknown_encoding': [{}, { declared: 'x-unknown' }],
  'file.bad_archive': [{ reason: 'cut off' }],
  'file.archive_too_deep': [{}],
  'file.archive_bomb': [{ members: 100_001 }],
  'file.archive_too_large': [{ limitBytes: 1e12 }],
  'file.archive_method': [{ method: 'Deflate64' }],
  'file.encrypted': [{}],
  'file.bad_workbook': [{ part: 'xl/worksheets/sheet1.xml', reason: 'cell A1' }],
  'file.workbook_too_large': [{ limitBytes: 1e9 }],
  'file.not_xml': [{ line: 3, column: 7 }],
  'file.xml_part_too_large': [{ line: 3, column: 7, limit: 1e6 }],
  'file.too_deep': [{ limit: 200 }],
  'file.too_many_columns': [{ limit: 5000 }],
  'file.reader_failed': [{ reason: 'memory' }, { reason: 'time' }, { reason: 'crash' }, {}],
  'file.unsupported_format': [
    { found: 'XLS', saveAs: 'XLSX' },
    { found: 'RAR', saveAs: 'ZIP' },
  ],
}
const rows: Record<RowRejection, Detail[]> = {
  'row.too_few_cells': [{ expected: 4, found: 2 }],
  'row.too_many_cells': [{ expected: 4, found: 6 }],
  'row.unclosed_quote': [{}],
  'row.not_json': [{}],
  'row.not_an_object': [{}],
  'row.too_large': [{ limit: 1e6 }],
  'row.too_deep': [{}],
  'row.bad_encoding': [{}],
}
const notes: Record<ReadNoteCode, Detail[]> = {
  'read.hidden_sheets': [{ sheets: ['Черновик'] }],
  'read.empty_sheets': [{ sheets: ['Лист3'] }],
  'read.no_header': [{}],
  'read.lines_above_header': [{ lines: 2 }],
  'read.renamed_columns': [{ columns: ['email 2', 'Column 5'] }],
  'read.unsure_encoding': [{ encoding: 'windows-1251', alternatives: ['koi8-r'] }],
  'read.double_encoded': [{ encoding: 'windows-1251', words: 12 }],
  'read.unsure_delimiter': [{ delimiter: ';', alternatives: [','] }],
  'read.other_lists': [{ lists: ['data.orders'] }],
  'read.formulas_without_result': [{ cells: 4 }],
}

test.for(['en', 'ru'] as const)(
  'in %s, whatever reading a file can tell is said in words, with its values',
  async (language) => {
    const i18n = await startI18n(language)
    for (const [code, details] of Object.entries({ ...rejections, ...rows, ...notes })) {
      for (const detail of details) {
        expect(i18n.exists(`code.${code}`), code).toBe(true)
        expect(reasonText(i18n, { code, detail }), code).not.toMatch(/–|\{\{|undefined|null/)
      }
    }
  },
)

test('a code that is said differently for different reasons is', async () => {
  const i18n = await startI18n('en')
  const say = (code: string, detail: Detail) => reasonText(i18n, { code, detail })
  expect(say('file.reader_failed', { reason: 'memory' })).toMatch(/memory/)
  expect(say('file.reader_failed', { reason: 'time' })).toMatch(/too long/)
  expect(say('file.unsupported_format', { found: 'RAR', saveAs: 'ZIP' })).toMatch(/Unpack it/)
  expect(say('file.unsupported_format', { found: 'XLS', saveAs: 'XLSX' })).toMatch(/save it as XLSX/)
  expect(say('file.bad_workbook', { part: 'xl/a.xml', reason: 'constructor' })).toMatch(/damaged \(in xl\/a\.xml/)
})

test('every code that the server answers with has a text', async () => {
  const codes = new Set(globSync('**/*.ts', { cwd: server }).flatMap((path) => codesIn(path)))
  expect([...codes]).toEqual(expect.arrayContaining(['plan.no_files', 'upload.wrong_offset', 'oauth.reconnect']))
  const { exists } = await startI18n('en')
  expect([...codes].filter((code) => !exists(`code.${code}`))).toEqual([])
})

test('every question of a plan has a text, and says what depends on it', async () => {
  const questions = globSync('mapping/questions/*.ts', { cwd: server })
    .map((path) => readFileSync(resolve(server, path), 'utf8'))
    .flatMap((text) => text.match(/(?<=\bcode: ')\w+(?=')/g) ?? [])
  expect(questions.length).toBeGreaterThan(10)
  const { exists } = await startI18n('en')
  expect(questions.filter((code) => !exists(`question.${code}`) || !exists(`hint.${code}`))).toEqual([])
})

test('every answer that a question offers by a word of the program has a text', async () => {
  const words = globSync('mapping/questions/*.ts', { cwd: server })
    .map((path) => readFileSync(resolve(server, path), 'utf8'))
    .flatMap((text) => text.match(/(?<=\{ value: ')[a-z_]+(?=' \})/g) ?? [])
  expect(words).toEqual(expect.arrayContaining(['excel', 'as_text']))
  for (const language of ['en', 'ru'] as const) {
    const { exists } = await startI18n(language)
    expect(words.filter((word) => !exists(`option.${word}`))).toEqual([])
  }
})

test.for(['en', 'ru'] as const)('in %s, every reason for a proposal has a text', async (language) => {
  const files = globSync('mapping/**/*.ts', { cwd: server }).map((path) => readFileSync(resolve(server, path), 'utf8'))
  const reasons = files.flatMap((text) => text.match(/(?<=\bwhy\(')\w+(?=')/g) ?? [])
  expect(reasons.length).toBeGreaterThan(30)
  const { exists } = await startI18n(language)
  expect(reasons.filter((code) => !exists(`why.${code}`, { count: 2 }))).toEqual([])
})

test('every question about the values of a map has a text', async () => {
  const texts = globSync('mapping/questions/*.ts', { cwd: server }).map((path) =>
    readFileSync(resolve(server, path), 'utf8'),
  )
  const codes = texts.flatMap((text) => text.match(/(?<=\b(?:one|all): ')\w+(?=')/g) ?? [])
  expect(codes.sort()).toEqual([
    'campaign_status',
    'campaign_statuses',
    'order_status',
    'order_statuses',
    'owner',
    'owners',
  ])
  const { exists } = await startI18n('en')
  expect(codes.filter((code) => !exists(`question.${code}`) || !exists(`hint.${code}`))).toEqual([])
})

/** Codes of errors that are thrown, and those that stand for a status of Fastify's or tus'. */
function codesIn(path: string): string[] {
  const text = readFileSync(resolve(server, path), 'utf8')
  const thrown = text.matchAll(
    /(?:new (?:InvalidRequest|NeedsPerson|Retryable|BudgetExhausted|FileRejected)|toBody|toTusError)\(([^()]*(?:\([^()]*\)[^()]*)*)/g,
  )
  const tables =
    path.endsWith('errors.ts') || path.endsWith('tus-error.ts') ? text.matchAll(/\b\d{3}: ('[\w.]+')/g) : []
  return [...thrown, ...tables].flatMap(([, found = '']) => found.match(/(?<=')[a-z_]+\.[a-z_0-9]+(?=')/g) ?? [])
}

import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import { makeUnpacking } from '../../server/altcraft/read/archive/unpacking.ts'
import type { ByteSource, ReadingChoice, RowBatch, SourceTable } from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'
import { workbookOf, zipOf } from '../support/workbook.ts'

function asSource(bytes: Buffer, more: Partial<ByteSource> = {}): ByteSource {
  const open = async () => Readable.from([bytes], { objectMode: false })
  return { name: 'book.xlsx', sizeBytes: bytes.length, open, ...more }
}

async function tableOf(source: ByteSource, choice?: ReadingChoice): Promise<SourceTable> {
  const result = await openSource(source, choice)
  if (result.status !== 'table') throw new Error(JSON.stringify(result))
  return result.table
}

async function batchesOf(table: SourceTable): Promise<RowBatch[]> {
  const batches: RowBatch[] = []
  for await (const batch of table.batches()) batches.push(batch)
  return batches
}

async function cellsOf(table: SourceTable): Promise<Json[][]> {
  return (await batchesOf(table)).flatMap(({ rows }) => rows.map(({ cells }) => cells))
}

/** A text as Excel writes it: what XML cannot hold is escaped, and what looks like an escape. */
function text(value: string): string {
  const escaped = value
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (one) => `_x${one.charCodeAt(0).toString(16).padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
  return `<t xml:space="preserve">${escaped}</t>`
}

function row(...texts: string[]): string {
  return `<row>${texts.map((one) => `<c t="inlineStr"><is>${text(one)}</is></c>`).join('')}</row>`
}

const header = row('id', 'email', '_fname')
const anna = row('1', 'anna@example.org', 'Анна')

describe('any table', () => {
  const date = fc.date({ min: new Date('1900-03-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((value) => ({ type: 'inline' as const, value })),
    fc.string({ unit: 'binary-ascii' }).map((value) => ({ type: 'shared' as const, value })),
    fc
      .integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })
      .map((value) => ({ type: 'whole' as const, value })),
    fc
      .integer({ min: -99_999_999, max: 99_999_999 })
      .map((value) => ({ type: 'decimal' as const, value: value + 0.25 })),
    fc.boolean().map((value) => ({ type: 'boolean' as const, value })),
    date.map((value) => ({ type: 'day' as const, value: value.toISOString().slice(0, 10) })),
    date.map((value) => ({ type: 'moment' as const, value: value.toISOString().slice(0, 19) })),
    fc.constant({ type: 'nothing' as const, value: null }),
  )
  type Cell = typeof cell extends fc.Arbitrary<infer One> ? One : never

  function write({ type, value }: Cell, strings: string[]): string {
    switch (type) {
      case 'inline':
        return `<c t="inlineStr"><is>${text(value)}</is></c>`
      case 'shared':
        return `<c t="s"><v>${strings.push(`<si>${text(value)}</si>`) - 1}</v></c>`
      case 'whole':
      case 'decimal':
        return `<c><v>${value}</v></c>`
      case 'boolean':
        return `<c t="b"><v>${value ? 1 : 0}</v></c>`
      case 'nothing':
        return '<c/>'
      default:
        return `<c s="1"><v>${Date.parse(`${value}${type === 'day' ? '' : 'Z'}`) / 86_400_000 + 25_569}</v></c>`
    }
  }

  function expected({ type, value }: Cell): Json {
    if (value === '') return null
    if (type === 'whole') return String(value)
    return type === 'moment' ? value.replace('T00:00:00', '') : value
  }

  test('reads back as it was written', async () => {
    const filled = fc.record({ cells: fc.tuple(cell, cell, cell), key: fc.integer({ min: 1 }) })
    const property = fc.asyncProperty(fc.array(filled, { minLength: 1, maxLength: 30 }), async (rows) => {
      const strings: string[] = []
      const written = rows.map(
        ({ key, cells }) =>
          `<row>${row(`k${key}`).slice(5, -6)}${cells.map((one) => write(one, strings)).join('')}</row>`,
      )
      const sheet = row('key', 'a', 'b', 'c') + written.join('')
      const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
      const bytes = await workbookOf({ sheets: { S: sheet }, strings: strings.join(''), styles })
      const read = await cellsOf(await tableOf(asSource(bytes), { headerLine: 1 }))
      const padded = read.map((cells) => Array.from({ length: 4 }, (_, index) => cells[index] ?? null))
      expect(padded).toEqual(rows.map(({ key, cells }) => [`k${key}`, ...cells.map(expected)]))
    })
    await fc.assert(property, { numRuns: 200 })
  })
})

describe('what a person says', () => {
  const sheet = `${row('Report')}${row('Номер', 'Почта')}${anna}<row r="7"><c r="A7"><v>2</v></c></row>`

  test('the row of the column names, as Excel counts', async () => {
    const table = await tableOf(asSource(await workbookOf({ sheets: { S: sheet } })), { headerLine: 3, kind: 'orders' })
    expect(table).toMatchObject({
      headerLine: 3,
      columns: ['1', 'anna@example.org', 'Анна'],
      kind: 'orders',
      notes: [],
    })
    expect(await batchesOf(table)).toMatchObject([{ rows: [{ rowNumber: 1, cells: ['2'] }] }])
  })

  test('that there are no column names', async () => {
    const table = await tableOf(asSource(await workbookOf({ sheets: { S: sheet } })), { headerLine: 0 })
    expect(table).toMatchObject({ headerLine: 0, columns: ['Column 1', 'Column 2', 'Column 3'] })
    expect(await cellsOf(table)).toHaveLength(4)
  })

  test('a row without names, or behind the last one', async () => {
    const bytes = await workbookOf({ sheets: { S: sheet } })
    expect(await cellsOf(await tableOf(asSource(bytes), { headerLine: 5 }))).toEqual([['2']])
    expect(await openSource(asSource(bytes), { headerLine: 8 })).toMatchObject({
      status: 'rejected',
      code: 'file.no_rows',
    })
  })
})

describe('sheets', () => {
  test('a row far below the sample is found', async () => {
    const many = Array.from({ length: 500 }, (_, index) => row(`line ${index}`)).join('')
    const bytes = await workbookOf({ sheets: { S: many + header + anna } })
    const table = await tableOf(asSource(bytes), { headerLine: 501 })
    expect(table.columns).toEqual(['id', 'email', '_fname'])
    expect(await cellsOf(table)).toEqual([['1', 'anna@example.org', 'Анна']])
  })

  test('each of several can be read twice, with a choice of its own', async () => {
    const result = await openSource(asSource(await workbookOf({ sheets: { One: header + anna, Two: row('a') } })))
    if (result.status !== 'container') throw new Error(JSON.stringify(result))
    const names: string[] = []
    for await (const member of result.members) {
      names.push(member.name)
      const read = await member.read({ headerLine: 0 })
      if (read.status !== 'table') throw new Error(JSON.stringify(read))
      expect(await cellsOf(read.table)).toEqual(await cellsOf(read.table))
    }
    expect(names).toEqual(['book.xlsx/One', 'book.xlsx/Two'])
  })

  test('notes are complete and not doubled when a table was read twice', async () => {
    const sheet = `${header}${anna}<row><c/><c/><c/><c/><c><v>7</v></c><c><f>A1</f></c></row>`
    const table = await tableOf(asSource(await workbookOf({ sheets: { S: `${sheet}` } })))
    await batchesOf(table)
    await batchesOf(table)
    expect(table.columns).toEqual(['id', 'email', '_fname', 'Column 5'])
    expect(table.notes).toEqual([
      { code: 'read.renamed_columns', detail: { columns: ['Column 5'] } },
      { code: 'read.formulas_without_result', detail: { cells: 1 } },
    ])
  })

  test('a stray value far to the right costs one column', async () => {
    const many = Array.from({ length: 300 }, () => anna).join('')
    const bytes = await workbookOf({ sheets: { S: `${header}${many}<row><c r="XFD302"><v>7</v></c></row>` } })
    const table = await tableOf(asSource(bytes))
    expect((await cellsOf(table)).at(-1)).toEqual([null, null, null, '7'])
    expect(table.columns.at(-1)).toBe('Column 16384')
  })

  test('secrets are taken out', async () => {
    const channel = row('channel', 'provider', 'api_token') + row('sms', 'x', 'planted-secret')
    const table = await tableOf(asSource(await workbookOf({ sheets: { S: channel } })), { kind: 'channels' })
    expect(JSON.stringify(await cellsOf(table))).not.toContain('planted-secret')
  })
})

describe('hostile workbooks', () => {
  const rejected = { status: 'rejected', code: 'file.bad_workbook' }
  const open = async (sheet: string) => openSource(asSource(await workbookOf({ sheets: { S: sheet } })))

  test('a text without end', async () => {
    expect(await open(row('x'.repeat(20 * 1024 * 1024)))).toMatchObject(rejected)
  })

  test('elements within elements', async () => {
    expect(await open('<a>'.repeat(100_000))).toMatchObject(rejected)
  })

  test('columns that do not exist', async () => {
    expect(await open('<row><c r="ZZZZZZZ1"><v>1</v></c></row>')).toMatchObject(rejected)
    expect(await open('<row r="NaN"><c><v>1</v></c></row>')).toMatchObject(rejected)
  })

  test('entities that were never declared, also those that JavaScript objects have', async () => {
    expect(await open('<row><c t="str"><v>&a;</v></c></row>')).toMatchObject(rejected)
    expect(await open('<row><c t="str"><v>&constructor;</v></c></row>')).toMatchObject(rejected)
  })

  test('a DOCTYPE in any part', async () => {
    const doctype = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><worksheet/>'
    expect(await open(doctype)).toMatchObject({ ...rejected, detail: { reason: 'DOCTYPE' } })
    const strings = '<!DOCTYPE sst [<!ENTITY a "b">]><si><t>&a;</t></si>'
    expect(await openSource(asSource(await workbookOf({ sheets: { S: header + anna }, strings })))).toMatchObject(
      rejected,
    )
  })

  test('bytes that are no UTF-8, an empty part, a part that is missing', async () => {
    const parts = {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="../../xl/workbook.xml"/></Relationships>',
    }
    const broken = await zipOf({ ...parts, 'xl/workbook.xml': Buffer.from('<workbook a="\xff"/>', 'latin1') })
    expect(await openSource(asSource(broken))).toMatchObject({ ...rejected, detail: { reason: 'encoding' } })
    expect(await openSource(asSource(await zipOf({ ...parts, 'xl/workbook.xml': '' })))).toMatchObject({
      status: 'rejected',
    })
    expect(await openSource(asSource(await zipOf(parts)))).toMatchObject({ ...rejected, detail: { reason: 'missing' } })
    expect(await openSource(asSource(await zipOf({ '[Content_Types].xml': '' })))).toMatchObject({
      code: 'file.unsupported_format',
    })
  })

  test('one shared text repeated: rows over the limit are rejected alone, batches stay small, the sum is limited', async () => {
    const strings = `<si><t>${'x'.repeat(1024 * 1024)}</t></si>`
    const cells = (count: number) => `<row>${'<c t="s"><v>0</v></c>'.repeat(count)}</row>`
    const sheet = header + anna + cells(2).repeat(20) + cells(1000) + anna
    const bytes = await workbookOf({ sheets: { S: sheet }, strings })
    const batches = await batchesOf(await tableOf(asSource(bytes)))
    expect(batches.flatMap((batch) => batch.rejected)).toMatchObject([
      { rowNumber: 22, code: 'row.too_large', detail: { row: 23 }, raw: 'x'.repeat(10_000) },
    ])
    expect(batches.flatMap((batch) => batch.rows)).toHaveLength(22)
    for (const { rows } of batches) expect(rows.length).toBeLessThan(5)
    const limits = { members: 100, totalBytes: 30 * 1024 * 1024, ratio: 200, ratioFromBytes: 2 ** 30 }
    const limited = openSource(asSource(bytes, { unpacking: makeUnpacking(limits) }))
    expect(await limited).toMatchObject({ status: 'rejected', code: 'file.archive_too_large' })
  })

  test('one part named as a sheet again and again is one sheet', async () => {
    const sheets = Array.from({ length: 50_000 }, (_, index) => `<sheet name="S${index}" r:id="a"/>`).join('')
    const book = await zipOf({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="b.xml"/></Relationships>',
      'b.xml': `<workbook><sheets>${sheets}</sheets></workbook>`,
      '_rels/b.xml.rels': '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>',
      's.xml': `<worksheet><sheetData>${header}${anna}</sheetData></worksheet>`,
    })
    expect(await cellsOf(await tableOf(asSource(book)))).toEqual([['1', 'anna@example.org', 'Анна']])
  })

  test.each(['7', '-1', '0.5', '__proto__'])('a shared text that is not there: %s', async (index) => {
    const sheet = `${header}<row><c><v>1</v></c><c t="s"><v>${index}</v></c></row>`
    const book = asSource(await workbookOf({ sheets: { S: sheet }, strings: '<si><t>a</t></si>' }))
    expect(await openSource(book)).toMatchObject({ status: 'rejected', code: 'file.bad_workbook' })
  })

  test('a cell far to the right in every row', async () => {
    const cell = (r: string) => `<c r="${r}" t="inlineStr"><is><t>${r}</t></is></c>`
    const rows = Array.from(
      { length: 5_000 },
      (_, n) => `<row r="${n + 2}">${cell(`XFD${n + 2}`)}${cell(`A${n + 2}`)}</row>`,
    )
    const sheet = `<row r="1">${cell('A1')}${cell('XFD1')}</row>${rows.join('')}`
    const table = await tableOf(asSource(await workbookOf({ sheets: { S: sheet } })))
    const cells = await cellsOf(table)
    expect([cells.length, cells.at(-1), table.columns.length]).toEqual([5_000, ['A5001', 'XFD5001'], 2])
  })

  test.each([
    [
      'columns',
      Array.from({ length: 3_000 }, (_, n) => `<c t="inlineStr"><is><t>c${n}</t></is></c>`).join(''),
      'file.too_many_columns',
    ],
    ['attributes', `<c ${Array.from({ length: 2_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`, 'file.bad_workbook'],
  ])('thousands of %s', async (_, cells, code) => {
    const book = asSource(await workbookOf({ sheets: { S: `<row>${cells}</row><row>${cells}</row>` } }))
    expect(await openSource(book)).toMatchObject({ status: 'rejected', code })
  })

  test('any piece of XML replaced by any other gives a result or a rejection', async () => {
    const sheet = `${header}${anna}<row r="5" spans="1:3"><c r="B5" s="1" t="s"><f>A1</f><v>0</v></c></row>`
    const piece = fc.oneof(
      fc.constantFrom('<', '>', '/', '&', '"', '<c>', '</row>', '<![CDATA[', '<!--', '<?x'),
      fc.string(),
    )
    const property = fc.asyncProperty(fc.nat(sheet.length), fc.nat(8), piece, async (at, length, other) => {
      const changed = sheet.slice(0, at) + other + sheet.slice(at + length)
      const result = await openSource(
        asSource(await workbookOf({ sheets: { S: changed }, strings: '<si><t>a</t></si>' })),
      )
      if (result.status === 'rejected') expect(result.code).toMatch(/^file\./)
      if (result.status === 'table') await batchesOf(result.table)
    })
    await fc.assert(property, { numRuns: 300 })
  })
})

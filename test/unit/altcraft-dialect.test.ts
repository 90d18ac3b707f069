import { Readable } from 'node:stream'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { readCsvHead } from '../../server/altcraft/detect/csv-head.ts'
import { detectDialect } from '../../server/altcraft/detect/dialect.ts'
import { openSource } from '../../server/altcraft/open-source.ts'
import type { CsvSyntax } from '../../server/altcraft/read/csv-record.ts'
import type { ByteSource, ReadingChoice, RejectedRow } from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'

/** Delivers pieces of the given sizes, over and over. */
function bytesSource(bytes: Buffer, sizes: readonly number[] = [64 * 1024], name = 'table.csv'): ByteSource {
  const pieces: Buffer[] = []
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return { name, sizeBytes: bytes.length, open: async () => Readable.from(pieces, { objectMode: false }) }
}

async function readTable(source: ByteSource, choice: ReadingChoice = {}) {
  const result = await openSource(source, choice)
  if (result.status !== 'table') throw new Error(JSON.stringify(result))
  const rows: Json[][] = []
  const rejected: RejectedRow[] = []
  for await (const batch of result.table.batches()) {
    rows.push(...batch.rows.map((row) => row.cells))
    rejected.push(...batch.rejected)
  }
  return { table: result.table, rows, rejected }
}

async function readText(text: string, choice: ReadingChoice = {}) {
  return readTable(bytesSource(Buffer.from(text)), choice)
}

interface Writing extends CsvSyntax {
  quoting: 'all' | 'needed'
  lineEnd: string
}

function write(rows: readonly (readonly string[])[], how: Writing): string {
  const { delimiter, quote, quoting, lineEnd } = how
  const isDoubled = how.escape === 'double'
  const escaped = (cell: string) =>
    isDoubled
      ? cell.replaceAll(quote, quote + quote)
      : cell.replace(/[\\"']/g, (one) => (one === '\\' || one === quote ? `\\${one}` : one))
  const written = (cell: string) => {
    const needs =
      [delimiter, quote, '\r', '\n'].some((one) => cell.includes(one)) || (!isDoubled && cell.includes('\\'))
    return quoting === 'all' || needs ? quote + escaped(cell) + quote : cell
  }
  return rows.map((row) => row.map(written).join(delimiter) + lineEnd).join('')
}

const encodings = [
  'utf8',
  'utf8-bom',
  'utf16le',
  'utf16be',
  'utf16le-bom',
  'utf16be-bom',
  'win1251',
  'koi8-r',
  'cp866',
] as const

function encode(text: string, encoding: (typeof encodings)[number]): Buffer {
  const [name = '', bom] = encoding.split('-bom')
  return iconv.encode(text, name, { addBOM: bom !== undefined })
}

function canExpress(text: string, encoding: (typeof encodings)[number]): boolean {
  return iconv.decode(encode(text, encoding), encoding.replace('-bom', '')) === text
}

/**
 * Of a few letters nobody can tell which of the single-byte encodings they are in: altcraft-encoding.test.ts judges those. UTF-16
 * without a mark shows by ASCII and Cyrillic.
 */
function isTelling(text: string, encoding: (typeof encodings)[number]): boolean {
  const letters = text.match(/\P{ASCII}/gu)?.length ?? 0
  if (encoding === 'utf16le' || encoding === 'utf16be') return /^[\p{ASCII}\p{Script=Cyrillic}]*$/u.test(text)
  return encoding.startsWith('utf') || letters === 0 || letters >= 20
}

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcXYZ019 ,;|\t"\'\n\r.@-+[]{}:\\'), maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    'Анна Петрова',
    'ООО Ромашка',
    '1,5',
    '["+79001234567"]',
    '{"a":"b"}',
    'anna@example.org',
    '',
    '🎉',
    'say "hi"',
    "O'Neil",
    'a;b',
    'a,b',
    'a\tb',
    'a|b',
    'a\nb',
    'a"b',
    "a'b",
    'x\\"y',
  ),
)
const headerName = fc
  .array(fc.constantFrom('Email', 'Имя', 'Last', 'name', '_city', 'Custom', 'Дата', 'рег.', 'Id', 'Телефон'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((words) => words.join(' '))
const table = fc.integer({ min: 2, max: 8 }).chain((width) =>
  fc.record({
    header: fc.uniqueArray(headerName, { minLength: width, maxLength: width }),
    rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 15 }),
  }),
)
const writing: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"', "'"),
  escape: fc.constantFrom('double', 'backslash'),
  quoting: fc.constantFrom('all', 'needed'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
})

describe('any table', () => {
  test('reads back equal', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        writing,
        fc.constantFrom(...encodings),
        fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 5 }),
        async ({ header, rows }, how, encoding, sizes) => {
          const text = write([header, ...rows], how)
          fc.pre(canExpress(text, encoding) && isTelling(text, encoding))
          fc.pre(isVisible(rows, how))
          const read = await readTable(bytesSource(encode(text, encoding), sizes), { kind: 'profiles' })
          expect(read.table.columns).toEqual(header)
          expect(read.rejected).toEqual([])
          expect(read.rows).toEqual(rows)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

/**
 * Whether the rows show how they were written; other tables are not judged here. Single quotes around only those cells that need
 * them show where one holds a delimiter or a line end, and hide where one holds both or other quotes and backslashes stand about: read without
 * quotes, such rows are as wide as the others. Backslashes show where a quote stands between letters. U+FFFD stands for damage.
 */
function isVisible(rows: string[][], { delimiter, quote, quoting, lineEnd, ...how }: Writing): boolean {
  const cells = rows.flat()
  const has = (...parts: string[]) => cells.some((one) => parts.some((part) => one.includes(part)))
  if (has('\uFFFD')) return false
  if (quote === "'" && quoting === 'needed') {
    const hides = has('\\', '"') || cells.some((one) => one.includes(delimiter) && /[\r\n]/.test(one))
    const needed = has(quote, '"', delimiter, '\r', '\n')
    if (hides || (needed && !has(`a${delimiter}b`, `a${lineEnd}b`))) return false
  }
  return how.escape === 'double' || !has('\\', quote) || has(`a${quote}b`)
}

const rowsBelow = (count: number, row: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => row(at)).join('')

describe('delimiter', () => {
  test.each([
    ['decimal commas', 'Name;Price;City\nA;1,5;X\nB;2,25;Y\nC;3,5;Z\n', ';', ['Name', 'Price', 'City']],
    ['commas in text', 'Name;Note\nA;one, two\nB;three, four\nC;five, six\n', ';', ['Name', 'Note']],
    ['pipes in cells', 'Name\tTags\nA\tx|y\nB\tx|z\n', '\t', ['Name', 'Tags']],
    ['carets', 'Name^City^Zip\nA^X^1\nB^Y^2\nC^Z^3\n', '^', ['Name', 'City', 'Zip']],
    ['line breaks in quotes', 'Name,Note\nA,"one\ntwo;\nthree"\nB,"x\n;y"\n', ',', ['Name', 'Note']],
    ['blank lines between', 'Name,City\n\nA,X\n\n\nB,Y\n', ',', ['Name', 'City']],
    ['a separator line', 'sep=|\nName|City\nA|X\n', '|', ['Name', 'City']],
    ['a delimiter behind the rows only', 'Name;City\nA;X;\nB;Y;\nC;Z;\n', ';', ['Name', 'City']],
    ['a delimiter behind every line', 'Name;City;\nA;X;\nB;Y;\n', ';', ['Name', 'City']],
  ])('is found in spite of %s', async (_name, text, delimiter, columns) => {
    const { table: read, rejected } = await readText(text)
    expect([read.delimiter, read.columns, rejected, read.notes]).toEqual([delimiter, columns, [], []])
  })

  test('two that fit equally are told', () => {
    const dialect = detectDialect(
      rowsBelow(9, (at) => `${at},5;${at},7\n`),
      true,
    )
    expect(dialect?.confidence).toBeLessThan(0.6)
    expect([dialect?.syntax.delimiter, ...(dialect?.alternatives ?? [])].sort()).toEqual([',', ';'])
  })

  test('a clear one is sure', () => {
    expect(detectDialect('Name;Price\nA;1,5\nB;2\nC;3,5\n', true)).toMatchObject({ confidence: 1, alternatives: [] })
  })

  test('a chosen one is believed', async () => {
    const { table: read } = await readText('Name;Price\nA;1,5\nB;2,5\n', { delimiter: ',', headerLine: 2 })
    expect(read.columns).toEqual(['A;1', '5'])
    expect(detectDialect('a;b\n1;2\n', true, { delimiter: 'long' })).toBeUndefined()
    expect(detectDialect('a;b\n1;2\n', true, { delimiter: 'é' })).toBeUndefined()
  })

  test('one column needs none', async () => {
    const { table: read, rows } = await readText('Email\na@example.org\nb@example.org\n')
    expect([read.columns, rows]).toEqual([['Email'], [['a@example.org'], ['b@example.org']]])
  })
})

describe('quotes and escapes', () => {
  test('backslashes escape quotes, backslashes and the delimiter, nothing else', async () => {
    const { rows } = await readText('id,text\n1,"say \\"hi\\" now"\n2,C:\\new\n3,a\\,b\n4,\\N\n5,"x\\\\y"\n')
    expect(rows.map(([, text]) => text)).toEqual(['say "hi" now', 'C:\\new', 'a,b', '\\N', 'x\\y'])
  })

  test('a path that ends with a backslash is no escape', async () => {
    const { rows, rejected } = await readText('id,path,name\n1,"C:\\dir\\","a"\n2,"C:\\x\\","b"\n')
    expect([rows, rejected]).toEqual([
      [
        ['1', 'C:\\dir\\', 'a'],
        ['2', 'C:\\x\\', 'b'],
      ],
      [],
    ])
  })

  test('apostrophes in text are no quotes', async () => {
    const { rows } = await readText("id,name\n1,'79001234567\n2,O'Neil\n3,'tis\n")
    expect(rows.map(([, name]) => name)).toEqual(["'79001234567", "O'Neil", "'tis"])
  })
})

describe('header', () => {
  test.each([
    ['e-mails', 'a@example.org\nb@example.org\n', 1],
    ['phones', '+79001234567\n8 (900) 123-45-67\n', 1],
    ['e-mail and phone', 'a@example.org;+79001234567\nb@example.org;\n', 2],
    ['name and phone', 'Анна;+79001234567\nПётр;+79001234568\n', 2],
    ['values that come again', 'Анна;Москва\nПётр;Тверь\nАнна;Пермь\nОльга;Москва\n', 2],
  ])('is missing above %s', async (_name, text, width) => {
    const { table: read, rows } = await readText(text)
    expect(read.columns).toEqual(Array.from({ length: width }, (_, at) => `Column ${at + 1}`))
    expect([read.headerLine, rows.length]).toEqual([0, text.trim().split('\n').length])
    expect(read.notes).toEqual([{ code: 'read.no_header', detail: {} }])
  })

  test.each([
    ['years', 'Name;2022;2023;2024\nA;1;2;3\nB;4;5;6\n', ['Name', '2022', '2023', '2024']],
    [
      'dates above numbers',
      'Campaign;2024-01-01;2024-02-01\nA;10;20\nB;30;40\n',
      ['Campaign', '2024-01-01', '2024-02-01'],
    ],
    ['a name that a row repeats', 'Channel;Email\nEmail;a\nsms;b\n', ['Channel', 'Email']],
  ])('may hold %s', async (_name, text, columns) => {
    expect((await readText(text)).table.columns).toEqual(columns)
  })

  test('titles above it are passed over, also when a spreadsheet saved them as wide as the table', async () => {
    const { table: read, rows } = await readText('Report;;;\n;;;\nEmail;Name;City;Zip\na@example.org;A;X;1\n')
    expect([read.columns, read.headerLine, rows.length]).toEqual([['Email', 'Name', 'City', 'Zip'], 3, 1])
    expect(read.notes).toEqual([{ code: 'read.lines_above_header', detail: { lines: 2 } }])
  })

  test('a chosen line is believed: rows begin below it', async () => {
    const text = 'Title "of the file\nEmail;Name\nЭлектронная почта;Имя\na@example.org;A\n'
    const { table: read, rows } = await readText(text, { headerLine: 3 })
    expect([read.columns, read.headerLine, rows]).toEqual([['Электронная почта', 'Имя'], 3, [['a@example.org', 'A']]])
    const none = await readText('Name;City\nA;X\n', { headerLine: 0 })
    expect([none.table.columns, none.table.headerLine, none.rows.length, none.table.notes]).toEqual([
      ['Column 1', 'Column 2'],
      0,
      2,
      [],
    ])
    expect(await openSource(bytesSource(Buffer.from(text)), { headerLine: 99 })).toMatchObject({
      code: 'file.not_a_table',
    })
  })

  test('a chosen header may look like data', async () => {
    const { table: read } = await readText('2024-01-01;a@example.org\n2024-01-02;b@example.org\n', { headerLine: 1 })
    expect(read.columns).toEqual(['2024-01-01', 'a@example.org'])
  })
})

describe('what is no table', () => {
  test.each([
    ['a letter', 'Dear Anna,\n\nthank you for your order, it is on its way.\n\nBest regards,\nthe shop\n'],
    ['a log', rowsBelow(20, (at) => `2024-05-01 12:00:${at + 10},123 INFO started, all is well\n`)],
    [
      'a log in which nothing divides',
      rowsBelow(20, (at) => `2024-05-01T12:00:${at + 10}Z worker: sent ${at} of 20\n`),
    ],
  ])('%s', async (_name, text) => {
    expect(await openSource(bytesSource(Buffer.from(text)))).toMatchObject({
      status: 'rejected',
      code: 'file.not_a_table',
    })
  })

  test.each([
    ['quotes only', '"'.repeat(250_000)],
    ['quotes that never close', 'a,"b\n'.repeat(40_000)],
    ['both kinds of quotes and backslashes', `a,'b\\",\\'|"c;'\t"^~\n`.repeat(15_000)],
    ['an address that never ends', `a@${'.'.repeat(250_000)} `],
    ['a line that never ends', 'x '.repeat(125_000)],
    ['names that are all the same', `${'a;'.repeat(120_000)}\n1;2\n`],
    ['delimiters only', ',;|\t'.repeat(60_000)],
  ])('%s are judged in short time', (_name, text) => {
    for (const complete of [true, false]) {
      const dialect = detectDialect(text, complete)
      if (dialect) readCsvHead(dialect)
    }
  })
})

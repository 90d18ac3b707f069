import { Readable } from 'node:stream'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import { makeJsonElements } from '../../server/altcraft/read/json-elements.ts'
import { findJsonError } from '../../server/altcraft/read/json-error.ts'
import { parseJson } from '../../server/altcraft/read/json-value.ts'
import type { ByteSource, RejectedRow, SourceRow } from '../../server/altcraft/types.ts'
import { isJsonObject } from '../../server/lib/json.ts'

function bytesSource(name: string, bytes: Buffer, pieceBytes = 64 * 1024): ByteSource {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  )
  return { name, sizeBytes: bytes.length, open: async () => Readable.from(pieces, { objectMode: false }) }
}

async function readTable(source: ByteSource) {
  const result = await openSource(source)
  if (result.status !== 'table') throw new Error(`${result.status}: ${JSON.stringify(result)}`)
  const rows: SourceRow[] = []
  const rejected: RejectedRow[] = []
  for await (const batch of result.table.batches()) {
    rows.push(...batch.rows)
    rejected.push(...batch.rejected)
  }
  return { table: result.table, rows, rejected }
}

const encodings = ['utf8', 'utf8-bom', 'utf16le-bom', 'win1251'] as const

function encode(text: string, encoding: (typeof encodings)[number]): Buffer {
  if (encoding === 'win1251') return iconv.encode(text, 'win1251')
  if (encoding === 'utf16le-bom') return Buffer.from(`\uFEFF${text}`, 'utf16le')
  return Buffer.from(encoding === 'utf8-bom' ? `\uFEFF${text}` : text)
}

const delimiter = fc.constantFrom(',', ';', '\t', '|')
const lineEnd = fc.constantFrom('\n', '\r\n')
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcXYZ019 ,;|\t"\'\n\r.@-+[]{}:'), maxLength: 12 }),
  fc.constantFrom('Анна Петрова', 'ООО «Ромашка»', '1,5', '["+79001234567"]', '{"a":"b"}', 'anna@example.org', ''),
)
const table = fc
  .integer({ min: 2, max: 6 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 15 }))
const headerNames = ['Email', 'Имя', 'Last name', '_city', 'Custom', 'Дата рег.']

function writeCsv(rows: string[][], between: string, end: string, quoteAll: boolean): string {
  const quoted = (text: string) =>
    quoteAll || text.includes(between) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map((row) => row.map(quoted).join(between) + end).join('')
}

describe('CSV', () => {
  test('any table written in any dialect and encoding reads back equal', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        delimiter,
        lineEnd,
        fc.boolean(),
        fc.constantFrom(...encodings),
        fc.integer({ min: 1, max: 64 }),
        async (rows, between, end, quoteAll, encoding, pieceBytes) => {
          const header = headerNames.slice(0, rows[0]?.length)
          const bytes = encode(writeCsv([header, ...rows], between, end, quoteAll), encoding)
          const read = await readTable(bytesSource('table.csv', bytes, pieceBytes))
          expect(read.table.columns).toEqual(header)
          expect(read.rejected).toEqual([])
          expect(read.rows.map((row) => row.cells)).toEqual(rows)
          expect(read.rows.map((row) => row.rowNumber)).toEqual(rows.map((_, index) => index + 1))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a quote that is never closed costs one row of a large file', async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => `${index},user${index}@example.org,Anna,Moscow`)
    lines[20] = '20,user20@example.org,"Anna,Moscow'
    const { rows, rejected } = await readTable(
      bytesSource('profiles.csv', Buffer.from(`id,email,_fname,_city\n${lines.join('\n')}\n`)),
    )
    expect(rejected).toEqual([{ rowNumber: 21, raw: lines[20], code: 'row.unclosed_quote', detail: { line: 22 } }])
    expect(rows.length).toBe(29_999)
  })

  test('a line without end is rejected alone', async () => {
    const text = `id,email\n1,a@example.org\n2,${'x'.repeat(17 * 1024 * 1024)}\n3,c@example.org\n`
    const { rows, rejected } = await readTable(bytesSource('profiles.csv', Buffer.from(text)))
    expect(rows.map((row) => row.rowNumber)).toEqual([1, 3])
    expect(rejected.map((row) => [row.rowNumber, row.code, row.raw.length])).toEqual([[2, 'row.too_large', 10_000]])
  })
})

function cut(text: string, sizes: number[]): string[] {
  const pieces: string[] = []
  for (let at = 0, index = 0; at < text.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    pieces.push(text.slice(at, at + size))
    at += size
  }
  return pieces
}

describe('JSON', () => {
  const json = fc.jsonValue({ maxDepth: 3 })

  test('a list of objects reads back equal, indented or not, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string({ maxLength: 5 }), json), { maxLength: 8 }),
        fc.constantFrom(0, 2),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
        (list, indent, sizes) => {
          const text = `{"error":0,"data":${JSON.stringify(list, null, indent)},"text":"]}"}`
          const elements: string[] = []
          const reader = makeJsonElements(
            { as: 'array', start: text.indexOf('[') },
            {
              element: (element) => void elements.push(element),
              tooLarge: () => {},
              surroundingsTooLarge: () => {},
            },
          )
          for (const piece of cut(text, sizes)) reader.feed(piece)
          reader.end()
          expect(elements.map((element) => JSON.parse(element))).toEqual(JSON.parse(JSON.stringify(list)))
        },
      ),
    )
  })

  test('an error is found exactly where JSON.parse fails', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'{}[]:,"a1-.e \\u0tn'), maxLength: 12 }),
      json.map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(text, (candidate) => {
        expect(findJsonError(candidate) === undefined).toBe(isJson(candidate))
      }),
      { numRuns: 3_000 },
    )
  })

  test('no number is rounded', () => {
    expect(parseJson('{"a":9007199254740993,"b":[1.0,2.50,-0],"c":1e400,"d":0.1,"e":"1e5"}')).toEqual({
      a: '9007199254740993',
      b: [1, 2.5, -0],
      c: '1e400',
      d: 0.1,
      e: '1e5',
    })
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (value) => {
        const read = parseJson(`{"n":${value}}`)
        expect(isJsonObject(read) ? String(read.n) : undefined).toBe(String(value))
      }),
    )
  })

  test('an element without end in sight is rejected alone', async () => {
    const text = `[{"id":"1"},{"id":"2","text":"${'x'.repeat(17 * 1024 * 1024)}"},{"id":"3"}]`
    const { rows, rejected } = await readTable(bytesSource('profiles.json', Buffer.from(text)))
    expect(rows.map((row) => row.cells)).toEqual([['1'], ['3']])
    expect(rejected.map((row) => [row.rowNumber, row.code, row.raw.length])).toEqual([[2, 'row.too_large', 10_000]])
  })

  test.each(['profiles.json', 'profiles.ndjson'])(
    'an element nested thousands of levels deep is rejected alone (%s)',
    async (name) => {
      const deep = `{"id":"1","tags":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
      const lines = [
        '{"id":"0","email":"a@example.org"}',
        deep,
        ...Array.from({ length: 9_000 }, () => '{"id":"2","email":"b@example.org"}'),
      ]
      const text = name.endsWith('.json') ? `[${lines.join(',')}]` : lines.join('\n')
      const { rows, rejected } = await readTable(bytesSource(name, Buffer.from(text)))
      expect(rows.length).toBe(9_001)
      expect(rejected.map((row) => [row.rowNumber, row.code])).toEqual([[2, 'row.too_deep']])
    },
  )

  test('columns grow while rows with new keys arrive', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) =>
      index < 2_500 ? { id: String(index), email: 'a@example.org' } : { email: 'b@example.org', city: 'Тверь' },
    )
    const read = await readTable(bytesSource('profiles.json', Buffer.from(JSON.stringify(rows))))
    expect(read.table.columns).toEqual(['id', 'email', 'city'])
    expect(read.rows.at(0)?.cells).toEqual(['0', 'a@example.org'])
    expect(read.rows.at(-1)?.cells).toEqual([null, 'b@example.org', 'Тверь'])
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('YML', () => {
  test('categories that follow the offers are resolved all the same', async () => {
    const text = `<?xml version="1.0"?><yml_catalog><shop><offers><offer id="1"><name>A</name><categoryId>2</categoryId></offer></offers>
      <categories><category id="1">Top</category><category id="2" parentId="1">Sub</category></categories></shop></yml_catalog>`
    const { table: read, rows } = await readTable(bytesSource('catalogue.yml', Buffer.from(text)))
    expect(
      rows.map((row) => Object.fromEntries(read.columns.map((column, index) => [column, row.cells[index]]))),
    ).toEqual([{ id: '1', name: 'A', categoryId: '2', category: 'Sub', category_path: 'Top / Sub' }])
  })
})

import { Readable } from 'node:stream'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import type { ByteSource, RejectedRow, SourceRow } from '../../server/altcraft/types.ts'
import { readRejection } from './altcraft-sources.ts'

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

  test.each([
    ['more columns than are read', Array.from({ length: 3_000 }, (_, n) => `c${n}`).join()],
    ['names that are texts', `id,${'n'.repeat(200_000)}`.repeat(3)],
  ])('a header of %s is refused', async (_, header) => {
    const { code } = await readRejection(bytesSource('wide.csv', Buffer.from(`${header}\n1,2\n`)))
    expect(['file.too_many_columns', 'file.not_a_table']).toContain(code)
  })

  test('a header that does not end in the beginning of the file is refused', async () => {
    const header = Array.from({ length: 200_000 }, (_, n) => `column ${n}`).join()
    const { code } = await readRejection(bytesSource('wide.csv', Buffer.from(`${header}\n${'1,'.repeat(199_999)}1\n`)))
    expect(code).toBe('file.too_many_columns')
    const long = `id,email,${'n'.repeat(400_000)}\n1,a@b.ru,x\n`
    expect((await readRejection(bytesSource('long.csv', Buffer.from(long)))).code).toBe('file.not_a_table')
  })

  test('a line without end is rejected alone', async () => {
    const text = `id,email\n1,a@example.org\n2,${'x'.repeat(17 * 1024 * 1024)}\n3,c@example.org\n`
    const { rows, rejected } = await readTable(bytesSource('profiles.csv', Buffer.from(text)))
    expect(rows.map((row) => row.rowNumber)).toEqual([1, 3])
    expect(rejected.map((row) => [row.rowNumber, row.code, row.raw.length])).toEqual([[2, 'row.too_large', 10_000]])
  })
})

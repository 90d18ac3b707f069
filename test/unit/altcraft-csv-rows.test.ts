import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unpackRows } from '../../server/altcraft/packed-rows.ts'
import { type CsvSyntax, newCursor, readRecord } from '../../server/altcraft/read/csv-record.ts'
import { makeCsvRows } from '../../server/altcraft/read/csv-rows.ts'
import { makeCsvScan } from '../../server/altcraft/read/csv-scan.ts'
import type { RejectedRow, SourceRow } from '../../server/altcraft/types.ts'

const syntax: CsvSyntax = { delimiter: ',', quote: '"', escape: 'double' }

function cut(text: string, sizes: number[]): string[] {
  const pieces: string[] = []
  for (let at = 0, index = 0; at < text.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    pieces.push(text.slice(at, at + size))
    at += size
  }
  return pieces
}

function readPieces(pieces: string[]): { rows: SourceRow[]; rejected: RejectedRow[] } {
  const reader = makeCsvRows({ syntax, columns: 3, width: 3, firstLine: 2 }, () => false)
  const rows: SourceRow[] = []
  const rejected: RejectedRow[] = []
  const take = () => {
    do {
      const batch = reader.take()
      rows.push(...unpackRows(batch.packed))
      rejected.push(...batch.rejected)
    } while (reader.readOn())
  }
  for (const piece of pieces) {
    reader.feed(Buffer.from(piece), false)
    take()
  }
  reader.feed(Buffer.alloc(0), true)
  take()
  return { rows, rejected }
}

test('it does not matter where a text is cut into pieces', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r', ' '), maxLength: 60 })
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }), (whole, sizes) => {
      expect(readPieces(cut(whole, sizes))).toEqual(readPieces([whole]))
    }),
    { numRuns: 2_000 },
  )
})

test('every line of a file with broken quotes is in a row or in a rejected row', () => {
  const line = fc.string({ unit: fc.constantFrom('a', '"', ',', 'b'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
      const { rows, rejected } = readPieces([`${lines.join('\n')}\n`])
      const letters = (text: string) => text.replace(/[^ab]/g, '')
      const kept = [
        ...rows.map((row) => ({ at: row.rowNumber, text: row.cells.join('') })),
        ...rejected.map((row) => ({ at: row.rowNumber, text: row.raw })),
      ]
      expect(
        letters(
          kept
            .sort((a, b) => a.at - b.at)
            .map((row) => row.text)
            .join(''),
        ),
      ).toBe(letters(lines.join('')))
    }),
    { numRuns: 2_000 },
  )
})

test('records are cut alike in texts, where the dialect is judged, and in bytes, where rows are read', () => {
  const unit = fc.constantFrom('a', 'я', '"', "'", ',', ';', '\\n', '\n', '\r', ' ', '\\')
  const styles = fc.record({
    delimiter: fc.constantFrom(',', ';'),
    quote: fc.constantFrom('"', "'"),
    escape: fc.constantFrom('double' as const, 'backslash' as const),
  })
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), styles, fc.boolean(), (text, style, last) => {
      const cursor = newCursor()
      const cells = readRecord(text, cursor, style, last)
      const scan = makeCsvScan(style)
      const bytes = Buffer.from(text)
      const count = scan.scan(bytes, 0, bytes.length, last, 0)
      const scanned = Array.from({ length: count }, (_, place) => {
        if (scan.escaped[place] === 1) scan.unescape(bytes, place)
        return bytes.toString('utf8', scan.starts[place], scan.ends[place])
      })
      expect(scanned).toEqual(cells ?? [])
      expect(scan.problem).toBe(cursor.problem)
      if (cells) expect([Buffer.from(text.slice(0, cursor.at)).length, scan.lines]).toEqual([scan.at, cursor.lines])
    }),
    { numRuns: 5_000 },
  )
})

test('what waited behind a record without end comes in small batches, nothing is lost', () => {
  const reader = makeCsvRows({ syntax, columns: 3, width: 3, firstLine: 2 }, () => false)
  const counts = { rows: 0, rejected: 0, largest: 0 }
  const feed = (bytes: Buffer, last: boolean) => {
    reader.feed(bytes, last)
    do {
      const { packed, rejected } = reader.take()
      counts.rows += packed.count
      counts.rejected += rejected.length
      counts.largest = Math.max(counts.largest, packed.count, rejected.length)
    } while (reader.readOn())
  }
  feed(Buffer.from('"quote that is never closed\n'), false)
  for (let piece = 0; piece < 20; piece += 1)
    feed(Buffer.from(`${'a\n'.repeat(5_000)}${'a,b,c\n'.repeat(5_000)}`), false)
  feed(Buffer.alloc(0), true)
  expect(counts).toMatchObject({ rows: 100_000, rejected: 95_001 })
  expect(counts.largest).toBeLessThanOrEqual(20_000)
})

test('a record of millions of cells is counted and not kept', () => {
  const scan = makeCsvScan(syntax)
  const bytes = Buffer.from(`${','.repeat(3_000_000)}\n1,2,3\n`)
  expect(scan.scan(bytes, 0, bytes.length, true, 0)).toBe(3_000_001)
  expect(scan.starts.length).toBeLessThan(100_000)
  expect(scan.scan(bytes, scan.at, bytes.length, true, 0)).toBe(3)
})

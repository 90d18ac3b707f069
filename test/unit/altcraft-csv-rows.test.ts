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
    const batch = reader.take()
    rows.push(...unpackRows(batch.packed))
    rejected.push(...batch.rejected)
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

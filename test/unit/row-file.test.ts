import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { originalOf, rowFileName, rowSelections, withoutMark } from '../../server/staging/row-file.ts'
import { toLine } from '../../server/verifying/row-files.ts'

const files = [{ file: 'clients.csv' }, { file: 'export.zip/clients.csv' }, { file: 'a-failed.csv' }, { file: 'a' }]

it.each(rowSelections)('a file of %s rows is known by its name', (selection) => {
  for (const one of files) expect(originalOf(rowFileName(one.file, selection), files)).toBe(one)
})

it.each([
  ['clients.csv-failed (3).csv', 'clients.csv'],
  ['clients.csv-failed(1).csv', 'clients.csv'],
  ['corrected.zip/clients.csv-failed.csv', 'clients.csv'],
  ['clients.csv-remediation.xlsx/Sheet1', 'clients.csv'],
  ['clients.csv', undefined],
  ['clients-failed.csv', undefined],
  ['failed.csv', undefined],
])('%s holds rows of %s', (name, file) => {
  expect(originalOf(name, files)?.file).toBe(file)
})

it('brings every text back as it went, whatever a spreadsheet would make of it', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `=${rest}`),
    fc.string().map((rest) => `'+${rest}`),
  )
  fc.assert(
    fc.property(text, (cell) => {
      const [[read] = []]: string[][] = parse(`${toLine(['x', cell], ',')}`, { record_delimiter: '\r\n' }).map(
        (row: string[]) => row.slice(1),
      )
      expect(withoutMark(read ?? null)).toBe(cell)
    }),
  )
})

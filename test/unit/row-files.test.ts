import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { toLine } from '../../server/verifying/row-files.ts'

describe('a line of a row file', () => {
  const cases: [string, Json[], string][] = [
    ['cells as they were', ['Anna', '', ' x '], 'Anna,, x \r\n'],
    ['an empty cell for nothing', [null, 'a', null], ',a,\r\n'],
    ['numbers and booleans as their text', [12, 0.5, true, false], '12,0.5,true,false\r\n'],
    ['lists and objects as JSON', [['a', 'b'], { a: 1 }], '"[""a"",""b""]","{""a"":1}"\r\n'],
    ['quotes doubled', ['say "hi"'], '"say ""hi"""\r\n'],
    ['line breaks kept in quotes', ['a\nb', 'c\r\nd'], '"a\nb","c\r\nd"\r\n'],
    ['only its own separator quoted', ['a,b', 'a;b'], '"a,b",a;b\r\n'],
  ]
  it.each(cases)('holds %s', (_what, cells, line) => expect(toLine(cells, ',')).toBe(line))

  it('is quoted by the semicolon where that separates', () => {
    expect(toLine(['a,b', 'a;b'], ';')).toBe('a,b;"a;b"\r\n')
  })
})

describe('a cell that a spreadsheet would run', () => {
  it.each(['=1+1', '=HYPERLINK("x")', '@SUM(A1)', '+cmd|x', '-2+3+cmd|x', '\t=1', '\r=1'])('%j is text', (cell) => {
    const [[read] = []] = parse(toLine([cell], ','), { record_delimiter: '\r\n' })
    expect(read).toBe(`'${cell}`)
  })

  it.each(['+7 (495) 123-45-67', '+74951234567', '-12.50', '-5', '-', '1=1', 'a@b.example', 'Anna'])(
    '%j is none',
    (cell) => {
      expect(toLine([cell], ',')).toBe(`${cell}\r\n`)
    },
  )

  it('is found in lists and numbers as well as in texts', () => {
    expect(toLine([-5, ['=1']], ',')).toBe('-5,"[""=1""]"\r\n')
  })
})

describe('whatever the cells', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', "'", '=', 'a') }),
  )

  it('a CSV reader finds them again', () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), fc.constantFrom(',', ';'), (cells, delimiter) => {
        const rows = parse(toLine(cells, delimiter), { delimiter, record_delimiter: '\r\n', skip_empty_lines: false })
        const unescaped = rows[0]?.map((read: string, at: number) => (read === `'${cells[at]}` ? cells[at] : read))
        expect(rows.length).toBe(1)
        expect(unescaped).toEqual(cells)
      }),
    )
  })
})

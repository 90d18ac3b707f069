import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PackedRows } from '../../server/altcraft/packed-rows.ts'
import type { Json } from '../../server/lib/json.ts'
import type { ColumnProfile } from '../../server/staging/column-profile.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'
import { makeRowEncoder } from '../../server/staging/row-encoder.ts'

/** Rows of text as they lie in a buffer, with other bytes between the cells. */
function pack(rows: string[][]): PackedRows {
  const columns = rows[0]?.length ?? 0
  const cells = rows.flat().map((cell) => Buffer.from(cell))
  const places: { start: number; end: number }[] = []
  let at = 1
  for (const cell of cells) {
    places.push({ start: at, end: at + cell.length })
    at += cell.length + 1
  }
  return {
    bytes: Buffer.concat([Buffer.from('x'), ...cells.flatMap((cell) => [cell, Buffer.from(';')])]),
    columns,
    count: rows.length,
    rowNumbers: Int32Array.from(rows, (_, row) => row + 1),
    starts: Int32Array.from(places, ({ start }) => start),
    ends: Int32Array.from(places, ({ end }) => end),
  }
}

function profileOf(cells: readonly Json[]): ColumnProfile {
  const profiler = makeColumnProfiler()
  for (const [index, cell] of cells.entries()) profiler.addRow({ rowNumber: index + 1, cells: [cell] })
  const [profile] = profiler.profiles(['c'])
  if (!profile) throw new Error('no profile')
  return profile
}

const cell = fc.oneof(
  fc.constantFrom('', ' ', '[]', '{}', '1', '1', '2', '7,9E+10', '25/03/2024', '03/25/2024', 'a; b', '["x","y"]', 'да'),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.toWellFormed()),
  fc.nat().map(String),
)

test('rows give the same profiles and the same stored cells, packed or as values', () => {
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 30 }))
  fc.assert(
    fc.property(table, (rows) => {
      const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
      const [packed, single] = [makeColumnProfiler(), makeColumnProfiler()]
      packed.addPacked(pack(rows))
      for (const [index, cells] of rows.entries()) single.addRow({ rowNumber: index + 1, cells })
      expect(packed.profiles(columns)).toEqual(single.profiles(columns))
      const sourceRows = rows.map((cells, index) => ({ rowNumber: index + 1, cells }))
      const stored = makeRowEncoder(1, 'ds').packed(pack(rows)).toString()
      expect(stored).toBe(makeRowEncoder(1, 'ds').rows(sourceRows).toString())
    }),
    { numRuns: 500 },
  )
})

describe('a profile', () => {
  test('counts what is filled and what it looks like', () => {
    const profile = profileOf(['anna@example.org', ' ', null, '12', 'да', '[]', true, 3.5, { a: 1 }, 'x'])
    expect(profile).toMatchObject({
      filled: 7,
      distinctEstimate: 7,
      longest: 16,
      types: { email: 1, integer: 1, boolean: 2, decimal: 1, json: 1, text: 1 },
    })
  })

  test('knows the least and the most of numbers and of dates', () => {
    expect(profileOf(['10', '-2,5', '1 000', 'x'])).toMatchObject({ min: '-2.5', max: '1000' })
    expect(profileOf([10, 2.5])).toMatchObject({ min: '2.5', max: '10' })
    expect(profileOf(['2024-03-05', '1999-12-31T10:00:00Z', 'x'])).toMatchObject({
      min: '1999-12-31T10:00:00Z',
      max: '2024-03-05',
    })
    expect(profileOf(['Anna'])).toMatchObject({ min: null, max: null })
  })

  test('has the evidence for formats', () => {
    expect(profileOf(['25/03/2024', '03/25/2024', '3/4/2024', '25.03.2024'])).toMatchObject({
      dayFirst: 2,
      monthFirst: 1,
    })
    expect(profileOf(['1990-02-22T21:00:00Z', '1990-02-22T10:00:00Z'])).toMatchObject({ lateEvening: 1 })
    expect(profileOf(['1,5', '2,5', '1.5', '1 234,5'])).toMatchObject({ decimalComma: 3, decimalDot: 1, grouped: 1 })
    expect(profileOf(['7,9E+10', '+79001234567'])).toMatchObject({ scientific: 1 })
    expect(profileOf(['4549000', '50000', '12'])).toMatchObject({ hundreds: 2 })
    expect(profileOf(['+79001234567', '89001234567', '9001234567', '["+380441234567"]']).phonePrefixes).toEqual(
      expect.arrayContaining(['+7', '8', 'local', '+380'].map((prefix) => ({ prefix, count: 1 }))),
    )
  })

  test('counts few values exactly, and estimates many', () => {
    const few = profileOf(Array.from({ length: 3_000 }, (_, index) => `v${index % 300}`))
    expect([few.distinctEstimate, few.topValues.length, few.topValues[0]?.count]).toEqual([300, 100, 10])
    const many = profileOf(Array.from({ length: 50_000 }, (_, index) => `id${index}`))
    expect(Math.abs(many.distinctEstimate - 50_000)).toBeLessThan(5_000)
    expect(many.topValues).toEqual([])
  })

  test('counts the members of lists, few or many texts of them', () => {
    const tags = profileOf(Array.from({ length: 2_000 }, (_, index) => `vip; t${index % 700}`))
    expect(tags.lists).toBe(2_000)
    expect(tags.listItems[0]).toEqual({ value: 'vip', count: 2_000 })
    expect(tags.listItems).toHaveLength(701)
    expect(profileOf(Array.from({ length: 3_000 }, (_, index) => `["u${index}"]`)).listItems).toEqual([])
  })

  test('has fifty samples from all over the column, with their rows', () => {
    const { samples, sampleRows } = profileOf(Array.from({ length: 12_345 }, (_, index) => `v${index + 1}`))
    expect(samples).toHaveLength(50)
    expect(sampleRows.map((row) => `v${row}`)).toEqual(samples)
    const strata = new Set(sampleRows.map((row) => Math.floor((row * 10) / 12_346)))
    expect(strata.size).toBe(10)
  })

  test('is small, whatever the cells are', () => {
    const huge = profileOf(Array.from({ length: 200 }, (_, index) => `${index}${'x'.repeat(50_000)}`))
    expect(JSON.stringify(huge).length).toBeLessThan(600_000)
  })

  test('is small where the cells are objects of megabytes', () => {
    const objects = profileOf(Array.from({ length: 30 }, (_, index) => ({ index, text: 'x'.repeat(500_000) })))
    expect(JSON.stringify(objects).length).toBeLessThan(400_000)
  })

  test('of hundreds of columns is small together, and each has samples', () => {
    const profiler = makeColumnProfiler()
    for (let row = 1; row <= 120; row += 1) {
      const cells = Array.from({ length: 700 }, (_, column) => `${row}x${column}`.padEnd(3_000, 'x'))
      profiler.addRow({ rowNumber: row, cells })
    }
    const profiles = profiler.profiles(Array.from({ length: 700 }, (_, column) => `c${column}`))
    expect(JSON.stringify(profiles).length).toBeLessThan(20_000_000)
    expect(profiles.every(({ samples, filled }) => samples.length > 0 && filled === 120)).toBe(true)
  })

  test('shows a long text as it is, whatever came before it', () => {
    const { samples, longest, distinctEstimate } = profileOf(['a', 'я'.repeat(100_000), `${'b'.repeat(9_999)}😀b`])
    expect([longest, distinctEstimate]).toEqual([100_000, 3])
    expect(samples).toEqual(['a', 'я'.repeat(5_000), 'b'.repeat(9_999)])
  })
})

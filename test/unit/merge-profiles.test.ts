import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../server/lib/json.ts'
import { mergeProfiles } from '../../server/mapping/merge-profiles.ts'
import { nothingGiven } from '../../server/mapping/plan-input.ts'
import { proposeFor } from '../../server/mapping/propose-job.ts'
import type { ColumnProfile } from '../../server/mapping/types.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'
import type { Dataset } from '../../server/staging/datasets.ts'
import { account, datasetOf } from './mapping-fixture.ts'

function profileOf(cells: Json[]): ColumnProfile {
  const profiler = makeColumnProfiler()
  for (const [at, cell] of cells.entries()) profiler.addRow({ rowNumber: at + 1, cells: [cell] })
  const [profile] = profiler.profiles(['x'])
  if (profile === undefined) throw new Error('no profile')
  return profile
}

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `v${from + n}`)
const asMap = (list: { value: string; count: number }[]) => new Map(list.map(({ value, count }) => [value, count]))
const merged = (a: Json[], b: Json[]) => mergeProfiles(profileOf(a), profileOf(b))

describe('the profile of two parts', () => {
  test('is that of one file as long as all values are known', () => {
    const anyCell = fc.oneof(
      fc.constantFrom<Json[]>(
        '',
        'a',
        'a, b',
        'b;c',
        12,
        1.5,
        true,
        '25/03/2024',
        '03/25/2024',
        '1990-02-22T21:00:00Z',
      ),
      fc.constantFrom<Json[]>('anna@firm.example', '+79001234567', '[1,2]', ['x', 'y'], null),
    )
    const anyCells = fc.array(anyCell, { maxLength: 24 })
    fc.assert(
      fc.property(anyCells, anyCells, (a, b) => {
        const { topValues, samples, sampleRows, listItems, phonePrefixes, ...rest } = merged(a, b)
        const whole = profileOf([...a, ...b])
        expect(whole).toMatchObject(rest)
        expect(asMap(topValues)).toEqual(asMap(whole.topValues))
        expect(asMap(listItems)).toEqual(asMap(whole.listItems))
        expect(asMap(phonePrefixes.map(({ prefix, count }) => ({ value: prefix, count })))).toEqual(
          asMap(whole.phonePrefixes.map(({ prefix, count }) => ({ value: prefix, count }))),
        )
        expect(samples).toHaveLength(Math.min(50, whole.filled))
        expect(sampleRows).toHaveLength(samples.length)
      }),
    )
  })

  test('counts distinct values exactly while both lists are complete, also beyond what a list keeps', () => {
    const { distinctEstimate, topValues } = merged(numbered(90), numbered(90, 45))
    expect(distinctEstimate).toBe(135)
    expect(topValues).toHaveLength(100)
    expect(topValues.slice(0, 45).every(({ count }) => count === 2)).toBe(true)
  })

  test('estimates distinct values from above where a list was cut: never fewer than one part has, nor more than cells', () => {
    const same = merged(numbered(200), numbered(200))
    expect(same.distinctEstimate).toBeGreaterThanOrEqual(200)
    expect(same.distinctEstimate).toBeLessThanOrEqual(400)
    // 150 values twice each: 100 of them are shown by both parts and are the same.
    const shown = merged([...numbered(150), ...numbered(150)], [...numbered(150), ...numbered(150)])
    expect(shown.distinctEstimate).toBe(200)
    expect(merged(numbered(5_000), ['v1']).distinctEstimate).toBeLessThanOrEqual(5_001)
  })

  test('does not depend on which part came first', () => {
    const cells = fc.array(fc.oneof(fc.nat(400).map(String), fc.constantFrom('a, b', 'c;d')), { maxLength: 400 })
    fc.assert(
      fc.property(cells, cells, (a, b) => {
        const { samples: _, sampleRows: _rows, ...one } = merged(a, b)
        const { samples: __, sampleRows: __rows, ...other } = merged(b, a)
        expect(one).toEqual(other)
      }),
      { numRuns: 30 },
    )
  })

  test('has samples of both parts, by their share', () => {
    const { samples } = merged(
      numbered(3_000).map((text) => `big ${text}`),
      numbered(1_000).map((text) => `small ${text}`),
    )
    expect(samples).toHaveLength(50)
    const small = samples.filter((sample) => String(sample).startsWith('small')).length
    expect(small).toBeGreaterThanOrEqual(12)
    expect(small).toBeLessThanOrEqual(13)
    const few = merged(numbered(1_000), ['only one'])
    expect(few.samples).toContain('only one')
    expect(few.samples).toHaveLength(50)
  })

  test('has no list items once a part had too many of them', () => {
    const tags = numbered(1_200).map((tag) => `${tag}; x`)
    expect(merged(tags, ['a; b', 'a; b']).listItems).toEqual([])
    const halves = (from: number) => numbered(800, from).map((tag) => `${tag}; x`)
    expect(merged(halves(0), halves(800)).listItems).toEqual([])
  })

  test('an empty part changes nothing', () => {
    const full = profileOf(['a', 'a', 'b', '+79001234567', '2024-01-02', 'x; y'])
    const { topValues, listItems, ...rest } = mergeProfiles(full, profileOf(['', null]))
    expect(full).toMatchObject(rest)
    expect(asMap(topValues)).toEqual(asMap(full.topValues))
    expect(asMap(listItems)).toEqual(asMap(full.listItems))
  })
})

describe('a plan of parts', () => {
  const dataset = (id: string, rows: JsonObject[], partOf?: string): Dataset => {
    const input = datasetOf({ name: id, kind: 'profiles', rows })
    const columns = input.profiles.map(({ column }) => column)
    const own = { columns, kindConfidence: 1, headerMissing: false, rejectedCount: 0 }
    return { ...input, ...own, ...(partOf === undefined ? {} : { partOf }) }
  }
  const lead = dataset('1_export.csv', [{ email: 'a@firm.example', _bdate: '01/02/1990', _sex: '1', city: 'Omsk' }])
  const second = dataset(
    '2_export.csv',
    [{ city: 'Kazan', _sex: '2', _bdate: '03/04/1991', email: 'b@firm.example' }],
    lead.id,
  )

  test('asks once, from the values of both, and each part has the lead’s plan', () => {
    const { document, questions } = proposeFor([second, lead], account, nothingGiven)
    expect(questions.map(({ id }) => id).sort()).toEqual([
      'date_order:1_export.csv:_bdate',
      'sex_codes:1_export.csv:_sex',
    ])
    expect(questions.find(({ code }) => code === 'sex_codes')?.options.map(({ value }) => value)).toContain(
      '1=Male,2=Female',
    )
    const [first, copy, ...others] = document.datasets
    expect(others).toEqual([])
    expect(first).toMatchObject({ datasetId: lead.id, file: '1_export.csv' })
    expect(copy).toEqual({ ...first, datasetId: second.id, file: '2_export.csv', partOf: lead.id })
  })

  test('an answer holds for all parts', () => {
    const answers = { 'date_order:1_export.csv:_bdate': 'mdy', 'sex_codes:1_export.csv:_sex': '1=Female,2=Male' }
    for (const { columns, reading } of proposeFor([lead, second], account, { ...nothingGiven, answers }).document
      .datasets) {
      expect(columns.find(({ column }) => column === '_bdate')?.dateOrder).toBe('mdy')
      expect(reading.sexCodes).toEqual({ 1: 'Female', 2: 'Male' })
    }
  })

  test('what one part proves holds for the other: no question', () => {
    const proof = dataset('2_export.csv', [{ email: 'b@firm.example', _bdate: '25/04/1991', city: 'Kazan' }], lead.id)
    const { questions, document } = proposeFor([lead, proof], account, nothingGiven)
    expect(questions.filter(({ code }) => code === 'date_order')).toEqual([])
    expect(document.datasets.map(({ columns }) => columns[1]?.dateOrder)).toEqual(['dmy', 'dmy'])
  })

  test('a part whose lead is gone is planned for itself', () => {
    const { document } = proposeFor([second], account, nothingGiven)
    expect(document.datasets).toHaveLength(1)
    expect(document.datasets[0]?.partOf).toBeUndefined()
  })
})

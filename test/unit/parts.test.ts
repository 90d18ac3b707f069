import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DatasetKind } from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'
import { readPartName } from '../../server/staging/part-name.ts'
import { groupParts, type PartCandidate } from '../../server/staging/parts.ts'

interface Given {
  kind?: DatasetKind
  chosenKind?: DatasetKind
  container?: string
  /** Column names; without them the file has none. */
  columns?: string[]
  rows?: Json[][]
}

const people: Json[][] = [
  ['5a61f87d69d42678a8dc6d01', 'anna@firm.example', 'Anna', '2019-03-14'],
  ['5a61f87d69d42678a8dc6d02', 'boris@firm.example', 'Boris', '2020-01-02'],
]
const header = ['id', 'email', '_fname', '_regdate']

function part(file: string, { kind = 'profiles', columns, rows = people, ...given }: Given = {}): PartCandidate {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const names = columns ?? Array.from({ length: width }, (_, place) => `Column ${place + 1}`)
  const profiler = makeColumnProfiler()
  for (const [at, cells] of rows.entries()) profiler.addRow({ rowNumber: at + 1, cells })
  const chosen = given.chosenKind === undefined ? {} : { chosenKind: given.chosenKind }
  return {
    id: file,
    file,
    container: given.container ?? null,
    kind,
    ...chosen,
    columns: names,
    headerMissing: columns === undefined,
    profiles: profiler.profiles(names),
  }
}

const headed = (file: string, given: Given = {}) => part(file, { columns: header, ...given })
const bare = (file: string, given: Given = {}) => part(file, { kind: 'unknown', ...given })

/** Groups as `lead + part + part`, sorted. */
function groups(candidates: readonly PartCandidate[]): string[] {
  return groupParts(candidates)
    .map(({ lead, parts }) => [lead, ...parts].map(({ id }) => id).join(' + '))
    .sort()
}

describe('names', () => {
  test.each([
    [['1_database_export.csv', '2_database_export.csv', '10_database_export.csv']],
    [['profiles_part1.csv', 'profiles_part2.csv']],
    [['profiles.csv', 'profiles-2.csv', 'profiles-3.csv']],
    [['profiles.csv', 'profiles (1).csv', 'profiles (2).csv']],
    [['1_database_export.csv', '1_database_export (1).csv']],
    [['clients.001.csv', 'clients.002.csv']],
    [['clients.csv.001', 'clients.csv.002']],
    [['Клиенты часть 1.csv', 'клиенты часть 2.CSV']],
    [['profiles 1 of 3.csv', 'profiles 2 of 3.csv', 'profiles 3 of 3.csv']],
    [['export_2024-03-01_1.csv', 'export_2024-03-01_2.csv']],
    [['all.zip/a/1.csv', 'all.zip/a/2.csv']],
    [['book.xlsx/Sheet1', 'book.xlsx/Sheet2']],
    [['1_export.csv.gz/1_export.csv', '2_export.csv.gz/2_export.csv', '3_export.csv']],
    [['part-00000-3f2a.csv', 'part-00001-3f2a.csv']],
  ])('%s are parts of one export, in this order', (files) => {
    expect(groups(files.map((file) => headed(file)).reverse())).toEqual([files.join(' + ')])
  })

  test.each([
    ['other names', 'profiles_1.csv', 'clients_2.csv'],
    ['other formats', 'profiles_1.csv', 'profiles_2.json'],
    ['other folders', 'all.zip/a/profiles_1.csv', 'all.zip/b/profiles_2.csv'],
    ['exports of two years', 'profiles 2023.csv', 'profiles 2024.csv'],
    ['exports of two months', 'profiles_2024-01.csv', 'profiles_2024-02.csv'],
    ['exports of two days', 'profiles_20240301.csv', 'profiles_20240302.csv'],
    ['exports of two times', 'profiles 2024-03-01 10-15.csv', 'profiles 2024-03-01 10-16.csv'],
    ['files named by ids', '5a61f87d69d42678a8dc6d01.csv', '5a61f87d69d42678a8dc6d02.csv'],
    ['a file and its correction', '1_database_export.csv', '1_database_export-remediation.csv'],
    ['one number twice', 'profiles_2.csv', 'profiles-2.csv'],
  ])('%s are not', (_, a, b) => {
    expect(groups([headed(a), headed(b)])).toHaveLength(2)
  })

  test('archives of one name are two', () => {
    const ofFirst = headed('export.zip/1_database_export.csv', { container: 'file_1' })
    expect(groups([ofFirst, headed('export.zip/2_database_export.csv', { container: 'file_2' })])).toHaveLength(2)
  })

  test('a hostile name is read at once', () => {
    const names = [
      '-'.repeat(65_000),
      '1'.repeat(65_000),
      `${'('.repeat(299)}x`,
      '2024-01-01'.repeat(29),
      '',
      '/',
      '.gz/',
    ]
    for (const name of names) readPartName(`${name}.csv`)
  })
})

describe('files with column names', () => {
  test('join whatever the order of their columns', () => {
    const turned = part('2_export.csv', {
      columns: [...header].reverse(),
      rows: people.map((row) => [...row].reverse()),
    })
    expect(groups([headed('1_export.csv'), turned])).toEqual(['1_export.csv + 2_export.csv'])
  })

  test('stay apart where columns or kinds differ; the others join', () => {
    const wider = part('2_export.csv', { columns: [...header, 'city'] })
    const orders = headed('4_export.csv', { kind: 'orders' })
    expect(groups([headed('1_export.csv'), wider, headed('3_export.csv'), orders])).toEqual([
      '1_export.csv + 3_export.csv',
      '2_export.csv',
      '4_export.csv',
    ])
  })

  test('members of segments join only where the number is surely a part’s: it may be the segment’s', () => {
    const member = (file: string) => headed(file, { kind: 'segment_members' })
    expect(groups(['vip_1.csv', 'vip_2.csv'].map(member))).toHaveLength(2)
    expect(groups(['12_segment_export.csv', '13_segment_export.csv'].map(member))).toHaveLength(2)
    expect(groups(['vip part 1.csv', 'vip part 2.csv'].map(member))).toHaveLength(1)
    expect(groups(['vip 1.csv', 'vip 1 (2).csv'].map(member))).toHaveLength(1)
  })
})

describe('files without column names', () => {
  test('join by place where their values look as the lead’s', () => {
    const candidates = [bare('3_export.csv'), headed('1_export.csv'), bare('2_export.csv')]
    expect(groups(candidates)).toEqual(['1_export.csv + 2_export.csv + 3_export.csv'])
  })

  test('the lead is the one with column names, whatever the numbers', () => {
    expect(groups([bare('1_export.csv'), headed('2_export.csv')])).toEqual(['2_export.csv + 1_export.csv'])
  })

  test('an empty column at the end comes of a delimiter', () => {
    const rows = people.map((row) => [...row, ''])
    expect(groups([headed('1_export.csv'), bare('2_export.csv', { rows })])).toHaveLength(1)
  })

  test.each([
    ['they have more values', people.map((row) => [...row, 'x'])],
    ['they have fewer columns', people.map((row) => row.slice(0, 3))],
    [
      'names stand where the e-mail addresses do',
      people.map(([id, email, name, date]) => [id, name, email, date] as Json[]),
    ],
    ['nothing is in them', [['', '', '', '']]],
  ])('stay alone when %s', (_, rows) => {
    expect(groups([headed('1_export.csv'), bare('2_export.csv', { rows })])).toHaveLength(2)
  })

  test('plain texts fit everywhere and prove nothing', () => {
    const rows = [['Anna', 'Moscow']]
    const lead = part('1_export.csv', { columns: ['name', 'city'], rows })
    expect(groups([lead, bare('2_export.csv', { rows })])).toHaveLength(2)
  })

  test('stay alone when two leads fit', () => {
    const other = part('2_export.csv', { columns: ['id', 'email', 'name', 'created'] })
    expect(groups([headed('1_export.csv'), other, bare('3_export.csv')])).toHaveLength(3)
  })

  test('a person’s word about the kind holds', () => {
    expect(groups([headed('1_export.csv'), bare('2_export.csv', { chosenKind: 'orders' })])).toHaveLength(2)
    expect(groups([headed('1_export.csv'), bare('2_export.csv', { chosenKind: 'profiles' })])).toHaveLength(1)
  })

  test('with no lead they join each other', () => {
    expect(groups([bare('x.csv.002'), bare('x.csv.001'), bare('x.csv.003', { rows: [['a', 'b', 'c', 'd']] })])).toEqual(
      ['x.csv.001 + x.csv.002', 'x.csv.003'],
    )
  })

  test('names taken over from a lead that is gone hold for a part that comes later', () => {
    const adopted = { ...headed('2_export.csv'), headerMissing: true }
    expect(groups([bare('1_export.csv'), adopted])).toEqual(['2_export.csv + 1_export.csv'])
  })

  test('many thousands are no load', () => {
    const files = Array.from({ length: 5_000 }, (_, n) =>
      n % 2 === 0 ? bare(`${n}_export.csv`) : part(`${n}_export.csv`, { columns: ['a', 'b', 'c', `d${n}`] }),
    )
    expect(groupParts(files).flatMap(({ parts }) => parts).length).toBeLessThan(2_500)
  })
})

describe('for any files', () => {
  const anyPart = fc
    .record({
      number: fc.nat(6),
      style: fc.constantFrom(
        '#_export.csv',
        'export (#).csv',
        'export part #.csv',
        'export.csv',
        'other-#.csv',
        '#.csv',
      ),
      kind: fc.constantFrom<DatasetKind>('profiles', 'orders', 'segment_members', 'unknown'),
      columns: fc.constantFrom(header, [...header].reverse(), ['id', 'email', 'a', 'b'], undefined),
      rows: fc.constantFrom(
        people,
        people.slice(1),
        people.map((row) => row.slice(1)),
        [],
      ),
      chosenKind: fc.constantFrom<(DatasetKind | undefined)[]>(undefined, 'profiles', 'orders'),
    })
    .map(({ number, style, columns, chosenKind, ...given }) =>
      part(style.replace('#', String(number)), {
        ...given,
        ...(columns === undefined ? {} : { columns }),
        ...(chosenKind === undefined ? {} : { chosenKind }),
      }),
    )
  const anyFiles = fc.uniqueArray(anyPart, { selector: ({ file }) => file, maxLength: 8 })

  test('the order of arrival does not matter, and each is in one group', () => {
    const shuffled = anyFiles.chain((files) =>
      fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
    )
    fc.assert(
      fc.property(shuffled, ([files, others]) => {
        expect(groups(others)).toEqual(groups(files))
        const ids = groupParts(files).flatMap(({ lead, parts }) => [lead.id, ...parts.map(({ id }) => id)])
        expect(ids.sort()).toEqual(files.map(({ id }) => id).sort())
      }),
    )
  })

  test('parts with column names have the kind and the columns of their lead', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        for (const { lead, parts } of groupParts(files)) {
          for (const one of parts.filter(({ headerMissing }) => !headerMissing)) {
            expect(one.kind).toBe(lead.kind)
            expect([...one.columns].sort()).toEqual([...lead.columns].sort())
          }
        }
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import { findJsonError } from '../../server/altcraft/read/json-error.ts'
import { parseJson } from '../../server/altcraft/read/json-value.ts'
import { isJsonObject, type Json } from '../../server/lib/json.ts'
import {
  bytesSource,
  chunkSizes,
  encode,
  encodings,
  readBack,
  readMembers,
  readRejection,
  readTable,
  textSource,
} from './altcraft-sources.ts'

const profile = (index: number) => `{"id":"${index}","email":"user${index}@example.org","_fname":"Анна"}`
const profiles = (count: number) => Array.from({ length: count }, (_, index) => profile(index))

describe('any list of records reads back equal', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((one) => !one.includes('\uFFFD'))
  const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => (String(one).includes('e') ? 0.5 : one + 0)),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  })).value
  const record = fc.dictionary(text, value, { maxKeys: 5 }).map((one) => ({ id: '5', ...one }))
  const shapes: Record<string, (records: Json[]) => string> = {
    array: (records) => JSON.stringify(records),
    'indented array': (records) => JSON.stringify(records, null, 2),
    envelope: (records) => JSON.stringify({ error: 0, data: records, error_text: ']}"' }),
    'indented envelope': (records) => JSON.stringify({ profiles: { data: records, total_count: 2 } }, null, '\t'),
    ndjson: (records) => `${records.map((one) => JSON.stringify(one)).join('\n')}\n`,
    'documents without space between them': (records) => records.map((one) => JSON.stringify(one)).join(''),
    'indented documents': (records) => records.map((one) => JSON.stringify(one, null, 2)).join('\r\n'),
    'pages of the API': (records) =>
      records.map((one) => JSON.stringify({ data: [one], error: 0, next_from_id: 'x' })).join('\n'),
    'lists one after the other': (records) => records.map((one) => JSON.stringify([one])).join(''),
    'map by id': (records) =>
      JSON.stringify(Object.fromEntries(records.map((one, index) => [`5a61f87d${index}`, one]))),
  }

  test.each(Object.keys(shapes))('%s', async (shape) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 2, maxLength: 6 }),
        fc.constantFrom(...encodings),
        chunkSizes,
        async (records, encoding, sizes) => {
          const written = shapes[shape]?.(records) ?? ''
          const read = await readTable(bytesSource('export.json', encode(written, encoding), sizes))
          expect(read.rejected).toEqual([])
          const rows = read.rows.map(({ cells }) => {
            const entries = cells.map((cell, index): [string, Json] => [read.table.columns[index] ?? '', cell])
            return Object.fromEntries(shape === 'map by id' ? withoutMapKey(entries) : entries)
          })
          expect(rows.map(withoutNulls)).toEqual(records.map(withoutNulls))
        },
      ),
      { numRuns: 60 },
    )
  })

  function withoutMapKey(entries: [string, Json][]): [string, Json][] {
    const own = entries.filter(([name]) => name !== 'key')
    return own.map(([name, cell]) => [name === 'key (2)' ? 'key' : name, cell])
  }

  function withoutNulls(one: Json): Json {
    return isJsonObject(one) ? Object.fromEntries(Object.entries(one).filter(([, cell]) => cell !== null)) : one
  }
})

describe('several documents in one file', () => {
  test('pages with different lists are a container of both', async () => {
    const pages = [
      `{"profiles":[${profile(1)}],"total":2}`,
      `{"profiles":[${profile(2)}],"orders":[{"external_id":"o1","total_price":"5"}],"total":2}`,
    ]
    const members = await readMembers(bytesSource('export.json', pages.join('\n')))
    expect(Object.keys(members)).toEqual(['export.json/profiles', 'export.json/orders'])
    expect(members['export.json/profiles']?.records.map(({ id }) => id)).toEqual(['1', '2'])
    expect(members['export.json/orders']?.records).toEqual([{ external_id: 'o1', total_price: '5' }])
  })

  test('records with lists of their own stay whole', async () => {
    const order = { name: 'Order 1', lines: [{ product: 'a' }, { product: 'b' }] }
    const text = [order, order].map((one) => JSON.stringify(one, null, 2)).join('\n')
    const { records } = await readTable(bytesSource('orders.json', text))
    expect(records).toEqual([order, order])
  })

  test('NDJSON of records with a list of objects is no sequence of pages', async () => {
    const order = { name: 'Order 1', lines: [{ product: 'a' }] }
    const { table, records } = await readTable(
      bytesSource('orders.json', `${JSON.stringify(order)}\n${JSON.stringify(order)}\n`),
    )
    expect([table.format, records]).toEqual(['ndjson', [order, order]])
  })

  test('an error in the last of many documents is told with its place, and nothing is kept', async () => {
    const pages = Array.from({ length: 9_000 }, (_, index) => `{"data":[${profile(index)}],\n"error":0}`)
    pages.push('{"data":[{"id":}]}')
    expect(await readRejection(bytesSource('export.json', pages.join('\n')))).toMatchObject({
      code: 'file.not_json',
      detail: { line: 18_001, column: 16 },
    })
  })

  test('text behind the last document is an error', async () => {
    expect(await readRejection(bytesSource('export.json', `[${profile(1)}]\nend`))).toMatchObject({
      code: 'file.not_json',
      detail: { line: 2, column: 1 },
    })
  })
})

describe('several lists in one document', () => {
  test('lists that only accompany the data are not offered', async () => {
    const text = `{"data":[${profiles(3)}],"groups":[{"id":1,"name":"A"}],"errors":[{"code":5}],"tags":["a"],"empty":[],"error":0}`
    const { table, records } = await readTable(bytesSource('export.json', text))
    expect(records.length).toBe(3)
    expect(table.notes).toEqual([])
  })

  test('a list that accompanies is read when there is nothing else', async () => {
    const { records } = await readTable(bytesSource('groups.json', '{"groups":[{"id":1,"name":"A"}],"error":0}'))
    expect(records).toEqual([{ id: 1, name: 'A' }])
  })

  test('lists of one name are told apart by the keys that lead to them', async () => {
    const text =
      '{"templates":{"data":[{"id":1}]},"campaigns":{"data":[{"id":2}]},"a":{"list":[{"b":1}],"rows":[{"b":2}]}}'
    const members = await readMembers(bytesSource('export.json', text))
    expect(Object.keys(members)).toEqual([
      'export.json/templates',
      'export.json/campaigns',
      'export.json/a.list',
      'export.json/a.rows',
    ])
  })

  test('names of members hold no separators and no control characters', async () => {
    const members = await readMembers(bytesSource('e.json', '{"../a\\u0000":[{"x":1}],"b":[{"x":1}]}'))
    expect(Object.keys(members)).toEqual(['e.json/.._a_', 'e.json/b'])
  })

  test('a list behind many megabytes of another is found', async () => {
    const text = `{"profiles":[${profiles(60_000)}],"orders":[{"external_id":"o1"},{"external_id":"o2"}]}`
    expect(text.length).toBeGreaterThan(3 * 1024 * 1024)
    const members = await readMembers(bytesSource('export.json', text))
    expect(members['export.json/profiles']?.rows.length).toBe(60_000)
    expect(members['export.json/orders']?.rows.length).toBe(2)
    expect(members['export.json/orders']?.table.kind).toBe('orders')
  })

  test('the table behind a long text is found', async () => {
    const text = `{"comment":"${'x'.repeat(2 * 1024 * 1024)}","report":{"items":[${profiles(5)}]}}`
    expect((await readTable(bytesSource('export.json', text))).records.length).toBe(5)
  })
})

describe('a document of gigabytes', () => {
  const gigabytes = 5 * 1024 ** 3
  const record = `${profile(7)},`.repeat(1_000)

  /** Counts what is read; an end is never reached. */
  function endless(start: string, piece = record) {
    const told = { pieces: 0 }
    const source = textSource('export.json', gigabytes, function* () {
      yield start
      for (;;) {
        told.pieces += 1
        if (told.pieces > 500) throw new Error('read on and on')
        yield piece
      }
    })
    return { source, told }
  }

  test.each([
    ['list', '[', record],
    ['answer of the API', '{"error":0,"data":[', record],
    ['map by id', '{', ''],
    ['NDJSON', '', `${profile(7)}\n`.repeat(1_000)],
    ['sequence of documents', '', JSON.stringify(JSON.parse(profile(7)), null, 1)],
  ])('opens by its beginning: %s', async (_, start, piece) => {
    const text = piece || `"5a61f87d69d42678a8dc6dd9":${profile(1)},`
    const { source } = endless(start, text.repeat(Math.ceil(60_000 / text.length)))
    const result = await openSource(source)
    if (result.status !== 'table') throw new Error(JSON.stringify(result))
    for await (const batch of result.table.batches()) {
      expect(batch.rows.length).toBeGreaterThan(0)
      expect(batch.rejected).toEqual([])
      break
    }
  })

  test('under a name of its own, the first list is given before the others are looked for', async () => {
    const { source, told } = endless('{"profiles":[')
    const result = await openSource(source)
    if (result.status !== 'container') throw new Error(JSON.stringify(result))
    const members = result.members[Symbol.asyncIterator]()
    expect((await members.next()).value?.name).toBe('export.json/profiles')
    expect(told.pieces).toBeLessThan(100)
  })

  test('the lists behind the first are found when they are asked for', async () => {
    const source = textSource('export.json', gigabytes, function* () {
      yield '{"profiles":['
      for (let index = 0; index < 40; index += 1) yield record
      yield `${profile(1)}],"orders":[{"external_id":"o1"}]}`
    })
    const members = await readMembers(source)
    expect(Object.entries(members).map(([name, { rows }]) => [name, rows.length])).toEqual([
      ['export.json/profiles', 40_001],
      ['export.json/orders', 1],
    ])
  })

  test('lists behind the data of an answer are told in a note', async () => {
    const source = textSource('export.json', gigabytes, function* () {
      yield '{"data":['
      for (let index = 0; index < 40; index += 1) yield record
      yield `${profile(1)}],"groups":[{"id":1}],"orders":[{"external_id":"o1"}],"error":0}`
    })
    const { table, rows } = await readTable(source)
    expect(rows.length).toBe(40_001)
    expect(table.notes).toEqual([{ code: 'read.other_lists', detail: { lists: ['orders'] } }])
  })
})

describe('rows of other forms', () => {
  test('records by id get the id as a column', async () => {
    const text =
      '{"5a61f87d69d42678a8dc6dd9":{"email":"a@example.org"},"5a61f87d69d42678a8dc6de0":{"email":"b@example.org","key":1}}'
    const { records } = await readTable(bytesSource('export.json', text))
    expect(records).toEqual([
      { key: '5a61f87d69d42678a8dc6dd9', email: 'a@example.org' },
      { key: '5a61f87d69d42678a8dc6de0', 'key (2)': 1, email: 'b@example.org' },
    ])
  })

  test.each([
    ['names', '{"home":{"city":"Tver"},"work":{"city":"Omsk"}}'],
    ['one member', '{"5a61f87d69d42678a8dc6dd9":{"email":"a@example.org"}}'],
    ['scalars among them', '{"1":{"email":"a@example.org"},"2":{"email":"b@example.org"},"3":5}'],
  ])('an object of objects that is no map of records is one row: %s', async (_, text) => {
    expect((await readTable(bytesSource('export.json', text))).rows.length).toBe(1)
  })

  test('a map of records in an envelope', async () => {
    const { records } = await readTable(
      bytesSource('e.json', '{"data":{"17":{"email":"a@b.org"},"18":{"email":"c@b.org"}},"error":0}'),
    )
    expect(records).toEqual([
      { key: '17', email: 'a@b.org' },
      { key: '18', email: 'c@b.org' },
    ])
  })

  test.each([
    ['a list', '[["id","email"],["1","a@example.org"],["2"]]'],
    ['an envelope', '{"data":[["id","email"],["1","a@example.org"],["2"]],"error":0}'],
    ['lines', '["id","email"]\n["1","a@example.org"]\n["2"]\n'],
    ['pages with their own header', '[["id","email"],["1","a@example.org"]]\n[["id","email"],["2"]]'],
  ])('arrays below an array of column names: %s', async (_, text) => {
    const { table, records, rejected } = await readTable(bytesSource('export.json', text))
    expect(table.columns).toEqual(['id', 'email'])
    expect(records).toEqual([{ id: '1', email: 'a@example.org' }, { id: '2' }])
    expect(rejected).toEqual([])
  })

  test('arrays without a header, and one that is too long', async () => {
    const { table, records, rejected } = await readTable(
      bytesSource(
        'export.json',
        `[["a@example.org",1],["b@example.org",2]${',["c@example.org",3]'.repeat(60)},["d",4,5]]`,
      ),
    )
    expect(table.notes).toEqual([{ code: 'read.no_header', detail: {} }])
    expect(records[0]).toEqual({ 'Column 1': 'a@example.org', 'Column 2': 1 })
    expect(rejected).toEqual([
      { rowNumber: 63, raw: '["d",4,5]', code: 'row.too_many_cells', detail: { expected: 2, found: 3 } },
    ])
  })

  test('typed values of MongoDB are plain', () => {
    const oid = '5a61f87d69d42678a8dc6dd9'
    const written = {
      _id: { $oid: oid },
      at: { $date: '2024-04-08T10:48:05.418Z' },
      born: { $date: { $numberLong: '-86400000' } },
      seen: { $date: 0 },
      never: { $date: { $numberLong: '99999999999999999999' } },
      big: { $numberLong: '9007199254740993' },
      price: [{ $numberDecimal: '0.10' }, { $numberInt: '5' }],
      none: { $undefined: true },
      own: { $oid: 1, other: 2 },
      ref: { $ref: 'profiles', $id: { $oid: oid } },
      ['__proto__']: { $oid: oid },
    }
    const read = parseJson(JSON.stringify(written))
    expect(JSON.parse(JSON.stringify(read))).toEqual({
      _id: oid,
      at: '2024-04-08T10:48:05.418Z',
      born: '1969-12-31T00:00:00.000Z',
      seen: '1970-01-01T00:00:00.000Z',
      never: { $date: { $numberLong: '99999999999999999999' } },
      big: '9007199254740993',
      price: ['0.10', '5'],
      none: null,
      own: { $oid: 1, other: 2 },
      ref: { $ref: 'profiles', $id: oid },
      ['__proto__']: oid,
    })
  })

  test('a record with an id of MongoDB is no envelope of its lists', async () => {
    const { records } = await readTable(
      bytesSource('p.json', '{"_id":{"$oid":"5a61"},"subscriptions":[{"resource_id":5}]}'),
    )
    expect(records).toEqual([{ _id: '5a61', subscriptions: [{ resource_id: 5 }] }])
  })

  test('an answer with something unknown in it is a row', async () => {
    const text = '{"error":0,"profile":{"name":"Anna"}}'
    expect((await readTable(bytesSource('export.json', text))).records).toEqual([
      { error: 0, profile: { name: 'Anna' } },
    ])
  })

  test('an answer that holds only an error has no rows', async () => {
    const text = '{"error":401,"error_text":"token required"}'
    expect((await readRejection(bytesSource('export.json', text))).code).toBe('file.not_a_table')
  })

  test.each([
    '{"data":[],"error":0}',
    '[]',
    '{"profiles":[],"orders":[],"data":[]}',
    '{"data":{"items":[]},"error":0}',
    '{"profiles":[],"total":0}',
  ])('an empty list has no rows: %s', async (text) => {
    expect((await readRejection(bytesSource('export.json', text))).code).toBe('file.no_rows')
  })
})

describe('what is no JSON is rejected with its place', () => {
  test.each([
    ['[{"id":"1","sum":NaN}]', 18],
    ['[{"id":"1","sum":Infinity}]', 18],
    ['[{"id":"1","sum":-Infinity}]', 18],
    ['[{"id":"1",}]', 12],
    ['[{"id":"1"},]', 13],
    ['[{"id":"1"} // note\n]', 13],
    ['[/* note */{"id":"1"}]', 2],
    ["[{'id':'1'}]", 3],
    ['[{id:"1"}]', 3],
    ['[{"id":"1"}{"id":"2"}]', 12],
    ['[{"id":"1"}]]', 13],
    ['{"data":[{"id":"1"}}', 20],
    ['[{"id":"a\tb"}]', 10],
    ['[{"id":"a\0b"}]', 10],
    ['[{"id":"\\x41"}]', 10],
    ['[{"id":01}]', 8],
    ['[{"id":"1"}', 12],
    ['{"data":[{"id":"1"}],"error":nul}', 30],
    ['[{"id":"1"},undefined]', 13],
    ['[{"_id":ObjectId("5a61")}]', 9],
  ])('%j', async (text, column) => {
    expect(await readRejection(bytesSource('export.json', text))).toMatchObject({
      code: 'file.not_json',
      detail: { line: 1, column },
    })
  })

  test('also in what stands around the table of a large file', async () => {
    const text = `{"data":[${profiles(8_000).join(',\n')}],\n"error":0,\n"meta":{"a":[1,2,]}}`
    expect(await readRejection(bytesSource('export.json', text))).toMatchObject({
      code: 'file.not_json',
      detail: { line: 8_002, column: 18 },
    })
  })

  test('a missing quote is told where it is missing, though brackets no longer add up', async () => {
    const lines = profiles(60_000)
    lines[30_000] = '{"id":"30000,"email":"x"}'
    const text = `{"profiles":[\n${lines.join(',\n')}],\n"orders":[{"a":1}]}`
    expect(await readRejection(bytesSource('export.json', text))).toMatchObject({
      code: 'file.not_json',
      detail: { line: 30_002, column: 15 },
    })
  })

  test('it is found exactly where JSON.parse fails', () => {
    const candidate = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'{}[]:,"a1-.e \\u0tn'), maxLength: 12 }),
      fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(candidate, (text) => {
        expect(findJsonError(text) === undefined).toBe(isJson(text))
      }),
      { numRuns: 5_000 },
    )
  })

  function isJson(text: string): boolean {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
})

describe('odd and hostile JSON', () => {
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

  test('of equal keys the last one counts', async () => {
    const { table, records } = await readTable(bytesSource('e.json', '[{"id":"1","email":"a","id":"2"}]'))
    expect([table.columns, records]).toEqual([['id', 'email'], [{ id: '2', email: 'a' }]])
  })

  test('keys of prototypes are plain data', async () => {
    const text = '[{"id":"1","__proto__":{"admin":true},"constructor":1,"toString":2}]'
    const { table, rows } = await readTable(bytesSource('e.json', text))
    expect(table.columns).toEqual(['id', '__proto__', 'constructor', 'toString'])
    expect(rows[0]?.cells).toEqual(['1', { admin: true }, 1, 2])
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false)
    const members = await readMembers(bytesSource('e.json', '{"__proto__":[{"id":1}],"data":[{"id":2}]}'))
    expect(Object.keys(members).length).toBe(2)
  })

  test('lone surrogates and zero characters stay as they are', async () => {
    const { records } = await readTable(bytesSource('e.json', '[{"id":"1","a":"\\ud83d","b":"x\\u0000y"}]'))
    expect(records).toEqual([{ id: '1', a: '\ud83d', b: 'x\0y' }])
  })

  test('texts of megabytes, thousands of keys in an object and hundreds of columns', async () => {
    const long = 'я'.repeat(2 * 1024 * 1024)
    const nested = Object.fromEntries(Array.from({ length: 1_900 }, (_, index) => [`key${index}`, index]))
    const wide = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`column${index}`, String(index)]))
    const written = [
      { id: '1', ...wide },
      { id: '2', long },
      { id: '3', nested },
    ]
    const { table, records } = await readTable(bytesSource('e.json', JSON.stringify(written)))
    expect(table.columns.length).toBe(703)
    expect(records).toEqual(written)
    const flat = await readTable(bytesSource('e.json', JSON.stringify([{ id: '1', ...nested }])))
    expect(flat.table.columns.length).toBe(1_901)
  })

  test('names of columns without end are refused', async () => {
    const rows = Array.from({ length: 300 }, (_, row) =>
      Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`c${row}x${index}y`, 1])),
    )
    expect(await readRejection(bytesSource('e.json', JSON.stringify(rows)))).toEqual({
      code: 'file.too_many_columns',
      detail: { limit: 2_000 },
    })
  })

  test('rows of one key each that would fill the disk with gaps are refused', async () => {
    const source = textSource('e.ndjson', 1e9, function* () {
      for (let row = 0; row < 100_000; row += 1) yield `{"k${row % 1_999}":1}\n`
    })
    expect((await readRejection(source)).code).toBe('file.too_many_columns')
  })

  test('of lists without number the largest are read, the others told', async () => {
    const lists = Array.from({ length: 3_000 }, (_, n) => `"k${n}":[{"id":${n % 60 === 0 ? '"long id"' : 1}}]`)
    const members = await readMembers(bytesSource('e.json', `{${lists.join()}}`))
    expect(Object.keys(members)).toEqual(Array.from({ length: 50 }, (_, n) => `e.json/k${n * 60}`))
    const [first] = Object.values(members)
    expect(first?.table.notes).toMatchObject([{ code: 'read.other_lists' }])
    expect(JSON.stringify(first?.table.notes).length).toBeLessThan(30_000)
  })

  test('a row without end in sight is rejected alone', async () => {
    const text = `[{"id":"1"},{"id":"2","text":"${'x'.repeat(17 * 1024 * 1024)}"},{"id":"3"}]`
    const { rows, rejected } = await readTable(bytesSource('profiles.json', text))
    expect(rows.map((row) => row.cells)).toEqual([['1'], ['3']])
    expect(rejected.map((row) => [row.rowNumber, row.code, row.raw.length])).toEqual([[2, 'row.too_large', 10_000]])
  })

  test.each(['profiles.json', 'profiles.ndjson'])('a row nested very deeply is rejected alone (%s)', async (name) => {
    const deep = `{"id":"1","tags":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
    const lines = [profile(0), deep, ...profiles(20)]
    const text = name.endsWith('.json') ? `[${lines.join(',')}]` : lines.join('\n')
    const { rows, rejected } = await readTable(bytesSource(name, text))
    expect(rows.length).toBe(21)
    expect(rejected.map((row) => [row.rowNumber, row.code])).toEqual([[2, 'row.too_deep']])
  })

  test('brackets without end are refused', async () => {
    const opening = { '{"a":': '{"a":'.repeat(50_000), '[': '['.repeat(100_000) }
    for (const [name, piece] of Object.entries(opening)) {
      const source = textSource(name, 1e9, function* () {
        for (let index = 0; index < 400; index += 1) yield piece
      })
      expect(['file.not_json', 'file.too_deep']).toContain((await readRejection(source)).code)
    }
  })

  test('members without number do not fill the memory', async () => {
    const source = textSource('e.json', 1e9, function* () {
      yield '{"a":{"b":1'
      for (let index = 0; index < 60; index += 1) {
        yield Array.from({ length: 1_000 }, (_, key) => `,"k${index}-${key}":{"x":{"y":1}}`).join('')
      }
      yield '},"data":[{"id":"1"}]}'
    })
    const { records } = await readTable(source)
    expect(records).toEqual([{ id: '1' }])
  })

  test('batches stay small when rows are large', async () => {
    const text = `[${Array.from({ length: 60 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(300_000) })).join(',')}]`
    const result = await openSource(bytesSource('e.json', text))
    if (result.status !== 'table') throw new Error('no table')
    const sizes: number[] = []
    for await (const batch of result.table.batches()) sizes.push(batch.rows.length)
    expect(Math.max(...sizes)).toBeLessThan(20)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60)
  })

  test('columns grow while rows with new keys arrive', async () => {
    const written = Array.from({ length: 3_000 }, (_, index) =>
      index < 2_500 ? { id: String(index), email: 'a@example.org' } : { email: 'b@example.org', city: 'Тверь' },
    )
    const read = await readTable(bytesSource('profiles.json', JSON.stringify(written)))
    expect(read.table.columns).toEqual(['id', 'email', 'city'])
    expect(read.rows.at(0)?.cells).toEqual(['0', 'a@example.org'])
    expect(read.rows.at(-1)?.cells).toEqual([null, 'b@example.org', 'Тверь'])
  })

  test('a table can be read twice, its notes are told once', async () => {
    const result = await openSource(bytesSource('e.json', `[${profiles(5)}]`))
    const first = await readBack(result)
    const second = await readBack(result)
    expect(second.records).toEqual(first.records)
    expect(second.table.bytesRead?.()).toBeGreaterThan(100)
  })
})

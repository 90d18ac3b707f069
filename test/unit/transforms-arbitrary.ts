import fc from 'fast-check'
import type { Json } from '../../server/lib/json.ts'
import type { Transform, TransformName } from '../../server/mapping/transforms/types.ts'

/** Columns that the steps below name, and one that no file has. */
export const columns = ['Имя', 'Фамилия', 'City', 'Note']

const text = fc.string({ maxLength: 20 })
/** Steps of each name, with good and bad parameters. */
export const steps: { [N in TransformName]: fc.Arbitrary<Extract<Transform, { name: N }>> } = {
  trim: fc.constant({ name: 'trim' }),
  case: fc.constantFrom('lower', 'upper', 'title').map((to) => ({ name: 'case', to })),
  split: fc.record({ name: fc.constant('split'), by: text, part: fc.integer({ min: -3, max: 3 }) }),
  join: fc.record({ name: fc.constant('join'), by: text }),
  namePart: fc.constantFrom('first', 'patronymic', 'last').map((part) => ({ name: 'namePart', part })),
  phone: fc.constantFrom('RU', 'US', 'ZZ', '').map((region) => ({ name: 'phone', region })),
  emailCleanUp: fc.constant({ name: 'emailCleanUp' }),
  domain: fc.constant({ name: 'domain' }),
  number: fc.constantFrom('comma', 'point').map((decimalMark) => ({ name: 'number', decimalMark })),
  money: fc.constantFrom('minor', 'major').map((scale) => ({ name: 'money', scale })),
  date: fc.constantFrom('dmy', 'mdy', 'ymd').map((order) => ({ name: 'date', order, zone: 'Asia/Tokyo' })),
  yesNo: fc.constant({ name: 'yesNo' }),
  valueMap: fc.record({ name: fc.constant('valueMap'), values: fc.dictionary(text, text), otherwise: text }),
  constant: text.map((value) => ({ name: 'constant', value })),
  template: fc
    .constantFrom('{Имя}, ({City})', '{', '}}{{{Note}', '{Фамилия}')
    .map((text) => ({ name: 'template', text })),
  jsonPath: fc.oneof(text, fc.constantFrom('$', '$[*]', '$[*][*]', '$.a')).map((path) => ({ name: 'jsonPath', path })),
  firstNonEmpty: fc
    .array(fc.constantFrom(...columns, 'Nowhere'))
    .map((columns) => ({ name: 'firstNonEmpty', columns })),
  hash: fc.constant({ name: 'hash' }),
}
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
const known = fc.constantFrom(
  ...['Иванов Иван Иванович', 'a@b.ru; x', '+79001234567', '1 234,50 ₽', '31.12.2024', 'https://www.пример.рф/x'],
  ...[
    'да',
    '[]',
    '["a",{"b":1}]',
    '{"a":[1,2]}',
    '\uD800',
    'İßŉ ΑΣ',
    '1e999',
    '-0',
    '__proto__',
    '02.09.24',
    '9'.repeat(400),
  ],
)
/** Whatever may be in a cell. */
export const value: fc.Arbitrary<Json> = fc.oneof(json, known, fc.string({ unit: 'binary' }), fc.double())
/** Cells of a row, often too few of them. */
export const cells = fc.array(value, { maxLength: 5 })
/** The steps of a column. */
export const chain: fc.Arbitrary<Transform[]> = fc.array(fc.oneof(...Object.values<fc.Arbitrary<Transform>>(steps)), {
  maxLength: 4,
})

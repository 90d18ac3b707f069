import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { makeDrafter } from '../../server/mapping/draft-row.ts'
import { foldedFieldKey, toPlannedField } from '../../server/mapping/fields/object-map-fields.ts'
import { fieldOf, stepContext } from '../../server/mapping/transforms/column-steps.ts'
import { impliedTransforms } from '../../server/mapping/transforms/implied.ts'
import { makeChain } from '../../server/mapping/transforms/steps.ts'
import type { FailurePolicy, Transform } from '../../server/mapping/transforms/types.ts'
import type {
  ColumnMapping,
  DatasetPlan,
  DealRecord,
  FieldType,
  PersonRecord,
  PlanDocument,
  PlannedField,
  RowDraft,
} from '../../server/mapping/types.ts'
import { codesOf, planOf, recordOf } from './mapping-fixture.ts'

type Column = [
  column: string,
  target: string,
  transforms?: Transform[] | undefined,
  onFailure?: FailurePolicy | undefined,
]

interface Made {
  plan: PlanDocument
  dataset: DatasetPlan
}

/** A plan of hand for one file; custom columns have a field of their name and type. */
function planFor(
  kind: 'profiles' | 'orders',
  columns: Column[],
  types: Record<string, FieldType> = {},
  reading: DatasetPlan['reading'] = {},
): Made {
  const { document } = planOf([{ name: 'f', kind, rows: [{ id: '1' }] }])
  const entity = kind === 'profiles' ? 'person' : 'deal'
  const fields = Object.entries(types).map(
    ([key, type]): PlannedField => toPlannedField(entity, key, type, options[key]),
  )
  const dataset: DatasetPlan = {
    datasetId: 'f',
    file: 'f',
    kind,
    reading,
    columns: columns.map(
      ([column, target, transforms, onFailure]): ColumnMapping => ({
        column,
        target,
        tier: 'certain',
        source: 'person',
        reasons: [],
        alternatives: [],
        ...(column in types && { fieldKey: column }),
        ...(transforms && { transforms }),
        ...(onFailure && { onFailure }),
      }),
    ),
  }
  return { plan: { ...document, fields: [...document.fields, ...fields], datasets: [dataset] }, dataset }
}

const options: Record<string, string[]> = { level: ['Gold', 'Silver'], vip: ['Yes', 'No'] }

function draft({ plan, dataset }: Made, columns: string[], cells: Json[]): RowDraft {
  return makeDrafter(plan, dataset, columns)({ rowNumber: 1, cells })
}

const email: Column = ['email', 'person.email']

describe('steps of a column', () => {
  test('their result is read by the target', () => {
    const made = planFor('profiles', [email, ['contacts', 'person.phone', [{ name: 'jsonPath', path: '$.phone' }]]])
    const drafted = draft(made, ['email', 'contacts'], ['a@shop.ru', '{"phone":"8 900 123-45-67"}'])
    expect(recordOf(drafted, 'person').phones).toEqual(['+79001234567'])
  })

  test('one column may be two: the second is made of the first', () => {
    const name = 'ФИО'
    const made = planFor('profiles', [
      email,
      [name, 'person.first_name', [{ name: 'namePart', part: 'first' }]],
      [
        'Surname',
        'person.last_name',
        [
          { name: 'firstNonEmpty', columns: [name] },
          { name: 'namePart', part: 'last' },
        ],
      ],
    ])
    const drafted = draft(made, ['email', name], ['a@shop.ru', 'Орлова Анна Сергеевна'])
    expect(recordOf(drafted, 'person').name).toBe('Анна Орлова')
  })

  test('a template sees the cells as they stand in the file, also in a row cut short', () => {
    const made = planFor('profiles', [
      ['email', 'person.email', [{ name: 'case', to: 'upper' }]],
      ['title', 'person.name', [{ name: 'template', text: '{email} ({city})' }]],
    ])
    const columns = ['email', 'city', 'x']
    expect(recordOf(draft(made, columns, ['a@Shop.ru', 'Омск', 'y']), 'person').name).toBe('a@Shop.ru (Омск)')
    expect(recordOf(draft(made, columns, ['a@Shop.ru']), 'person').name).toBe('a@Shop.ru')
  })

  test('a column that the file lacks and no step makes is none', () => {
    const made = planFor('profiles', [email, ['gone', 'person.name', [{ name: 'trim' }]]])
    expect(recordOf(draft(made, ['email'], ['a@shop.ru']), 'person').nameFromEmail).toBe(true)
  })

  test('money that a step brought into whole units is not divided once more', () => {
    for (const moneyScale of ['minor', 'major'] as const) {
      const made = planFor(
        'orders',
        [
          ['id', 'order.source_id'],
          ['total', 'order.total', [{ name: 'money', scale: 'minor' }]],
        ],
        {},
        { moneyScale },
      )
      const deal: DealRecord = recordOf(draft(made, ['id', 'total'], ['1', '4499050']), 'deal')
      expect([deal.totalMinor, deal.currency]).toEqual([4_499_050, 'RUB'])
    }
  })

  test('an id that a spreadsheet rounded is seen through any steps', () => {
    const steps: Transform[] = [{ name: 'case', to: 'lower' }, { name: 'hash' }]
    const made = planFor('profiles', [['id', 'person.source_id', steps], email])
    expect(draft(made, ['id', 'email'], ['1,23E+11', 'a@shop.ru'])).toMatchObject({
      result: 'fail',
      code: 'id.rounded',
    })
  })
})

describe('what cannot be read', () => {
  const columns = ['id', 'email', 'when']
  const cells = ['7', 'a@shop.ru', 'someday']
  const made = (policy: FailurePolicy | undefined, steps?: Transform[], type: FieldType = 'date') =>
    planFor('profiles', [['id', 'person.source_id'], email, ['when', 'person.custom', steps, policy]], { when: type })

  test.each<[string, Transform[] | undefined]>([
    ['by a step', [{ name: 'date' }]],
    ['by the reader of the target', undefined],
  ])('%s: is left blank and told, or the row is rejected with its keys', (_, steps) => {
    const blank = draft(made(undefined, steps), columns, cells)
    expect(recordOf(blank, 'person').custom.when).toBeUndefined()
    expect(codesOf(blank)).toEqual(['date.invalid'])
    expect(draft(made('reject_row', steps), columns, cells)).toMatchObject({
      result: 'fail',
      code: 'value.rejected',
      column: 'when',
      detail: { problem: 'date.invalid' },
      matchKeys: ['id:7', 'email:a@shop.ru'],
    })
    expect(draft(made('reject_row', steps), columns, ['7', 'a@shop.ru', '']).result).toBe('drafts')
  })

  test('kept as text where the field takes text', () => {
    const drafted = draft(made('keep_text', [{ name: 'yesNo' }], 'varchar'), columns, cells)
    expect(recordOf(drafted, 'person').custom.when).toEqual({ type: 'varchar', value: 'someday' })
    expect(drafted).toMatchObject({ findings: [{ code: 'value.unreadable', detail: { problem: 'yes_no.unclear' } }] })
  })

  test.each<[string, Transform[] | undefined]>([
    ['a step', [{ name: 'date' }]],
    ['the reader of the target', undefined],
  ])('kept in the long text of the record where the field is a date: %s', (_, steps) => {
    const { plan, dataset } = made('keep_text', steps)
    const long = toPlannedField('person', foldedFieldKey, 'text')
    const drafted = draft({ plan: { ...plan, fields: [...plan.fields, long] }, dataset }, columns, cells)
    const { custom }: PersonRecord = recordOf(drafted, 'person')
    expect(custom.when).toBeUndefined()
    expect(custom[foldedFieldKey]).toEqual({ type: 'text', value: 'when: someday' })
  })

  test('with no place for text it is left blank', () => {
    expect(recordOf(draft(made('keep_text'), columns, cells), 'person').custom.when).toBeUndefined()
  })

  test('what could be read of a list stays', () => {
    const steps: Transform[] = [{ name: 'emailCleanUp' }]
    const list = 'a@shop.ru; nobody'
    const plan = (policy: FailurePolicy) => planFor('profiles', [['email', 'person.email', steps, policy]])
    expect(recordOf(draft(plan('leave_blank'), ['email'], [list]), 'person').emails).toEqual(['a@shop.ru'])
    expect(draft(plan('reject_row'), ['email'], [list])).toMatchObject({ result: 'fail', code: 'value.rejected' })
  })

  test('an address that is none fails the row, though it would be skipped without the policy', () => {
    const plan = planFor('profiles', [['email', 'person.email', undefined, 'reject_row']])
    expect(draft(plan, ['email'], ['nobody'])).toMatchObject({ result: 'fail', code: 'value.rejected' })
    expect(draft(plan, ['email'], [''])).toMatchObject({ result: 'skip', code: 'profile.no_email' })
  })
})

const odd = fc.constantFrom<Json>(
  ...[
    '1 234,50',
    '31.12.2024',
    '02/03/2024',
    '2024-02-03T21:00:00Z',
    'да',
    'gold',
    ' SILVER ',
    '12 %',
    '1,234',
    '02.09.24',
  ],
  ...['a@b.ru; c@d.ru', '8 900 123 45 67', '+79001234567', '[1]', '{"a":1}', 'www.shop.ru', '7,9E+10', true, 5, -0.5],
)
const cell: fc.Arbitrary<Json> = fc.oneof(odd, fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>, fc.string())

describe('what a target’s reader does is said as steps', () => {
  const targets: [string, FieldType][] = [
    ['text', 'varchar'],
    ['number', 'double'],
    ['when', 'date'],
    ['vip', 'enum'],
    ['level', 'enum'],
  ]
  test.each(targets)('custom field %s (%s)', (key, type) => {
    const made = planFor('profiles', [email, [key, 'person.custom']], { [key]: type })
    const [, mapping] = made.dataset.columns as [ColumnMapping, ColumnMapping]
    const columns = ['email', key]
    const implied = impliedTransforms(mapping, fieldOf(made.plan, mapping), made.plan, made.dataset)
    const chain = makeChain(implied, stepContext(made.plan, columns))
    fc.assert(
      fc.property(cell, (value) => {
        // Of a list, the steps take each member; the reader of a single option takes none.
        fc.pre(key !== 'level' || !Array.isArray(value))
        const cells = ['a@shop.ru', value]
        const held = recordOf(draft(made, columns, cells), 'person').custom[key]
        const result = chain(value, cells)
        const stepped = 'ok' in result ? result.ok : null
        expect(fitted(stepped)).toEqual(held && 'value' in held ? held.value : null)
      }),
      { numRuns: 300 },
    )
  })

  test('addresses and numbers of a person', () => {
    const made = planFor('profiles', [['id', 'person.source_id'], email, ['phone', 'person.phone']])
    const columns = ['id', 'email', 'phone']
    const [, emails, phones] = made.dataset.columns.map((mapping) =>
      makeChain(impliedTransforms(mapping, undefined, made.plan, made.dataset), stepContext(made.plan, columns)),
    )
    fc.assert(
      fc.property(cell, cell, (address, number) => {
        const cells = ['1', address, number]
        const drafted = draft(made, columns, cells)
        if (drafted.result !== 'drafts') return
        const person = recordOf(drafted, 'person')
        expect(read(emails?.(address, cells))).toEqual(person.emails)
        expect(read(phones?.(number, cells))).toEqual(person.phones)
      }),
      { numRuns: 500 },
    )
  })
})

/** As a text field of 255 characters takes it. */
function fitted(value: Json): Json {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value).slice(0, 255)
  return typeof value === 'string' ? value.slice(0, 255) : value
}

function read(result: ReturnType<ReturnType<typeof makeChain>> | undefined): Json[] {
  const value = result === undefined ? null : 'ok' in result ? result.ok : (result.rest ?? null)
  return value === null ? [] : [value].flat()
}

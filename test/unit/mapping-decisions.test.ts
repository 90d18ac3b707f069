import { describe, expect, test } from 'vitest'
import { carryOver } from '../../server/mapping/carry-over.ts'
import { changeColumns } from '../../server/mapping/decide-columns.ts'
import { type Decisions, noDecisions } from '../../server/mapping/decisions.ts'
import { importColumns } from '../../server/mapping/transfer/import-columns.ts'
import type { DatasetPlan } from '../../server/mapping/types.ts'
import { draftsOf, planOf, recordOf } from './mapping-fixture.ts'

const columnsBy = (columns: Decisions['columns']): Decisions => ({ ...noDecisions, columns })
const leadOf = (file: string, kind: DatasetPlan['kind'] = 'profiles'): DatasetPlan => ({
  datasetId: file,
  file,
  kind,
  columns: [],
  reading: {},
})

test('a decision about a file that is of another kind by now changes nothing, nor do its steps', () => {
  const rows = [{ order_id: '1', total: '10.50', status: 'new' }]
  const files = [{ name: 'file.csv', kind: 'orders' as const, rows }]
  const decided = { target: 'person.name', transforms: [{ name: 'case', to: 'upper' } as const] }
  const plan = planOf(files, {
    decisions: columnsBy({ 'file.csv': { status: { ...decided, onFailure: 'reject_row' } } }),
  })
  expect(plan.document).toEqual(planOf(files).document)
})

describe('a column that a person makes', () => {
  const rows = [
    { email: 'a@b.ru', Улица: 'Мира', Дом: '5' },
    { email: 'c@d.ru', Улица: 'Ленина', Дом: '' },
  ]
  const file = { name: 'c.csv', kind: 'profiles' as const, rows }
  const decisions = columnsBy({
    'c.csv': {
      Адрес: { target: 'person.postal_address', transforms: [{ name: 'template', text: '{Улица}, {Дом}' }] },
      Откуда: { target: 'person.custom:lead_source', transforms: [{ name: 'constant', value: 'Altcraft' }] },
    },
  })

  test('is written from the others, or the same in every row', () => {
    const customs = draftsOf([file], { decisions }).map((draft) => recordOf(draft, 'person').custom)
    expect(customs.map(({ postal_address__c }) => postal_address__c)).toEqual([
      { type: 'varchar', value: 'Мира, 5' },
      { type: 'varchar', value: 'Ленина' },
    ])
    expect(customs.map(({ lead_source__c }) => lead_source__c)).toEqual([
      { type: 'varchar', value: 'Altcraft' },
      { type: 'varchar', value: 'Altcraft' },
    ])
  })

  test('may be decided, and taken back; a column that is neither there nor made is refused', () => {
    const { document } = planOf([file])
    const changed = changeColumns(document, noDecisions, decisions.columns)
    expect(changed.columns['c.csv']).toHaveProperty('Адрес')
    const after = planOf([file], { decisions: changed }).document
    expect(changeColumns(after, changed, { 'c.csv': { Адрес: null } }).columns['c.csv']).not.toHaveProperty('Адрес')
    expect(() => changeColumns(document, noDecisions, { 'c.csv': { Нет: { target: 'person.notes' } } })).toThrow(
      'decision.invalid',
    )
  })
})

describe('what was said about files that have other names now', () => {
  const said = (given: Partial<Decisions>, answers: Record<string, string> = {}) => ({
    answers,
    decisions: { ...noDecisions, ...given },
  })

  test('wins over what an older version said under that name', () => {
    const decisions = columnsBy({
      'june.csv': { a: { target: 'person.email' } },
      'may.csv': { a: { target: 'ignore' } },
    })
    const { columns } = carryOver({ answers: {}, decisions }, [leadOf('june.csv')], [leadOf('may.csv')]).decisions
    expect(columns['may.csv']).toEqual({ a: { target: 'person.email' } })
  })

  test('leaves alone what is about kinds and fields, also when a file is named like one', () => {
    const before = said(
      {
        values: {
          'pipeline:orders': { '*': '7' },
          'options:person:a__c': { x: 'y' },
          'currencies:orders': { r: 'RUB' },
        },
      },
      { 'stages:orders:won': '1', 'date_order:orders:day': 'dmy' },
    )
    const after = carryOver(before, [leadOf('orders', 'orders')], [leadOf('orders-may', 'orders')])
    expect(Object.keys(after.decisions.values)).toEqual(
      expect.arrayContaining(['pipeline:orders', 'options:person:a__c', 'currencies:orders-may']),
    )
    expect(Object.keys(after.answers)).toEqual(
      expect.arrayContaining(['stages:orders:won', 'date_order:orders-may:day']),
    )
  })
})

describe('columns of another plan', () => {
  const mapping = (column: string, target = 'person.custom') => ({ column, target, decided: true })
  const here = (file: string, columns: string[]): DatasetPlan => ({
    ...leadOf(file),
    columns: columns.map((column) => ({
      column,
      target: 'person.custom',
      tier: 'guess',
      source: 'rules',
      reasons: [],
      alternatives: [],
    })),
  })
  const document = (datasets: DatasetPlan[]) => ({ ...planOf([]).document, datasets })

  test('take a place that only one column can have from the one that was decided for it here', () => {
    const ours = columnsBy({ 'clients.csv': { mail: { target: 'person.name' }, note: { target: 'ignore' } } })
    const theirs = [{ file: 'clients.csv', kind: 'profiles' as const, columns: [mapping('title', 'person.name')] }]
    const { columns } = importColumns(theirs, document([here('clients.csv', ['mail', 'title', 'note'])]), ours)
    expect(columns['clients.csv']).toEqual({
      note: { target: 'ignore' },
      title: { target: 'person.name', accepted: true },
    })
  })

  test('are found among as many as a file may have, in as many files', () => {
    const many = (length: number, name: string) => Array.from({ length }, (_, at) => `${name} ${at}`)
    const theirs = many(12, 'theirs').map((file) => ({
      file,
      kind: 'profiles' as const,
      columns: many(5000, file).map((column) => mapping(column)),
    }))
    const ours = many(30, 'ours').map((file) => here(file, [...many(700, 'Поле'), 'THEIRS-11 4999']))
    const { columns } = importColumns(theirs, document(ours), noDecisions)
    expect(Object.values(columns).map((decided) => Object.keys(decided))).toEqual(ours.map(() => ['THEIRS-11 4999']))
  })
})

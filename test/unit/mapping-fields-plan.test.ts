import { describe, expect, test } from 'vitest'
import { startI18n } from '../../extension-ui/src/i18n/i18n.ts'
import { type FieldDecision, noDecisions } from '../../server/mapping/decisions.ts'
import { makeDrafter } from '../../server/mapping/draft-row.ts'
import { fieldCatalog } from '../../server/mapping/fields/catalog.ts'
import { mergeRecords } from '../../server/mapping/merge-records.ts'
import type { AccountSnapshot } from '../../server/mapping/types.ts'
import type { FieldDefinition } from '../../server/pipedrive/types.ts'
import { account, draftsOf, type File, fieldOf, planOf, recordOf } from './mapping-fixture.ts'

const people: File = {
  name: 'people.csv',
  kind: 'profiles',
  rows: [
    { id: '1', email: 'a@b.ru', color: 'red', shoe: '41', 'Дата рождения': '1990-05-01' },
    { id: '2', email: 'c@d.ru', color: 'blue', shoe: '42', 'Дата рождения': '1991-05-01' },
    { id: '3', email: 'e@f.ru', color: 'red', shoe: '', 'Дата рождения': '' },
    { id: '4', email: 'g@h.ru', color: 'blue', shoe: '40', 'Дата рождения': '' },
  ],
}

function custom(code: string, name: string, type: string, labels: string[] = []): FieldDefinition {
  const options = labels.map((label, at) => ({ id: at + 1, label }))
  return { entity: 'person', code, name, type, options, isCustom: true }
}

function builtin(
  entity: FieldDefinition['entity'],
  code: string,
  type: string,
  labels: string[] = [],
): FieldDefinition {
  return { ...custom(code, code, type, labels), entity, isCustom: false }
}

function plan(fields: Record<string, FieldDecision>, given: Partial<AccountSnapshot> = {}, files: File[] = [people]) {
  return planOf(files, { decisions: { ...noDecisions, fields }, account: given })
}

const withFields = (...fields: FieldDefinition[]) => ({ fields: [...account.fields, ...fields] })

describe('the catalog', () => {
  test('has built-in fields by what the account has switched on, its own fields, and ours', () => {
    const catalog = fieldCatalog({
      ...account,
      ...withFields(builtin('person', 'birthday', 'date'), custom('c1', 'Color', 'enum', ['red'])),
    })
    const find = (entity: string, code: string) =>
      catalog.find((field) => field.entity === entity && field.code === code)
    expect(find('person', 'birthday')).toMatchObject({ origin: 'built_in', available: true, type: 'date' })
    expect(find('person', 'job_title')).toMatchObject({ origin: 'built_in', available: false })
    expect(find('organization', 'address')).toMatchObject({ available: true })
    expect(find('organization', 'website')).toMatchObject({ available: true })
    expect(find('organization', 'industry')).toMatchObject({ available: false })
    expect(find('deal_product', 'item_price')).toMatchObject({ available: true })
    expect(find('person', 'c1')).toMatchObject({ origin: 'custom', options: [{ id: 1, label: 'red' }] })
    expect(find('deal', 'open_rate__c')).toMatchObject({ origin: 'object_map', type: 'double' })
  })

  test('does not offer to create what is there already', () => {
    const there = { ...custom('x', 'engagement_score__c', 'double') }
    const names = fieldCatalog({ ...account, ...withFields(there) }).filter(({ name }) => name === there.name)
    expect(names).toMatchObject([{ origin: 'custom' }])
  })
})

describe('built-in fields', () => {
  test('are used where the account has them, and take no place', () => {
    const there = planOf([people], { account: { ...withFields(builtin('person', 'birthday', 'date')), fieldCap: 100 } })
    expect(fieldOf(there, 'birthday__c')).toMatchObject({ use: 'birthday', type: 'date' })
    const absent = planOf([people], { account: { fieldCap: 100 } })
    expect(fieldOf(absent, 'birthday__c')?.use).toBeUndefined()
    expect(absent.document.room?.needed).toBe((there.document.room?.needed ?? 0) + 1)
  })

  test('an organization’s address is one in every account', () => {
    const file: File = {
      name: 'p.csv',
      kind: 'profiles',
      rows: [{ id: '1', email: 'a@b.ru', Компания: 'Ромашка', 'Адрес компании': 'Омск, Ленина, 1' }],
    }
    expect(fieldOf(planOf([file]), 'address__c')).toMatchObject({ use: 'address' })
  })

  test('an industry only where every value is one of its options', () => {
    const file: File = {
      name: 'p.csv',
      kind: 'profiles',
      rows: ['Retail', 'retail', 'Finance', 'Finance', 'Retail'].map((industry, at) => ({
        id: String(at),
        email: `a${at}@b.ru`,
        company: 'X',
        industry,
      })),
    }
    const use = (labels: string[]) =>
      fieldOf(
        planOf([file], { account: withFields(builtin('organization', 'industry', 'enum', labels)) }),
        'industry__c',
      )?.use
    expect(use(['Retail', 'Finance', 'Other'])).toBe('industry')
    expect(use(['Retail'])).toBeUndefined()
  })
})

describe('fields that the account has', () => {
  test('of the same name and type are used, of another type only offered', () => {
    const equal = plan({}, withFields(custom('c1', 'color', 'enum', ['red'])))
    expect(fieldOf(equal, 'color__c')).toMatchObject({ use: 'c1', options: ['red', 'blue'] })
    const other = fieldOf(plan({}, withFields(custom('c1', 'Color', 'varchar'))), 'color__c')
    expect(other?.use).toBeUndefined()
    expect(other?.equivalents).toEqual([{ code: 'c1', name: 'Color', type: 'varchar', why: 'same_name' }])
  })

  test('are offered in another order of words, and by the other language’s name', () => {
    const file: File = { ...people, rows: people.rows.map((row) => ({ ...row, loyalty_tier: row.color ?? '' })) }
    const offered = (name: string) =>
      fieldOf(plan({}, withFields(custom('c1', name, 'enum', ['red'])), [file]), 'loyalty_tier__c')?.equivalents?.map(
        ({ code }) => code,
      )
    expect(offered('Tier of loyalty')).toEqual(['c1'])
    expect(offered('Уровень лояльности')).toEqual(['c1'])
    expect(offered('Something else')).toBeUndefined()
  })

  test('take the values in their own type when a person says so', () => {
    const decided = plan({ 'person:color__c': { use: 'c1' } }, withFields(custom('c1', 'Color', 'text')))
    expect(fieldOf(decided, 'color__c')).toMatchObject({ use: 'c1', type: 'text', options: [], name: 'Color' })
  })

  test('are not used when they cannot hold the values, are gone, or take others already', () => {
    const refusal = (use: string, ...fields: FieldDefinition[]) =>
      fieldOf(plan({ 'person:color__c': { use } }, withFields(...fields)), 'color__c')?.refused
    expect(refusal('c1', custom('c1', 'Color', 'date'))).toBe('use_unfit')
    expect(refusal('gone')).toBe('use_unknown')
    const twice = plan(
      { 'person:color__c': { use: 'c1' }, 'person:shoe__c': { use: 'c1' } },
      withFields(custom('c1', 'Any', 'text')),
    )
    expect(['color__c', 'shoe__c'].map((key) => fieldOf(twice, key)?.refused)).toEqual([undefined, 'use_taken'])
  })

  test('with 9,999 options take one more, not two', () => {
    const labels = Array.from({ length: 9_999 }, (_, at) => `option ${at}`)
    const use = (options: string[]) =>
      fieldOf(plan({}, withFields(custom('c1', 'color', 'enum', options))), 'color__c')?.use
    expect(use([...labels.slice(1), 'RED'])).toBe('c1')
    expect(use(labels)).toBeUndefined()
  })
})

describe('names and types', () => {
  test('a field is renamed before it is created, but not to a name that is taken', () => {
    expect(fieldOf(plan({ 'person:color__c': { name: ' Любимый цвет ' } }), 'color__c')?.name).toBe('Любимый цвет')
    const refused = (name: string, ...fields: FieldDefinition[]) =>
      fieldOf(plan({ 'person:color__c': { name } }, withFields(...fields)), 'color__c')?.refused
    expect(refused('  ')).toBe('name_empty')
    expect(refused('x'.repeat(256))).toBe('name_long')
    expect(refused('Tone', custom('c1', 'tone', 'varchar'))).toBe('name_taken')
    const both = plan({ 'person:color__c': { name: 'Same' }, 'person:shoe__c': { name: 'same' } })
    expect(['color__c', 'shoe__c'].map((key) => fieldOf(both, key)?.refused)).toEqual([undefined, 'name_taken'])
  })

  test('columns of one name in different spellings get names that can be told apart', () => {
    const file: File = {
      name: 'p.csv',
      kind: 'profiles',
      rows: [{ id: '1', email: 'a@b.ru', Motto: 'x', 'motto ': 'y' }],
    }
    const names = planOf([file])
      .document.fields.filter(({ key }) => key.startsWith('motto'))
      .map(({ name }) => name)
    expect(names).toEqual(['Motto', 'motto (2)'])
  })

  test('a type is changed only to one that holds the values', () => {
    const typed = (type: FieldDecision['type'], key = 'color__c') =>
      fieldOf(plan({ [`person:${key}`]: { ...(type === undefined ? {} : { type }) } }), key)
    expect(typed('text')).toMatchObject({ type: 'text', options: [] })
    expect(typed('double')).toMatchObject({ type: 'enum', refused: 'type_unfit' })
    expect(typed('enum', 'shoe__c')).toMatchObject({ type: 'enum', options: ['41', '42', '40'] })
    expect(typed('text', 'lifetime_value__c')).toMatchObject({ type: 'monetary', refused: 'type_fixed' })
  })
})

describe('under the plan’s cap', () => {
  const places = (cap: number, fields: Record<string, FieldDecision> = {}) =>
    plan(fields, { fieldCap: cap, fieldsInUse: 0 }).document

  test('usage adds up, whatever the room', () => {
    const needed = places(1000).room?.needed ?? 0
    for (let cap = 0; cap <= needed + 1; cap += 1) {
      const { fields, unplaced = [], room } = places(cap)
      const created = fields.filter(({ use }) => use === undefined).length
      expect(created).toBeLessThanOrEqual(cap)
      expect(room).toEqual({ inUse: 0, needed, cap, left: cap - created })
      const planned = [...fields, ...unplaced].filter(({ key }) => key !== 'altcraft_other_values__c')
      expect(planned).toHaveLength(needed)
    }
  })

  test('without room for a long text, people are asked before values are left out', () => {
    const none = plan({}, { fieldCap: 0, fieldsInUse: 0 })
    expect(none.document.fields).toEqual([])
    expect(none.questions.map(({ id }) => id)).toContain('fields_without_place')
    expect(plan({}, { fieldCap: 100, fieldsInUse: 0 }).questions.map(({ id }) => id)).not.toContain(
      'fields_without_place',
    )
    expect(draftsOf([people], { account: { fieldCap: 0, fieldsInUse: 0 } }).map(({ result }) => result)).toEqual(
      Array(4).fill('drafts'),
    )
  })

  test('what people decided goes first, is folded or left out', () => {
    const needed = places(1000).room?.needed ?? 0
    const pinned = places(needed - 1, { 'person:shoe__c': { place: 'own' } })
    expect(pinned.fields.map(({ key }) => key)).toContain('shoe__c')
    const decided = places(1000, { 'person:shoe__c': { place: 'folded' }, 'person:color__c': { place: 'none' } })
    expect(decided.unplaced).toMatchObject([
      { key: 'color__c', place: 'none', reason: 'decided' },
      { key: 'shoe__c', place: 'folded', reason: 'decided' },
    ])
    const { custom: values } = recordOf(
      draftsOf([people], {
        decisions: {
          ...noDecisions,
          fields: { 'person:shoe__c': { place: 'folded' }, 'person:color__c': { place: 'none' } },
        },
      })[0] ?? { result: 'handoff' },
      'person',
    )
    expect(values.altcraft_other_values__c).toEqual({ type: 'text', value: 'shoe: 41' })
    expect(values.color__c).toBeUndefined()
  })

  test('fields by which records are known again stay', () => {
    const kept = places(1000, { 'person:altcraft_profile_id__c': { place: 'none' } })
    expect(kept.fields.find(({ key }) => key === 'altcraft_profile_id__c')).toMatchObject({ refused: 'needed' })
    expect(
      places(0, { 'person:shoe__c': { place: 'own' } }).unplaced?.find(({ key }) => key === 'shoe__c'),
    ).toMatchObject({ refused: 'no_room' })
  })

  test('folded values of two files about one person are all kept', () => {
    const text = (value: string) => ({
      name: 'A',
      emails: [],
      phones: [],
      custom: { altcraft_other_values__c: { type: 'text' as const, value } },
    })
    const merged = mergeRecords('person', [text('a: 1\nb: 2\n  more'), text('b: 2\n  more\nc: 3')])
    expect(merged.custom.altcraft_other_values__c).toEqual({ type: 'text', value: 'a: 1\nb: 2\n  more\nc: 3' })
  })
})

test('a plan of format 1 still drafts: it knows neither unplaced fields nor room', () => {
  const { document } = plan({}, { fieldCap: 20, fieldsInUse: 0 })
  const { unplaced: _, room: __, ...old } = document
  const [dataset] = old.datasets
  if (dataset === undefined) throw new Error('no dataset')
  const columns = Object.keys(people.rows[0] ?? {})
  const draft = makeDrafter(old, dataset, columns)({ rowNumber: 1, cells: Object.values(people.rows[0] ?? {}) })
  expect(draft.result).toBe('drafts')
})

test('every refusal and reason has words in both languages', async () => {
  const refusals = [
    'name_empty',
    'name_long',
    'name_taken',
    'type_fixed',
    'type_unfit',
    'use_unknown',
    'use_taken',
    'use_unfit',
    'needed',
    'no_room',
  ]
  const reasons = ['built_in', 'existing', 'object_map', 'column', 'decided', 'no_room']
  for (const language of ['en', 'ru'] as const) {
    const { exists } = await startI18n(language)
    for (const code of [...refusals, ...reasons.map((reason) => `reason.${reason}`)])
      expect(exists(`code.field.${code}`), code).toBe(true)
  }
})

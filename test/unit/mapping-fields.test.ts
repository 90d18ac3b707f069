import { describe, expect, test } from 'vitest'
import type { Json } from '../../server/lib/json.ts'
import { fieldKeyOf } from '../../server/mapping/fields/field-key.ts'
import { shapeOf } from '../../server/mapping/fields/field-type.ts'
import { account, datasetOf, draftsOf, type File, fieldOf, planOf, recordOf } from './mapping-fixture.ts'

function shape(column: string, values: Json[]) {
  const [profile] = datasetOf({
    name: 'f',
    kind: 'profiles',
    rows: values.map((value) => ({ [column]: value })),
  }).profiles
  if (profile === undefined) throw new Error('no column')
  return shapeOf(profile)
}

describe('the type of a field is told from all values', () => {
  test.each<[string, string, Json[], string]>([
    ['money and scores are numbers', 'score', ['1', '2.5', '1 200,5', '-3'], 'double'],
    ['numbers grouped by no-break spaces', 'distance', ['17\u00A0270,48', '9\u202F100'], 'double'],
    ['leading zeros are codes', 'New_field_7', ['00016', '00017', '00018', '00019'], 'varchar'],
    ['ids are codes', 'CRM_ID', ['12', '13', '14'], 'varchar'],
    ['postcodes are codes', 'Почтовый индекс дачи', ['190000', '190001', '190002'], 'varchar'],
    ['dates', 'visit', ['2024-05-27T12:00:00Z', '2024-05-28'], 'date'],
    ['yes and no', 'vip', ['true', 'false', 'да', 'нет'], 'enum'],
    ['few words that repeat', 'tier', ['gold', 'silver', 'gold', 'silver', 'Gold'], 'enum'],
    ['words that do not repeat', 'motto', ['one', 'two', 'three'], 'varchar'],
    ['lists', 'interests', [['a', 'b'], ['b'], ['a', 'c'], ['c']], 'set'],
    ['lists in text', 'interests', ['a, b', 'b, c', 'a, c', 'b'], 'set'],
    ['objects', 'preferences', [{ size: 'L' }, { size: 'M' }], 'text'],
    ['long text', 'story', ['x'.repeat(256)], 'text'],
  ])('%s', (_, column, values, type) => {
    expect(shape(column, values).type).toBe(type)
  })

  test('options are complete, and differ in more than case', () => {
    expect(shape('tier', ['gold', 'Gold', 'silver', 'gold', 'silver', 'bronze', 'bronze']).options).toEqual([
      'gold',
      'silver',
      'bronze',
    ])
  })

  test('keys are Latin and stable', () => {
    expect(fieldKeyOf('Средний чек, ₽')).toBe('sredniy_chek__c')
    expect(fieldKeyOf('LOYALTY_SCORE')).toBe('loyalty_score__c')
    expect(fieldKeyOf('参数')).toMatch(/^[a-z0-9_]+__c$/)
  })
})

const profiles: File = {
  name: 'profiles.csv',
  kind: 'profiles',
  rows: [
    { id: '1', email: 'a@b.ru', color: 'red', shoe: '41' },
    { id: '2', email: 'c@d.ru', color: 'blue', shoe: '' },
    { id: '3', email: 'e@f.ru', color: 'green', shoe: '' },
  ],
}

describe('planned fields', () => {
  test('the object map’s fields are planned for the kinds that are there, and only for them', () => {
    const keys = planOf([profiles]).document.fields.map(({ key }) => key)
    expect(keys).toEqual(
      expect.arrayContaining(['altcraft_profile_id__c', 'engagement_score__c', 'email_optin__c', 'lifetime_value__c']),
    )
    expect(keys).not.toContain('altcraft_order_id__c')
    expect(keys).not.toContain('segments__c')
  })

  test('a domain field is planned only where organizations have no website field', () => {
    expect(fieldOf(planOf([profiles]), 'domain__c')).toBeUndefined()
    expect(fieldOf(planOf([profiles], { account: { fields: [] } }), 'domain__c')?.entity).toBe('organization')
  })

  test('two files fill one field, whatever language their captions have', () => {
    const russian: File = { name: 'ru.csv', kind: 'profiles', rows: [{ Email: 'x@y.ru', Город: 'Омск' }] }
    const english: File = { name: 'en.csv', kind: 'profiles', rows: [{ Email: 'z@y.ru', _city: 'Tomsk' }] }
    const { document } = planOf([russian, english])
    expect(document.datasets.map(({ columns }) => columns[1]?.fieldKey)).toEqual(['city__c', 'city__c'])
    expect(document.fields.filter(({ key }) => key === 'city__c')).toHaveLength(1)
  })

  test('segments are the options of one field', () => {
    const members = (name: string): File => ({ name, kind: 'segment_members', rows: [{ id: '1' }] })
    const plan = planOf([profiles, members('segment_vip.csv'), members('segment_spring_2026.csv')])
    expect(fieldOf(plan, 'segments__c')).toMatchObject({ type: 'set', options: ['vip', 'spring 2026'] })
  })

  test('under the cap, the best filled columns keep a field and the others share one', () => {
    const objectMap = planOf([profiles]).document.fields.filter(({ origin }) => origin === 'object_map').length
    const capped = { account: { fieldCap: objectMap + 2, fieldsInUse: 0 } }
    const rows: File = { ...profiles, rows: profiles.rows.map((row) => ({ ...row, hat: row.shoe ?? '' })) }
    const { document } = planOf([rows], capped)
    expect(document.fields).toHaveLength(objectMap + 2)
    expect(document.fields.map(({ key }) => key)).toContain('color__c')
    expect(document.folded).toEqual([
      { entity: 'person', column: 'shoe' },
      { entity: 'person', column: 'hat' },
    ])
    const [draft] = draftsOf([rows], capped)
    expect(draft && recordOf(draft, 'person').custom.altcraft_other_values__c).toEqual({
      type: 'text',
      value: 'shoe: 41\nhat: 41',
    })
  })

  test('fields that the account has already cost no place', () => {
    const { fields } = planOf([profiles]).document
    const existing = fields.map((field) => ({ ...field, code: field.key, isCustom: true, options: [] }))
    const fieldsThere = [...account.fields, ...existing]
    const given = { fields: fieldsThere, fieldCap: existing.length, fieldsInUse: existing.length }
    expect(planOf([profiles], { account: given }).document.folded).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { mergeRecords } from '../../server/mapping/merge-records.ts'
import type { DealRecord, PersonRecord } from '../../server/mapping/types.ts'

const person = (changes: Partial<PersonRecord>): PersonRecord => ({
  name: 'A',
  emails: [],
  phones: [],
  custom: {},
  ...changes,
})

describe('several profiles of one person', () => {
  test('addresses are united in order, other values are the first that is there', () => {
    const merged = mergeRecords('person', [
      person({ emails: ['a@b.ru'], custom: { city__c: { type: 'varchar', value: 'Омск' } } }),
      person({
        name: 'B',
        emails: ['c@d.ru', 'a@b.ru'],
        phones: ['+7900'],
        addTime: '2020-01-01T00:00:00Z',
        ownerId: 4,
      }),
      person({ custom: { city__c: { type: 'varchar', value: 'Томск' } }, ownerId: 5 }),
    ])
    expect(merged).toEqual({
      name: 'A',
      emails: ['a@b.ru', 'c@d.ru'],
      phones: ['+7900'],
      addTime: '2020-01-01T00:00:00Z',
      ownerId: 4,
      custom: { city__c: { type: 'varchar', value: 'Омск' } },
    })
  })

  test('options are united', () => {
    const tags = (...value: string[]) => person({ custom: { tags__c: { type: 'set', value } } })
    expect(mergeRecords('person', [tags('a', 'b'), tags('b', 'c')]).custom.tags__c).toEqual({
      type: 'set',
      value: ['a', 'b', 'c'],
    })
  })

  test('a real name wins over one made of an e-mail', () => {
    const merged = mergeRecords('person', [
      person({ name: 'ivan', nameFromEmail: true }),
      person({ name: 'Иван Орлов' }),
    ])
    expect(merged.name).toBe('Иван Орлов')
    expect(merged).not.toHaveProperty('nameFromEmail')
  })
})

test('prices of a product that stands in two files: one per currency', () => {
  const product = (currency: string, amountMinor: number) => ({
    name: 'P',
    code: '1',
    prices: [{ currency, amountMinor }],
    custom: {},
  })
  expect(mergeRecords('product', [product('RUB', 1), product('EUR', 2), product('RUB', 3)]).prices).toEqual([
    { currency: 'RUB', amountMinor: 1 },
    { currency: 'EUR', amountMinor: 2 },
  ])
})

describe('orders', () => {
  const order = (changes: Partial<DealRecord>): DealRecord => ({
    title: 'Order 1',
    source: 'order',
    status: 'open',
    stage: 'order:open',
    currency: 'RUB',
    totalMinor: 100,
    person: [],
    lines: [{ product: 'product:a', quantity: 1, priceMinor: 100 }],
    custom: {},
    ...changes,
  })

  test('the same order in two files is not twice as long', () => {
    expect(mergeRecords('deal', [order({}), order({})])).toEqual(order({}))
  })

  test('a line with an id that stands in two files is one line', () => {
    const part = order({
      lines: [{ product: 'product:a', quantity: 1, priceMinor: 100, comment: 'L1' }],
      part: { deliveryMinor: 0, totalFromLines: true, language: 'en' },
    })
    expect(mergeRecords('deal', [part, part]).lines).toHaveLength(1)
  })

  test('times are those of the status that stays', () => {
    const merged = mergeRecords('deal', [
      order({}),
      order({ status: 'won', stage: 'order:won', closeTime: '2020-01-01T00:00:00Z' }),
    ])
    expect(merged).toMatchObject({ status: 'open', stage: 'order:open' })
    expect(merged).not.toHaveProperty('closeTime')
  })
})

import { describe, expect, it } from 'vitest'
import { type Binding, toBindings } from '../../server/importing/bindings.ts'
import {
  toDealBody,
  toDealLine,
  toOrganizationBody,
  toPersonBody,
  toProductBody,
} from '../../server/importing/bodies.ts'
import type { DealRecord, FieldEntity, FieldType, FieldValue } from '../../server/mapping/types.ts'

const codes = { person: 'a'.repeat(40), organization: 'b'.repeat(40), deal: 'd'.repeat(40), product: 'e'.repeat(40) }
const bind = (entity: FieldEntity, key: string, type: FieldType, options: Record<string, number> = {}): Binding => ({
  entity,
  key,
  code: codes[entity],
  type,
  options,
})
const unbound = toBindings([])

describe('organization', () => {
  const record = { name: 'Romashka', domain: 'romashka.example', custom: {} }

  it('has its domain in the website field where the account has one', () => {
    expect(toOrganizationBody(record, unbound, 'website')).toEqual({ name: 'Romashka', website: 'romashka.example' })
  })

  it('else in a field of ours', () => {
    const bindings = toBindings([bind('organization', 'domain__c', 'varchar')])
    expect(toOrganizationBody(record, bindings, 'field')).toEqual({
      name: 'Romashka',
      custom_fields: { [codes.organization]: 'romashka.example' },
    })
  })

  it('known by name alone has neither', () => {
    expect(toOrganizationBody({ name: 'Romashka', custom: {} }, unbound, 'field')).toEqual({ name: 'Romashka' })
  })
})

describe('person', () => {
  it('carries its contacts, the first of each primary, its references and when it was registered', () => {
    const record = {
      name: 'Anna Petrova',
      emails: ['anna@romashka.example', 'a.petrova@mail.example'],
      phones: ['+74951234567'],
      addTime: '2018-01-19T13:54:05Z',
      ownerId: 7,
      custom: {},
    }
    expect(toPersonBody(record, unbound, 12)).toEqual({
      name: 'Anna Petrova',
      emails: [
        { value: 'anna@romashka.example', primary: true, label: 'work' },
        { value: 'a.petrova@mail.example', primary: false, label: 'work' },
      ],
      phones: [{ value: '+74951234567', primary: true, label: 'work' }],
      owner_id: 7,
      org_id: 12,
      add_time: '2018-01-19T13:54:05Z',
    })
  })

  it('leaves out what the export does not have: absent is not empty', () => {
    expect(toPersonBody({ name: 'Anna', emails: [], phones: [], custom: {} }, unbound, undefined)).toEqual({
      name: 'Anna',
    })
  })
})

describe('custom values', () => {
  const body = (value: FieldValue, options: Record<string, number> = {}) => {
    const bindings = toBindings([bind('person', 'x__c', value.type, options)])
    const record = { name: 'Anna', emails: [], phones: [], custom: { x__c: value } }
    return toPersonBody(record, bindings, undefined).custom_fields
  }
  const options = { VIP: 17, Regular: 18 }

  const cases: [FieldValue, unknown][] = [
    [{ type: 'varchar', value: '00016' }, '00016'],
    [{ type: 'text', value: 'long' }, 'long'],
    [{ type: 'date', value: '2010-10-20' }, '2010-10-20'],
    [{ type: 'double', value: 0.25 }, 0.25],
    [{ type: 'enum', value: 'VIP' }, 17],
    [{ type: 'set', value: ['Regular', 'VIP'] }, [18, 17]],
    [
      { type: 'monetary', amountMinor: 4_549_001, currency: 'RUB' },
      { value: 45_490.01, currency: 'RUB' },
    ],
    [
      { type: 'monetary', amountMinor: 12_800, currency: 'JPY' },
      { value: 12_800, currency: 'JPY' },
    ],
  ]
  it.each(cases)('%j', (value, wire) => expect(body(value, options)).toEqual({ [codes.person]: wire }))

  it('that provisioning did not promise stop the run instead of being lost', () => {
    expect(() => body({ type: 'enum', value: 'Gold' }, options)).toThrow('person.x__c')
    const record = { name: 'Anna', emails: [], phones: [], custom: { y__c: { type: 'double', value: 1 } as const } }
    expect(() => toPersonBody(record, unbound, undefined)).toThrow('person.y__c')
  })

  it('never show a value of the customer in the error', () => {
    expect(() => body({ type: 'enum', value: 'Confidential' }, options)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Confidential') }),
    )
  })
})

describe('product', () => {
  it('has a price per currency in major units, to the last digit', () => {
    const prices = [
      { currency: 'RUB', amountMinor: 1 },
      { currency: 'KWD', amountMinor: 1_234_567 },
    ]
    expect(toProductBody({ name: 'Tea', code: 'T-1', description: 'Black', prices, custom: {} }, unbound)).toEqual({
      name: 'Tea',
      code: 'T-1',
      description: 'Black',
      prices: [
        { currency: 'RUB', price: 0.01 },
        { currency: 'KWD', price: 1_234.567 },
      ],
    })
  })
})

describe('deal', () => {
  const closeTime = '2024-04-08T10:48:05Z'
  const order: DealRecord = {
    title: 'Order 1',
    source: 'order',
    status: 'won',
    stage: 'order:won',
    currency: 'RUB',
    totalMinor: 4_549_000,
    person: ['id:1'],
    closeTime,
    expectedCloseDate: '2024-05-01',
    ownerId: 7,
    lines: [],
    custom: {},
  }
  const references = { personId: 3, organizationId: 5, stage: { pipelineId: 1, stageId: 2 }, maySetCloseTime: true }
  const times = (status: DealRecord['status'], maySetCloseTime = true) => {
    const { close_time, won_time, lost_time, expected_close_date } = toDealBody({ ...order, status }, unbound, {
      ...references,
      maySetCloseTime,
    })
    return { close_time, won_time, lost_time, expected_close_date }
  }

  it('carries its value, stage and links', () => {
    expect(toDealBody(order, unbound, references)).toEqual({
      title: 'Order 1',
      owner_id: 7,
      person_id: 3,
      org_id: 5,
      pipeline_id: 1,
      stage_id: 2,
      value: 45_490,
      currency: 'RUB',
      status: 'won',
      close_time: closeTime,
      won_time: closeTime,
    })
  })

  it('has only the times that its status allows', () => {
    expect(times('won')).toEqual({ close_time: closeTime, won_time: closeTime })
    expect(times('lost')).toEqual({ close_time: closeTime, lost_time: closeTime })
    expect(times('open')).toEqual({ expected_close_date: '2024-05-01' })
  })

  it('has no closing time where the user may not set it', () => {
    expect(times('won', false)).toEqual({})
  })

  it('of a campaign has neither person nor organization', () => {
    const body = toDealBody({ ...order, source: 'campaign', person: [] }, unbound, {
      ...references,
      personId: undefined,
      organizationId: undefined,
    })
    expect(body).not.toHaveProperty('person_id')
    expect(body).not.toHaveProperty('org_id')
  })
})

describe('line', () => {
  it('has its price per piece in major units; a comment only where there is one', () => {
    const plain = { product_id: 9, item_price: 44_990, quantity: 2 }
    expect(toDealLine({ quantity: 2, priceMinor: 4_499_000 }, 'RUB', 9)).toEqual(plain)
    expect(toDealLine({ quantity: 2, priceMinor: 4_499_000, comment: '' }, 'RUB', 9)).toEqual(plain)
    expect(toDealLine({ quantity: 2, priceMinor: 4_499_000, comment: 'gift' }, 'RUB', 9)).toEqual({
      ...plain,
      comments: 'gift',
    })
  })

  it('may take away: a discount has a negative price', () => {
    expect(toDealLine({ quantity: 1, priceMinor: -50 }, 'EUR', 9).item_price).toBe(-0.5)
  })
})

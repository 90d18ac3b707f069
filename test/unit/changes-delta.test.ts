import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeRecord, type RecordRules } from '../../server/importing/changes.ts'
import type { JsonObject } from '../../server/lib/json.ts'

const rules = (given: Partial<RecordRules> = {}): RecordRules => ({
  ruleOf: () => 'fill',
  isOurs: false,
  settle: () => 'theirs',
  ...given,
})
const contact = (value: string, primary = false, label = 'work') => ({ value, primary, label })
const custom = (values: JsonObject): JsonObject => ({ custom_fields: values })

describe('a field that changed on both sides', () => {
  const merge = (policy: 'theirs' | 'ours' | 'ask', exported = 'New') =>
    mergeRecord({ name: exported }, { name: 'By hand' }, { name: 'Old' }, rules({ settle: () => policy }))

  it('stays as people have it, and is listed', () => {
    const { changes, edits } = merge('theirs')
    expect(changes).toEqual({})
    expect(edits).toEqual([{ field: 'name', what: 'theirs', written: 'Old', now: 'By hand', exported: 'New' }])
  })

  it('that stayed theirs is no conflict any more while the export says the same', () => {
    const { written } = merge('theirs')
    const again = mergeRecord({ name: 'New' }, { name: 'By hand' }, written, rules())
    expect(again.changes).toEqual({})
    expect(again.edits).toMatchObject([{ what: 'kept' }])
  })

  it('takes the value of the export where that is the policy', () => {
    expect(merge('ours')).toMatchObject({
      changes: { name: 'New' },
      edits: [{ what: 'ours' }],
      written: { name: 'New' },
    })
  })

  it('is not written while a person is asked, and asked about again next time', () => {
    const { changes, written, edits } = merge('ask')
    expect(changes).toEqual({})
    expect(edits).toMatchObject([{ what: 'ask' }])
    expect(mergeRecord({ name: 'New' }, { name: 'By hand' }, written, rules()).edits).toMatchObject([
      { what: 'theirs' },
    ])
  })

  it('to the same value is none', () => {
    expect(merge('ask', 'By hand')).toMatchObject({ changes: {}, edits: [], written: { name: 'By hand' } })
  })
})

it('a field that only people changed stays and is listed', () => {
  const { changes, edits } = mergeRecord({ name: 'Old' }, { name: 'By hand' }, { name: 'Old' }, rules())
  expect(changes).toEqual({})
  expect(edits).toMatchObject([{ field: 'name', what: 'kept', now: 'By hand' }])
})

it('a field that the export has no more stays, and is remembered', () => {
  const { changes, written } = mergeRecord({}, { name: 'A', owner_id: 7 }, { name: 'A', owner_id: 7 }, rules())
  expect(changes).toEqual({})
  expect(written).toEqual({ name: 'A', owner_id: 7 })
})

describe('a record that was there before us', () => {
  const merge = (rule: 'fill' | 'overwrite' | 'keep', now: JsonObject) =>
    mergeRecord({ name: 'Export', org_id: 3 }, now, undefined, rules({ ruleOf: () => rule }))

  it('is filled, overwritten or kept by the rule of each field', () => {
    const theirs = { name: 'Theirs', org_id: null }
    expect(merge('fill', theirs).changes).toEqual({ org_id: 3 })
    expect(merge('overwrite', theirs).changes).toEqual({ name: 'Export', org_id: 3 })
    expect(merge('keep', theirs).changes).toEqual({})
  })

  it('stays people’s where we wrote nothing: a newer export changes only what was ours', () => {
    const { written } = merge('fill', { name: 'Theirs', org_id: null })
    expect(written).toEqual({ org_id: 3 })
    const later = mergeRecord({ name: 'Newer', org_id: 4 }, { name: 'Theirs', org_id: 3 }, written, rules())
    expect(later.changes).toEqual({ org_id: 4 })
    expect(later.edits).toEqual([])
  })
})

describe('addresses of a newer export', () => {
  const two = [contact('a@x.example', true), contact('b@x.example')]
  const merge = (desired: JsonObject[], now: JsonObject[], written: JsonObject[]) =>
    mergeRecord({ emails: desired }, { emails: now }, { emails: written }, rules())

  it('take the place of those we wrote while nobody changed the list', () => {
    expect(merge([contact('b@x.example', true), contact('c@x.example')], two, two).changes).toEqual({
      emails: [contact('b@x.example', true), contact('c@x.example')],
    })
  })

  it('are added to a list that people changed, from which nothing is taken', () => {
    const now = [...two, contact('hand@x.example')]
    const { changes, edits } = merge([contact('c@x.example', true)], now, two)
    expect(changes).toEqual({ emails: [...now, contact('c@x.example')] })
    expect(edits).toMatchObject([{ field: 'emails', what: 'kept' }])
  })

  it('never take out what people had before us', () => {
    const theirs = { emails: [contact('theirs@x.example', true)] }
    const first = mergeRecord({ emails: [contact('a@x.example', true)] }, theirs, undefined, rules())
    const now = first.changes.emails ?? []
    expect(now).toEqual([contact('theirs@x.example', true), contact('a@x.example')])
    const next = mergeRecord({ emails: [contact('n@x.example', true)] }, { emails: now }, first.written, rules())
    expect(next.changes).toEqual({ emails: [contact('theirs@x.example', true), contact('n@x.example')] })
  })

  it('that people took out stay out', () => {
    const { changes, edits } = merge(two, [contact('a@x.example', true)], two)
    expect(changes).toEqual({})
    expect(edits).toMatchObject([{ what: 'kept' }])
  })

  it('are not touched at all where the rule is to keep', () => {
    const keep = rules({ ruleOf: () => 'keep' })
    expect(mergeRecord({ emails: two }, { emails: [contact('z@x.example', true)] }, undefined, keep).changes).toEqual(
      {},
    )
  })
})

describe('options', () => {
  const merge = (wanted: number[], now: number[] | null, before: number[], held = [1, 2, 3]) =>
    mergeRecord(custom({ seg: wanted }), custom({ seg: now }), custom({ seg: before }), {
      ...rules(),
      mayLeave: new Map([['custom_fields.seg', new Set(held)]]),
    })

  it('that vanished are taken out beside those of people', () => {
    expect(merge([2], [1, 2, 9], [1, 2]).changes).toEqual(custom({ seg: [2, 9] }))
    expect(merge([], [1], [1]).changes).toEqual(custom({ seg: null }))
  })

  it('of a segment that the export does not tell stay', () => {
    expect(merge([], [1, 2], [1, 2], [2])).toMatchObject({
      changes: custom({ seg: [1] }),
      written: custom({ seg: [1] }),
    })
  })

  it('that people took out stay out, and are listed', () => {
    expect(merge([1, 2], [2], [1, 2])).toMatchObject({ changes: {}, edits: [{ what: 'kept' }] })
  })

  it('that are there already are not sent', () => {
    expect(merge([1], [1, 9], [1]).changes).toEqual({})
    expect(merge([], null, []).changes).toEqual({})
  })
})

describe('prices', () => {
  const price = (currency: string, amount: number) => ({ currency, price: amount })
  const shown = (currency: string, amount: number) => ({
    ...price(currency, amount),
    product_id: 1,
    cost: 5,
    notes: 'n',
  })

  it('follow the export per currency and leave the others whole', () => {
    const { changes } = mergeRecord(
      { prices: [price('RUB', 200)] },
      { prices: [shown('USD', 9), shown('RUB', 100)] },
      { prices: [price('RUB', 100)] },
      rules(),
    )
    expect(changes).toEqual({
      prices: [
        { currency: 'USD', price: 9, cost: 5, notes: 'n' },
        { currency: 'RUB', price: 200, cost: 5, notes: 'n' },
      ],
    })
  })

  it('that people changed stay, and conflict when the export changes, too', () => {
    const merge = (exported: number) =>
      mergeRecord(
        { prices: [price('RUB', exported)] },
        { prices: [shown('RUB', 150)] },
        { prices: [price('RUB', 100)] },
        rules(),
      )
    expect(merge(100)).toMatchObject({ changes: {}, edits: [{ field: 'prices.RUB', what: 'kept' }] })
    expect(merge(200)).toMatchObject({ changes: {}, edits: [{ field: 'prices.RUB', what: 'theirs' }] })
  })

  it('of 0, as Pipedrive makes them by itself, are blank', () => {
    const { changes } = mergeRecord({ prices: [price('RUB', 10)] }, { prices: [shown('RUB', 0)] }, undefined, rules())
    expect(changes).toEqual({ prices: [{ currency: 'RUB', price: 10, cost: 5, notes: 'n' }] })
  })
})

describe('the status of a deal', () => {
  const won = { status: 'won', won_time: '2026-05-01T10:00:00Z', close_time: '2026-05-01T10:00:00Z' }
  const open = { status: 'open', expected_close_date: '2026-06-01' }

  it('goes with the times that belong to it', () => {
    expect(mergeRecord(won, open, open, rules()).changes).toEqual(won)
  })

  it('takes them along when it stays as people have it', () => {
    const now = { status: 'lost', lost_time: '2026-05-02T10:00:00Z' }
    const { changes, written } = mergeRecord(won, now, open, rules())
    expect(changes).toEqual({})
    expect(written).not.toHaveProperty('won_time')
  })
})

describe('whatever the three sides', () => {
  const value = fc.constantFrom<string | number | null>('a', 'b', 'c', null)
  const options = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
  const contacts = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 })
    .map((names) => names.map((name, index) => contact(`${name}@x.example`, index === 0)))
  const record = fc.record(
    { name: value, emails: contacts, custom_fields: fc.record({ own: value, seg: options }) },
    { requiredKeys: ['custom_fields'] },
  )
  const policy = fc.constantFrom('theirs' as const, 'ours' as const, 'ask' as const)

  it('what was merged is merged: the same export once more sends nothing', () => {
    fc.assert(
      fc.property(record, record, record, policy, (desired, existing, before, how) => {
        const given = rules({ settle: () => how, ruleOf: (field) => (field.endsWith('own') ? 'overwrite' : 'fill') })
        const first = mergeRecord(desired, existing, before, given)
        const after = {
          ...existing,
          ...first.changes,
          custom_fields: { ...existing.custom_fields, ...(first.changes.custom_fields as JsonObject | undefined) },
        }
        expect(mergeRecord(desired, after, first.written, given).changes).toEqual({})
      }),
    )
  })

  it('an unchanged export never undoes what people did', () => {
    fc.assert(
      fc.property(record, record, policy, (desired, existing, how) => {
        const { name } = mergeRecord(desired, existing, desired, rules({ settle: () => how })).changes
        expect(name).toBeUndefined()
      }),
    )
  })
})

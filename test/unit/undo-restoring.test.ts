import { describe, expect, it } from 'vitest'
import { restore } from '../../server/importing/undo/restoring.ts'

const mail = (value: string, primary = false, label = 'work') => ({ value, primary, label })

describe('an updated record', () => {
  it('gets back what still says what we wrote, and keeps what people wrote since', () => {
    const written = { name: 'New', org_id: 7, custom_fields: { a: 'ours', b: 2, c: 'ours' } }
    const before = { name: 'Old', org_id: null, custom_fields: { a: null, b: 1 } }
    const now = { name: 'Theirs', org_id: 7, custom_fields: { a: 'ours', b: 2, c: 'theirs' } }
    expect(restore(written, before, now)).toEqual({
      body: { org_id: null, custom_fields: { a: null, b: 1 } },
      kept: ['name', 'custom_fields.c'],
    })
  })

  it('that is as it was before needs nothing', () => {
    const before = { name: 'Old', org_id: null, custom_fields: { a: null } }
    expect(restore({ name: 'New', org_id: 7, custom_fields: { a: 1 } }, before, { ...before })).toEqual({
      body: {},
      kept: [],
    })
  })

  it('loses the addresses that we added, and no other', () => {
    const before = { emails: [mail('old@x.y', true, 'home')] }
    const written = { emails: [mail('old@x.y', true, 'home'), mail('ours@x.y')] }
    expect(restore(written, before, { emails: written.emails }).body).toEqual(before)
    const now = { emails: [mail('old@x.y', true, 'home'), mail('OURS@x.y'), mail('theirs@x.y')] }
    expect(restore(written, before, now)).toEqual({
      body: { emails: [mail('old@x.y', true, 'home'), mail('theirs@x.y')] },
      kept: [],
    })
  })

  it('has a primary address again when ours was it', () => {
    const written = { emails: [mail('ours@x.y', true)] }
    const now = { emails: [mail('ours@x.y', true), mail('theirs@x.y')] }
    expect(restore(written, { emails: [] }, now).body).toEqual({ emails: [mail('theirs@x.y', true)] })
  })

  it('does not get back an address that people took away', () => {
    const before = { emails: [mail('old@x.y', true)] }
    const written = { emails: [mail('old@x.y', true), mail('ours@x.y')] }
    expect(restore(written, before, { emails: [mail('ours@x.y', true)] }).body).toEqual({ emails: [] })
  })

  it('loses the options that we set; a field of options that is empty then is cleared', () => {
    const written = { custom_fields: { set: [1, 2], alone: [5] } }
    const before = { custom_fields: { set: [1], alone: null } }
    const now = { custom_fields: { set: [2, 1, 9], alone: [5] } }
    expect(restore(written, before, now).body).toEqual({ custom_fields: { set: [1, 9], alone: null } })
  })

  it('gets prices back in the shape in which they are written', () => {
    const price = { product_id: 3, currency: 'EUR', price: 4, cost: 0, direct_cost: null, notes: '' }
    const written = { prices: [{ currency: 'EUR', price: 5 }], description: 'Ours' }
    const now = { prices: [{ ...price, price: 5 }], description: 'Ours' }
    expect(restore(written, { prices: [price], description: null }, now).body).toEqual({
      prices: [{ currency: 'EUR', price: 4, cost: 0, direct_cost: null, notes: '' }],
      description: '',
    })
  })

  it('is reopened without times that an open deal cannot have, and won again with its own', () => {
    const won = { status: 'won', won_time: '2026-01-02T00:00:00Z', close_time: '2026-01-02T00:00:00Z' }
    const open = { status: 'open', won_time: null, close_time: null, lost_reason: null }
    expect(restore(won, open, won).body).toEqual({ status: 'open' })
    expect(restore({ status: 'open' }, { ...won, lost_reason: null }, open).body).toEqual(won)
    expect(restore(won, open, { status: 'lost', won_time: null, close_time: '2026-03-01T00:00:00Z' })).toEqual({
      body: {},
      kept: ['status'],
    })
  })
})

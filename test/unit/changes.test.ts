import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeRecord, type RecordRules } from '../../server/importing/changes.ts'
import type { JsonObject } from '../../server/lib/json.ts'

const ours = new Set(['c0de'])
const none = new Set<string>()
/** Fields of `own` take the export's value, the others are filled; people's work stays. */
const rulesOf = (own: ReadonlySet<string>, rules: Partial<RecordRules> = {}): RecordRules => ({
  ruleOf: (field) => (own.has(field.replace('custom_fields.', '')) ? 'overwrite' : 'fill'),
  isOurs: false,
  settle: () => 'theirs',
  ...rules,
})
const changesFor = (desired: JsonObject, existing: JsonObject, own: ReadonlySet<string>, written?: JsonObject) =>
  mergeRecord(desired, existing, written, rulesOf(own)).changes
const contact = (value: string, primary = false, label = 'work') => ({ value, primary, label })

describe('a field that Pipedrive has by itself', () => {
  it('is filled where it is empty', () => {
    for (const empty of [null, '', []]) {
      expect(changesFor({ website: 'romashka.example' }, { website: empty }, none)).toEqual({
        website: 'romashka.example',
      })
    }
    expect(changesFor({ website: 'romashka.example' }, {}, none)).toEqual({ website: 'romashka.example' })
  })

  it('is left as people have it', () => {
    expect(changesFor({ name: 'Anna' }, { name: 'Anna Petrova' }, none)).toEqual({})
    expect(changesFor({ owner_id: 7 }, { owner_id: 3 }, none)).toEqual({})
  })

  it('keeps what people changed after us while the export says the same as before', () => {
    const changed = changesFor({ name: 'Anna' }, { name: 'Anna Petrova' }, none, { name: 'Anna' })
    expect(changed).toEqual({})
  })

  it('takes what changed in the export since we wrote it', () => {
    const changed = changesFor({ name: 'Anna Petrova' }, { name: 'Anna' }, none, { name: 'Anna' })
    expect(changed).toEqual({ name: 'Anna Petrova' })
  })

  it('is not sent when people made the same change themselves', () => {
    const changed = changesFor({ name: 'Anna Petrova' }, { name: 'Anna Petrova ' }, none, { name: 'Anna' })
    expect(changed).toEqual({})
  })

  it('is not brought back when people emptied it and the export did not change', () => {
    expect(changesFor({ website: 'a.example' }, { website: null }, none, { website: 'a.example' })).toEqual({})
  })

  it('never carries the creation time, which only a creation takes', () => {
    expect(changesFor({ add_time: '2020-01-01T00:00:00Z' }, { add_time: null }, none)).toEqual({})
  })
})

describe('e-mails and phones', () => {
  const existing = { emails: [contact('anna@romashka.example', true, 'home')] }

  it('are united: what the record has stays first, with its labels and its primary', () => {
    const desired = { emails: [contact('new@romashka.example', true), contact('ANNA@romashka.example')] }
    expect(changesFor(desired, existing, none)).toEqual({
      emails: [contact('anna@romashka.example', true, 'home'), contact('new@romashka.example')],
    })
  })

  it('are left alone when all are there, whatever their case, order and label', () => {
    const both = { emails: [contact('b@x.example', true, 'home'), contact('A@x.example')] }
    expect(changesFor({ emails: [contact('a@x.example', true), contact('b@x.example')] }, both, none)).toEqual({})
  })

  it('bring their primary when the record has none', () => {
    const desired = { phones: [contact('+74951234567', true), contact('+74957654321')] }
    for (const phones of [null, []]) expect(changesFor(desired, { phones }, none)).toEqual(desired)
  })

  it('are united even where we wrote them before: no address of the record is lost', () => {
    const written = { emails: [contact('old@x.example', true)] }
    const now = { emails: [contact('old@x.example', true), contact('by-hand@x.example')] }
    expect(changesFor({ emails: [contact('new@x.example', true)] }, now, none, written)).toEqual({
      emails: [contact('old@x.example', true), contact('by-hand@x.example'), contact('new@x.example')],
    })
  })
})

describe('custom fields', () => {
  const custom = (values: JsonObject) => ({ custom_fields: values })

  it('of our own take the value of the export', () => {
    expect(changesFor(custom({ c0de: 42 }), custom({ c0de: 7 }), ours)).toEqual(custom({ c0de: 42 }))
  })

  it('of the account are only filled', () => {
    expect(changesFor(custom({ feed: 'a', beef: 'b' }), custom({ feed: null, beef: 'by hand' }), ours)).toEqual(
      custom({ feed: 'a' }),
    )
  })

  it('of our own that people corrected stay so while the export says the same as before', () => {
    const changed = changesFor(custom({ c0de: 42 }), custom({ c0de: 7 }), ours, custom({ c0de: 42 }))
    expect(changed).toEqual({})
  })

  it('that we wrote take a newer value of the export', () => {
    const changed = changesFor(custom({ feed: 'new' }), custom({ feed: 'old' }), none, custom({ feed: 'old' }))
    expect(changed).toEqual(custom({ feed: 'new' }))
  })

  it('make no request of their own when nothing differs', () => {
    expect(changesFor(custom({ c0de: [1, 2] }), custom({ c0de: [2, 1] }), ours)).toEqual({})
    expect(changesFor({}, custom({ c0de: 7 }), ours)).toEqual({})
  })
})

describe('whatever the record', () => {
  const text = fc.string({ minLength: 1, maxLength: 12 }).filter((value) => value.trim() !== '')
  const contacts = fc
    .uniqueArray(fc.emailAddress(), { maxLength: 4 })
    .map((all) => all.map((one, i) => contact(one, i === 0)))
  const record = fc.record(
    {
      name: text,
      emails: contacts,
      owner_id: fc.nat(),
      custom_fields: fc.dictionary(fc.constantFrom('c0de', 'feed'), text),
    },
    { requiredKeys: [] },
  )

  it('a second import of the same export sends nothing', () => {
    fc.assert(
      fc.property(record, record, (desired, existing) => {
        const sent = changesFor(desired, existing, ours)
        const { custom_fields: customNow, ...now } = { ...existing, ...sent }
        const after = { ...now, custom_fields: { ...existing.custom_fields, ...customNow } }
        expect(changesFor(desired, after, ours, desired)).toEqual({})
        expect(changesFor(desired, after, ours)).toEqual({})
      }),
    )
  })

  it('no address that it has is lost, and at most one is primary', () => {
    fc.assert(
      fc.property(contacts, contacts, (wanted, there) => {
        const sent = changesFor({ emails: wanted }, { emails: there }, none).emails ?? there
        const kept = Array.isArray(sent) ? sent : []
        expect(kept).toEqual(expect.arrayContaining(there))
        expect(kept.filter((item) => JSON.stringify(item).includes('"primary":true')).length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

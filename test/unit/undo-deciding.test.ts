import { describe, expect, it } from 'vitest'
import { decide, type Sight } from '../../server/importing/undo/deciding.ts'
import type { LineWrite, UndoRecord } from '../../server/importing/undo/types.ts'
import { recordHash } from '../../server/pipedrive/record-hash.ts'
import type { DealProductLine } from '../../server/pipedrive/types.ts'

const body = { name: 'Anna', emails: [{ value: 'a@x.y', primary: true, label: 'work' }], custom_fields: { code: 'P1' } }
const asAnswered = {
  id: 7,
  ...body,
  custom_fields: { code: 'P1', other: null },
  update_time: '2026-01-01T00:00:00Z',
  label_ids: [],
}

function sight(given: Partial<Omit<Sight, 'record'>> & { record?: Partial<UndoRecord> } = {}): Sight {
  const record: UndoRecord = {
    created: true,
    name: 'Anna',
    origin: { runId: 'run', seq: 1 },
    hasLater: false,
    writes: [{ target: true, body, hash: recordHash(asAnswered) }],
    lines: [],
    ...given.record,
  }
  return {
    kind: 'person',
    before: undefined,
    now: asAnswered,
    lines: [],
    protectors: undefined,
    gone: new Set(),
    ...given,
    record,
  }
}

describe('a record that we created', () => {
  it('is deleted as long as nobody touched it, whatever Pipedrive itself changed', () => {
    expect(decide(sight())).toEqual({ do: 'delete', lines: [] })
    const counted = { ...asAnswered, update_time: '2026-02-02T00:00:00Z', open_deals_count: 3, next_activity_id: 9 }
    expect(decide(sight({ now: counted }))).toEqual({ do: 'delete', lines: [] })
  })

  it('stays with the names of the fields that people changed or filled', () => {
    const now = { ...asAnswered, name: 'Anna B.', label_ids: [4], custom_fields: { code: 'P1', other: 'theirs' } }
    expect(decide(sight({ now }))).toEqual({
      do: 'keep',
      code: 'undo.changed',
      detail: { fields: ['name', 'label_ids', 'custom_fields.other'] },
    })
  })

  it('stays also when it cannot be told which field people changed', () => {
    expect(decide(sight({ now: { ...asAnswered, visible_to: 1 } }))).toMatchObject({ code: 'undo.changed_somewhere' })
  })

  it('is not taken for changed because a field of ours was deleted for all', () => {
    const now = { ...asAnswered, custom_fields: { other: null } }
    expect(decide(sight({ now, gone: new Set(['code']) }))).toEqual({ do: 'delete', lines: [] })
    expect(decide(sight({ now }))).toMatchObject({ do: 'keep' })
  })

  it('stays with what people added to it, and what it needs stays with it', () => {
    const counts = { deal: 2, note: 1 }
    expect(decide(sight({ protectors: { counts, ours: false } }))).toEqual({
      do: 'keep',
      code: 'undo.has_children',
      detail: { deals: 2, persons: 0, activities: 0, notes: 1, files: 0 },
    })
    expect(decide(sight({ protectors: { counts, ours: true } }))).toMatchObject({ code: 'undo.needed' })
  })

  it('whose answer nobody saw is compared field by field', () => {
    const record = { writes: [{ target: true, body, hash: null }] }
    expect(decide(sight({ record }))).toEqual({ do: 'delete', lines: [] })
    expect(decide(sight({ record, now: { ...asAnswered, label_ids: [1] } }))).toMatchObject({
      detail: { fields: ['label_ids'] },
    })
  })
})

describe('a deal', () => {
  const line = { product_id: 5, item_price: 10, quantity: 2 }
  const wrote = (
    outcome: LineWrite['outcome'],
    lines: DealProductLine[],
    given: Partial<LineWrite> = {},
  ): LineWrite => ({
    target: true,
    outcome,
    lines,
    id: null,
    before: [],
    ...given,
  })
  const row = (id: number, given: DealProductLine = line) => ({ id, deal_id: 7, sum: 20, ...given })
  const answered = { id: 7, title: 'Order', value: 19, currency: 'EUR' }
  const record = {
    writes: [{ target: true, body: { title: 'Order', value: 19, currency: 'EUR' }, hash: recordHash(answered) }],
    lines: [wrote('created', [line])],
  }
  const deal = (given: Parameters<typeof sight>[0]) =>
    decide(sight({ kind: 'deal', now: { ...answered, value: 20 }, ...given, record: { ...record, ...given?.record } }))

  it('of ours goes with its lines, whose sum its value became', () => {
    expect(deal({ lines: [row(1)] })).toEqual({ do: 'delete', lines: [1] })
  })

  it('of ours stays whole when people added a line, an equal one too, or changed ours', () => {
    expect(deal({ lines: [row(1), row(2)] })).toMatchObject({ code: 'undo.has_lines', detail: { lines: 1 } })
    expect(deal({ lines: [row(1, { ...line, quantity: 3 })] })).toMatchObject({ code: 'undo.has_lines' })
  })

  it('of others loses only the lines that we added, and gets its own value back with the last one', () => {
    const before = { title: 'Order', value: 300, currency: 'EUR' }
    const theirs = { created: false, writes: [] }
    expect(deal({ before, record: theirs, lines: [row(1)] })).toEqual({
      do: 'restore',
      lines: { remove: [1], change: [], add: [], seen: [1] },
      body: { value: 300 },
      kept: [],
    })
    expect(deal({ before, record: theirs, lines: [row(1), row(2, { ...line, product_id: 6 })] })).toEqual({
      do: 'restore',
      lines: { remove: [1], change: [], add: [], seen: [1, 2] },
      body: {},
      kept: [],
    })
  })

  it('whose lines a later export changed and dropped gets them back, each once though an answer was lost', () => {
    const [cheap, dear, gone] = [line, { ...line, item_price: 99 }, { ...line, product_id: 8 }]
    const lines = [
      wrote('updated', [dear], { id: 1, before: [row(1, cheap)] }),
      wrote('deleted', [], { before: [row(2, gone)] }),
    ]
    const record = { created: false, writes: [], lines }
    const before = { value: 40 }
    expect(deal({ before, record, lines: [row(1, dear)] })).toEqual({
      do: 'restore',
      lines: { remove: [], change: [{ id: 1, line: cheap }], add: [gone], seen: [1] },
      body: {},
      kept: [],
    })
    const again = { ...record, seenBefore: [1] }
    expect(deal({ before, record: again, lines: [row(1, cheap), row(7, gone)] })).toEqual({
      do: 'restore',
      body: {},
      kept: [],
    })
    expect(deal({ before, record, lines: [row(1, { ...line, quantity: 5 }), row(7, gone)] })).toMatchObject({
      lines: { change: [], add: [gone] },
      kept: ['lines'],
    })
  })

  it('of ours goes with its lines as a later export of ours left them', () => {
    const dear = { ...line, item_price: 99 }
    const lines = [wrote('created', [line, line]), wrote('updated', [dear], { target: false, id: 1, before: [row(1)] })]
    expect(deal({ record: { lines }, lines: [row(1, dear), row(2)] })).toEqual({ do: 'delete', lines: [1, 2] })
  })
})

it('a note that people rewrote stays', () => {
  const record = { writes: [{ target: true, body: { content: 'Ours', person_id: 3 }, hash: null }] }
  const note = { id: 7, content: 'Ours', person_id: 3, person: { name: 'Renamed' } }
  expect(decide(sight({ kind: 'note', record, now: note }))).toEqual({ do: 'delete', lines: [] })
  expect(decide(sight({ kind: 'note', record, now: { ...note, content: 'Theirs' } }))).toMatchObject({
    code: 'undo.changed',
    detail: { fields: ['content'] },
  })
})

import { expect, it } from 'vitest'
import type { PartRecord } from '../../server/importing/undo/parts.ts'
import type { UndoRecord } from '../../server/importing/undo/types.ts'
import { countUses, judgePart } from '../../server/importing/undo/uses.ts'

const field: PartRecord = { name: 'Tier', entity: 'person', code: 'tier', options: [] }
const options: PartRecord = {
  name: 'gold, silver',
  entity: 'person',
  code: 'level',
  options: [
    { id: 1, label: 'gold' },
    { id: 2, label: 'silver' },
  ],
}
const ours: UndoRecord = {
  created: true,
  name: '',
  origin: { runId: 'run', seq: 1 },
  hasLater: false,
  writes: [{ target: true, body: { custom_fields: { tier: 'A', level: [1] } }, hash: null }],
  lines: [],
}
const own = (id: number) => (id === 1 ? ours : undefined)

it('what we wrote ourselves is no use; what people wrote, in our records too, is', () => {
  const parts = [field, options]
  const unchanged = { id: 1, custom_fields: { tier: 'A', level: [1] } }
  expect(countUses({}, parts, [unchanged, { id: 2, custom_fields: { tier: null, level: [] } }], own)).toEqual({})
  const changed = { id: 1, custom_fields: { tier: 'B', level: [1, 2] } }
  const theirs = { id: 2, custom_fields: { tier: 'A', level: [2] } }
  expect(countUses({ tier: 4 }, parts, [changed, theirs], own)).toEqual({ tier: 6, 'level:2': 2 })
})

it('a field that people use stays; of options only those that they use', () => {
  expect(judgePart(field, {})).toEqual({ do: 'delete', ids: [], kept: [] })
  expect(judgePart(field, { tier: 3 })).toEqual({ do: 'keep', code: 'undo.in_use', detail: { records: 3 } })
  expect(judgePart(options, { 'level:2': 3 })).toEqual({ do: 'delete', ids: [1], kept: ['silver'] })
  expect(judgePart(options, { 'level:1': 1, 'level:2': 3 })).toMatchObject({ do: 'keep', detail: { records: 3 } })
})

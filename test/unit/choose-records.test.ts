import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Candidate, chooseRecords } from '../../server/importing/sampling/choose-records.ts'

const candidate = (entity: string, seq: number, ...features: string[]): Candidate => ({ entity, seq, features })

it('shows every feature that fits, with as few records as it takes', () => {
  const chosen = chooseRecords(
    [
      candidate('person', 1, 'owner:1'),
      candidate('person', 2, 'owner:1', 'option:a', 'option:b'),
      candidate('person', 3, 'option:c'),
      candidate('order', 1, 'status:won'),
    ],
    3,
  )
  expect(chosen.map(({ entity, seq }) => `${entity} ${seq}`)).toEqual(['person 2', 'person 3', 'order 1'])
})

it('fills up with ordinary ones of all entities in turn', () => {
  const plain = [1, 2, 3].flatMap((seq) => [candidate('person', seq), candidate('order', seq)])
  const chosen = chooseRecords(plain, 4)
  expect(chosen.map(({ entity, seq }) => `${entity} ${seq}`)).toEqual(['person 1', 'order 1', 'person 2', 'order 2'])
})

it('takes none twice, no more than asked for, and all when there are fewer', () => {
  const records = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 }), { maxLength: 30 })
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 40 }), (features, size) => {
      const candidates = features.map((list, seq) => candidate(seq % 2 ? 'person' : 'order', seq, ...list))
      const chosen = chooseRecords(candidates, size)
      expect(new Set(chosen).size).toBe(chosen.length)
      expect(chosen.length).toBe(Math.min(size, candidates.length))
      const shown = new Set(chosen.flatMap((one) => one.features))
      if (size >= 5) expect(shown).toEqual(new Set(features.flat()))
    }),
  )
})

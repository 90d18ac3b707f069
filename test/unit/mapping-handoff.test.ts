import { describe, expect, test } from 'vitest'
import { handoffKinds } from '../../server/altcraft/types.ts'
import { discover } from '../../server/verifying/discovery.ts'
import { datasetOf, draftOf, type File, planOf } from './mapping-fixture.ts'

const stopList: File = {
  name: 'stop-list.csv',
  kind: 'suppression_lists',
  rows: [{ email: 'never@firm.example' }, { email: 'gone@firm.example' }],
}

test.each([...handoffKinds])('rows of %s are written nowhere and kept for the handoff', (kind) => {
  const row = { id: 1, email: 'anna@firm.example', name: 'Anna', total: '5' }
  expect(draftOf(kind, row)).toEqual({ result: 'handoff' })
  const { document } = planOf([{ name: 'export.csv', kind, rows: [row] }])
  expect(document.datasets[0]?.columns.map(({ target }) => target)).toEqual(['ignore', 'ignore', 'ignore', 'ignore'])
  expect(document.fields).toEqual(planOf([]).document.fields)
})

describe('a suppression list', () => {
  test('holds the plan until a person says to know that nobody is marked by it', () => {
    const { questions } = planOf([stopList])
    expect(questions).toMatchObject([
      {
        id: 'suppression_list:stop-list.csv',
        options: [{ value: 'not_applied' }],
        examples: ['never@firm.example', 'gone@firm.example'],
      },
    ])
    expect(questions[0]?.answer).toBeUndefined()
    expect(questions[0]?.reason).toEqual({ code: 'suppression_list', detail: { count: 2 } })
    const answers = { 'suppression_list:stop-list.csv': 'not_applied' }
    expect(planOf([stopList], { answers }).questions[0]?.answer).toBe('not_applied')
  })

  test('is not asked about where there is none', () => {
    expect(planOf([{ ...stopList, kind: 'unknown' }]).questions).toEqual([])
  })
})

test('the discovery counts what is not imported by kind, the unknown included, and says how sure each kind is', () => {
  const found = (file: File, kindConfidence: number) => ({
    ...datasetOf(file),
    kindConfidence,
    headerMissing: false,
    columns: ['email'],
    rejectedCount: 0,
  })
  const riddle: File = { name: 'riddle.csv', kind: 'unknown', rows: [{ email: '' }] }
  const people: File = { name: 'people.csv', kind: 'profiles', rows: [{ email: 'a@firm.example' }] }
  const { rows, handoff, datasets } = discover([found(stopList, 0.8), found(riddle, 0), found(people, 0.6)])
  expect(rows).toEqual({ profiles: 1 })
  expect(handoff).toEqual({ suppression_lists: 2, unknown: 1 })
  expect(datasets.map(({ file, confidence }) => [file, confidence])).toEqual([
    ['stop-list.csv', 0.8],
    ['riddle.csv', 0],
    ['people.csv', 0.6],
  ])
})

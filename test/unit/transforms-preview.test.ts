import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceRow } from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'
import { makeDrafter } from '../../server/mapping/draft-row.ts'
import type { ColumnChange } from '../../server/mapping/transforms/changed-plan.ts'
import { previewColumn } from '../../server/mapping/transforms/preview.ts'
import type { FailurePolicy } from '../../server/mapping/transforms/types.ts'
import type { ColumnMapping, DatasetPlan, FieldValue, PersonRecord, RowDraft } from '../../server/mapping/types.ts'
import { datasetOf, type File, planOf, recordOf } from './mapping-fixture.ts'
import { chain, columns as named, value } from './transforms-arbitrary.ts'

const columns = ['id', 'email', ...named]
const column = 'Note'
const example = { id: '1', email: 'a@b.ru', Имя: 'Анна', Фамилия: 'Орлова', City: 'Омск', Note: 'x' }
const file: File = { name: 'f', kind: 'profiles', rows: [example, { ...example, id: '2', Note: 'y' }] }
/** Has the fields that the targets need. */
const other: File = {
  name: 'g',
  kind: 'profiles',
  rows: [{ email: 'a@b.ru', birthday: '2000-01-02', loyalty_balance: '5', city: 'Омск' }],
}
const plan = planOf([file, other]).document
const dataset = plan.datasets[0] as DatasetPlan
const profile = datasetOf(file).profiles[columns.indexOf(column)]

const targets: [target: string, key: string | undefined, read: (person: PersonRecord) => Json][] = [
  ['person.phone', undefined, ({ phones }) => phones],
  ['person.email', undefined, ({ emails }) => emails],
  ['person.add_time', undefined, ({ addTime }) => addTime ?? null],
  ['person.custom:city', 'city__c', ({ custom }) => plainValue(custom.city__c)],
  ['person.custom:loyalty_balance', 'loyalty_balance__c', ({ custom }) => plainValue(custom.loyalty_balance__c)],
  ['person.birthday', 'birthday__c', ({ custom }) => plainValue(custom.birthday__c)],
]

function plainValue(held: FieldValue | undefined): Json {
  return held !== undefined && 'value' in held ? held.value : null
}

/** What the import makes of the rows under the plan with the change, written by hand. */
function imported(change: ColumnChange, key: string | undefined, rows: SourceRow[]): RowDraft[] {
  const mappings = dataset.columns.map((mapping): ColumnMapping => {
    if (mapping.column !== column)
      return { ...mapping, target: mapping.target === 'person.email' ? 'person.email' : 'ignore' }
    const { fieldKey: _, ...kept } = mapping
    const { target, transforms, onFailure } = change
    return { ...kept, target, transforms, ...(onFailure && { onFailure }), ...(key && { fieldKey: key }) }
  })
  const changed = { ...dataset, columns: mappings }
  return rows.map(makeDrafter({ ...plan, datasets: [changed] }, changed, columns))
}

const policies = fc.constantFrom<FailurePolicy>('leave_blank', 'reject_row', 'keep_text')
const cells = fc.tuple(fc.constant('1'), fc.constantFrom('a@b.ru', 'x'), value, value, value, value)

describe('what a preview shows is what the import would hold', () => {
  test.each(targets)('%s', (target, key, read) => {
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), chain, policies, (all, transforms, onFailure) => {
        const rows = all.map((cells, at) => ({ rowNumber: at + 1, cells }))
        const change = { column, target, transforms, onFailure }
        const { samples } = previewColumn({ plan, dataset, columns, profile, rows, change })
        for (const [at, drafted] of imported(change, key, rows).entries()) {
          if (drafted.result === 'drafts') expect(samples[at]?.after).toEqual(read(recordOf(drafted, 'person')))
          const isRejected = drafted.result === 'fail' && drafted.code === 'value.rejected'
          if (isRejected) expect(samples[at]).toMatchObject({ after: null, outcome: 'rejected' })
        }
      }),
      { numRuns: 200 },
    )
  })
})

test('a change of a column leaves the plan as it is', () => {
  const before = structuredClone({ plan, dataset })
  const change: ColumnChange = { column, target: 'person.email', transforms: [{ name: 'emailCleanUp' }] }
  previewColumn({ plan, dataset, columns, profile, rows: [{ rowNumber: 1, cells: [] }], change })
  expect({ plan, dataset }).toEqual(before)
})

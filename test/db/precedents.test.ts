import { afterAll, beforeAll, expect, it } from 'vitest'
import { inCompany, type Trx } from '../../db/pool.ts'
import { readPrecedents, savePrecedents } from '../../server/mapping/precedents.ts'
import type { ColumnMapping, PlanDocument } from '../../server/mapping/types.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { planOf } from '../unit/mapping-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const company = <T>(companyId: number, work: (trx: Trx) => Promise<T>) => inCompany(database.db, companyId, work)
const at = new Date('2026-11-24T10:00:00Z')
const chosen = (
  column: string,
  source: ColumnMapping['source'] = 'rules',
  target = 'person.custom',
): ColumnMapping => ({
  column,
  target,
  tier: 'certain',
  source,
  reasons: [],
  alternatives: [],
})
const documentOf = (...files: ColumnMapping[][]): PlanDocument => ({
  ...planOf([]).document,
  datasets: files.map((columns, file) => ({
    datasetId: `${file}`,
    file: `${file}.csv`,
    kind: 'profiles',
    columns,
    reading: {},
  })),
})
const save = (companyId: number, document: PlanDocument) =>
  company(companyId, (trx) => savePrecedents(trx, companyId, document, at))

it('what was chosen for many columns of many files is kept, for the company alone', async () => {
  const files = Array.from({ length: 20 }, (_, file) =>
    Array.from({ length: 700 }, (_, place) => chosen(`Поле ${file} ${place}`)),
  )
  await save(7, documentOf(...files))
  expect(await company(7, readPrecedents)).toHaveLength(14_000)
  expect(await company(8, readPrecedents)).toEqual([])
})

it('a person’s word counts over what is certain, in whichever file, and the later over the earlier', async () => {
  const transforms = [{ name: 'constant', value: '?' } as const]
  const byPerson = { ...chosen('Code', 'person', 'person.source_id'), transforms }
  await save(9, documentOf([byPerson], [chosen('code')]))
  expect(await company(9, readPrecedents)).toEqual([
    { kind: 'profiles', column: 'code', target: 'person.source_id', transforms },
  ])
  await save(9, documentOf([chosen('code', 'person', 'ignore')]))
  expect(await company(9, readPrecedents)).toEqual([{ kind: 'profiles', column: 'code', target: 'ignore' }])
})

it('names that differ behind what is kept of them are one', async () => {
  const long = (end: string) => chosen(`${'x'.repeat(199)}${end}`)
  await save(10, documentOf([long('𐐨'), long('𒀀')]))
  expect(await company(10, readPrecedents)).toHaveLength(1)
})

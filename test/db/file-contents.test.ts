import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { type FindContent, readContents } from '../../server/importing/phases/file-contents.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const companyId = 7
const at = new Date('2026-11-24T10:00:00Z')

let database: TestDatabase
let find: FindContent

beforeAll(async () => {
  database = await testDatabase()
  find = await inCompany(database.db, companyId, async (trx) => {
    const own = { company_id: companyId, created_at: at }
    await trx('migrations').insert([
      { ...own, id: 'mig_1', name: 'One', created_by: 1 },
      { ...own, id: 'mig_2', name: 'Two', created_by: 1 },
    ])
    const file = (id: string, name: string, more: object) => ({
      ...own,
      migration_id: 'mig_1',
      id,
      name,
      size_bytes: 10,
      state: 'staged',
      ...more,
    })
    await trx('source_files').insert([
      file('f01', 'one.zip', { storage_key: '7/f01', format: 'zip' }),
      file('f02', 'one.zip/files.csv', { parent_id: 'f01', format: 'csv' }),
      file('f03', 'one.zip/Docs/Contract.PDF', { parent_id: 'f01', state: 'rejected' }),
      file('f04', 'one.zip/other/scan.png', { parent_id: 'f01', state: 'rejected' }),
      file('f05', 'one.zip/book.xlsx', { parent_id: 'f01', format: 'xlsx' }),
      file('f06', 'one.zip/book.xlsx/Sheet1', { parent_id: 'f05', format: 'xlsx' }),
      file('f07', 'two.zip', { storage_key: '7/f07', format: 'zip' }),
      file('f08', 'two.zip/docs/contract.pdf', { parent_id: 'f07', state: 'rejected' }),
      file('f09', 'two.zip/more/scan.png', { parent_id: 'f07', state: 'rejected' }),
      file('f10', 'two.zip/docs/only.pdf', { parent_id: 'f07', state: 'rejected' }),
      file('f11', 'gone.zip', { storage_key: null, format: 'zip' }),
      file('f12', 'gone.zip/lost.pdf', { parent_id: 'f11', state: 'rejected' }),
      file('f13', 'alone.pdf', { storage_key: '7/f13', state: 'rejected' }),
      file('f14', 'foreign.pdf', { storage_key: '7/f14', migration_id: 'mig_2' }),
    ])
    await trx('datasets').insert({
      ...own,
      id: 'list',
      migration_id: 'mig_1',
      source_file_id: 'f02',
      kind: 'files',
      columns: '[]',
      column_profiles: '[]',
      row_count: 0,
      rejected_count: 0,
    })
    return readContents(trx, 'mig_1')
  })
})
afterAll(() => database.drop())

const idOf = (path: string, datasetId = 'list') => {
  const found = find(path, datasetId)
  return found.status === 'found' ? found.content.fileId : found.status
}

describe('the content of a listed file', () => {
  it('lies in the archive of the list before any other', () => {
    expect(idOf('docs/contract.pdf')).toBe('f03')
    expect(idOf('docs/contract.pdf', 'another list')).toBe('several')
  })

  it.each([
    './docs/only.pdf',
    '\\docs\\only.pdf',
    'C:\\docs\\only.pdf',
    '/var/export/docs/only.pdf',
    'ONLY.pdf',
    'only.pdf',
  ])('is found by the path that a list has for it: %s', (path) => {
    expect(idOf(path)).toBe('f10')
  })

  it('is an upload of its own where it lies in none', () => {
    const found = find('alone.pdf', 'list')
    expect(found).toMatchObject({ content: { storageKey: '7/f13', name: 'alone.pdf', upload: 'alone.pdf' } })
  })

  it('is the workbook, never a sheet of it', () => {
    expect(idOf('book.xlsx')).toBe('f05')
    expect(idOf('Sheet1')).toBe('none')
  })

  it.each(['lost.pdf', 'foreign.pdf', 'nowhere.pdf', 'https://files.example/x.pdf', '', '/', '../'])(
    'is none where there is none to take: %j',
    (path) => {
      expect(idOf(path)).toBe('none')
    },
  )
})

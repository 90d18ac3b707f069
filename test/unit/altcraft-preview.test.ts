import { describe, expect, test } from 'vitest'
import { previewSource } from '../../server/altcraft/preview.ts'
import { zipOf } from '../support/workbook.ts'
import { bytesSource } from './altcraft-sources.ts'

const text = 'id,email,_fname\n1,anna@example.org,Анна\n2,boris@example.org,Борис\n'

function encodingsOf(preview: Awaited<ReturnType<typeof previewSource>>): string[] {
  if (preview.status === 'container') throw new Error('a container')
  return preview.encodings.map(({ encoding }) => encoding)
}

describe('a person sees how the file reads in other encodings', () => {
  test('of a file', async () => {
    const preview = await previewSource(bytesSource('a.csv', text), {})
    expect(preview).toMatchObject({ status: 'table', encoding: 'utf-8', columns: ['id', 'email', '_fname'] })
    expect(encodingsOf(preview)).toEqual(expect.arrayContaining(['utf-8', 'windows-1251', 'ibm866', 'koi8-r']))
  })

  test('of a file in an archive', async () => {
    const archive = bytesSource('a.zip', await zipOf({ 'a.csv': text }))
    const preview = await previewSource(archive, {}, 'a.zip/a.csv')
    expect(preview).toMatchObject({ status: 'table', rows: [{ rowNumber: 1 }, { rowNumber: 2 }] })
    expect(encodingsOf(preview)).toEqual(expect.arrayContaining(['utf-8', 'windows-1251', 'ibm866', 'koi8-r']))
  })

  test('of a file in an archive that lies in another', async () => {
    const inner = await zipOf({ 'a.csv': text })
    const outer = bytesSource('b.zip', await zipOf({ 'a.zip': inner }))
    const preview = await previewSource(outer, {}, 'b.zip/a.zip/a.csv')
    expect(preview).toMatchObject({ status: 'table', columns: ['id', 'email', '_fname'] })
  })

  test('after a choice by which it is no table', async () => {
    const preview = await previewSource(bytesSource('a.csv', text), { encoding: 'utf-16le' })
    expect(preview.status).toBe('rejected')
    expect(encodingsOf(preview)).toContain('utf-8')
  })
})

test('a member that is not there is a rejection', async () => {
  const archive = bytesSource('a.zip', await zipOf({ 'a.csv': text }))
  expect(await previewSource(archive, {}, 'a.zip/b.csv')).toMatchObject({ status: 'rejected' })
})

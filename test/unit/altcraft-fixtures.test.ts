import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../server/altcraft/open-source.ts'
import {
  type ByteSource,
  FileRejected,
  type ReadResult,
  type RejectedRow,
  type SourceTable,
} from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'

const folder = join(import.meta.dirname, '../fixtures/altcraft')
const all = readdirSync(folder).filter((name) => name !== 'README.md')
const files = all.filter((name) => !name.endsWith('.expected.json'))

function expectationOf(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8'))
}

function fileSource(name: string): ByteSource {
  const path = join(folder, name)
  return { name, sizeBytes: statSync(path).size, path, open: async () => createReadStream(path) }
}

/** Everything that reading a file gives, by name; tables that break off have no rows, as nothing of them may be kept. */
async function readAll(name: string, result: ReadResult): Promise<Record<string, unknown>> {
  if (result.status === 'rejected') return { [name]: { code: result.code, detail: result.detail } }
  if (result.status === 'table') return { [name]: await readTable(result.table) }
  const members: Record<string, unknown> = {}
  try {
    for await (const member of result.members) Object.assign(members, await readAll(member.name, await member.read()))
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error
    members[name] = { code: error.code, detail: error.detail }
  }
  return result.notes.length > 0 ? { ...members, notes: result.notes } : members
}

async function readTable(table: SourceTable) {
  const cells: Json[][] = []
  const rejected: RejectedRow[] = []
  try {
    for await (const batch of table.batches()) {
      cells.push(...batch.rows.map((row) => row.cells))
      rejected.push(...batch.rejected)
    }
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error
    return { code: error.code, detail: error.detail }
  }
  const { format, encoding, delimiter, kind, columns, notes } = table
  const told = notes.length > 0 ? { notes } : {}
  return {
    format,
    encoding,
    delimiter,
    kind,
    columns,
    ...told,
    rows: cells.length > 10 ? cells.length : cells,
    rejected,
  }
}

describe('every fixture reads as the expectation beside it says', () => {
  test('every expectation has its file', () => {
    const described = all.filter((name) => name.endsWith('.expected.json'))
    expect(described).toEqual(files.map((name) => `${name}.expected.json`).sort())
  })

  test.each(files)('%s', async (name) => {
    const read = await readAll(name, await openSource(fileSource(name)))
    expect(JSON.parse(JSON.stringify(read))).toEqual(expectationOf(name))
  })
})

test('planted secrets are in nothing that is read', async () => {
  const planted = files.filter((name) => readFileSync(join(folder, name), 'latin1').includes('planted-secret'))
  expect(planted.length).toBeGreaterThan(3)
  for (const name of planted) {
    const read = JSON.stringify(await readAll(name, await openSource(fileSource(name))))
    expect(read).not.toContain('planted-secret')
    expect(read).not.toContain('482915')
    expect(read).toContain('redacted')
  }
})

test('a table can be read twice', async () => {
  const result = await openSource(fileSource('comma.csv'))
  if (result.status !== 'table') throw new Error('no table')
  expect(await readTable(result.table)).toEqual(await readTable(result.table))
})

import { type JsonTable, tableName } from '../detect/json-table.ts'
import type { ByteSource, ReadingChoice, ReadResult, SourceMember } from '../types.ts'
import type { TextEncodingState } from './decode.ts'
import { openJsonTable } from './json-read.ts'
import { type FoundTables, findJsonTables } from './json-tables.ts'
import { openWatched } from './watched-table.ts'

/** Each is a pass through the whole file: of more lists the largest are read, the others told in a note of each. */
const listLimit = 50

/**
 * The table of a file of JSON documents, or, where these hold several lists of records, a container of them, called
 * `export.json/profiles`. Throws `FileRejected`: `file.not_json` with line, column and what stands there,
 * `file.not_a_table`, `file.no_rows`.
 */
export async function openJson(
  source: ByteSource,
  text: TextEncodingState,
  choice: ReadingChoice,
): Promise<ReadResult> {
  const found = await findJsonTables(source, text)
  const [table] = found.tables
  if (table && found.tables.length === 1 && !found.findAll) {
    const place = { table, offered: found.tables, beginning: found.beginning }
    const open = (counted: ByteSource) => openJsonTable(counted, place, text, choice)
    return { status: 'table', table: await openWatched(source, text, open) }
  }
  return { status: 'container', format: 'json', members: listMembers(source, found, text), notes: [] }
}

async function* listMembers(
  source: ByteSource,
  { tables, findAll }: FoundTables,
  text: TextEncodingState,
): AsyncGenerator<SourceMember, void> {
  const first = largest(tables)
  for (const table of first) yield toMember(source, table, first, text)
  if (!findAll) return
  const known = new Set(first.map(({ path }) => path.join('\n')))
  const all = largest(await findAll())
  for (const table of all) if (!known.has(table.path.join('\n'))) yield toMember(source, table, all, text)
}

/** In their order. */
function largest(tables: readonly JsonTable[]): readonly JsonTable[] {
  if (tables.length <= listLimit) return tables
  const kept = new Set(tables.toSorted((a, b) => b.size - a.size).slice(0, listLimit))
  return tables.filter((table) => kept.has(table))
}

function toMember(
  source: ByteSource,
  table: JsonTable,
  all: readonly JsonTable[],
  text: TextEncodingState,
): SourceMember {
  const name = `${source.name}/${toLabel(table, all)}`
  return {
    name,
    sizeBytes: table.open ? source.sizeBytes : table.size,
    async read(choice = {}) {
      const state = { ...text, notes: [...text.notes] }
      const open = (counted: ByteSource) => openJsonTable(counted, { table, offered: all }, state, choice)
      return { status: 'table', table: await openWatched({ ...source, name }, state, open) }
    },
  }
}

/** The list's own name; all keys that lead to it when another list has the same. */
function toLabel(table: JsonTable, all: readonly JsonTable[]): string {
  const name = tableName(table)
  const unique = name !== '' && all.filter((other) => tableName(other) === name).length === 1
  const label = unique ? name : table.path.join('.')
  return label.replace(/[\p{Cc}/\\]/gu, '_').slice(0, 200)
}

import type { Json } from '../../lib/json.ts'
import { normaliseColumn } from '../captions.ts'
import { readNested } from '../values/text.ts'

/** What there is to judge a table by. */
export interface KindInput {
  /** With its path in archives. */
  fileName: string
  /** The key under which a JSON envelope holds the list; empty or absent where there is none. */
  tableName?: string
  columns: readonly string[]
  /** Cells in column order; trailing ones may be missing. */
  sampleRows: readonly (readonly Json[])[]
}

/** Normalised name → column; columns that hold lists or objects a second time as `name[]`. */
export type ColumnNames = ReadonlyMap<string, string>

/** The columns of a table by the names that kinds are recognised by. */
export function columnNames({ columns, sampleRows }: KindInput): ColumnNames {
  const names = new Map<string, string>()
  for (const [index, column] of columns.entries()) {
    const name = normaliseColumn(column)
    names.set(name, column)
    if (sampleRows.some((row) => isNested(row[index] ?? null))) names.set(`${name}[]`, column)
  }
  return names
}

/**
 * The columns that an entry of a rule stands for (kinds/rule.ts): one column, or for `a/b+c` one of each part. Empty when
 * one is missing.
 */
export function findTogether(entry: string, names: ColumnNames): string[] {
  const found = entry.split('+').map((part) => findOne(part, names))
  return found.every((column) => column !== undefined) ? found : []
}

function findOne(alternatives: string, names: ColumnNames): string | undefined {
  const name = alternatives.split('/').find((one) => names.has(one.trim()))
  return name === undefined ? undefined : names.get(name.trim())
}

/** For sentences: names as in the file, long ones cut, at most six. */
export function quoteColumns(columns: readonly string[]): string {
  return columns
    .slice(0, 6)
    .map((column) => (column.length > 60 ? `${column.slice(0, 59)}…` : column))
    .join(', ')
}

function isNested(cell: Json): boolean {
  const value = readNested(cell)
  return typeof value === 'object' && value !== null
}

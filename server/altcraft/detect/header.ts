export interface Header {
  /** Different from each other and filled. */
  columns: string[]
  /** Cells of a full row: one more than columns when every line ends with a delimiter. */
  width: number
  /** The record is data: the table has no header. */
  missing: boolean
}

const surelyData = /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|[0-9a-f]{24}|\d{4}-\d{2}-\d{2}(?:[T ].*)?)$/i
const numeric = /^[+-]?\d[\d ().,-]*$/

/**
 * The columns that a header record names. Unnamed ones become `Column 3`, repeated ones `Email (2)`. A record that holds an
 * e-mail, an object id or a date, or numbers mostly, is data and no header: then all columns are `Column n`. A last unnamed column
 * without values in `rows` is a trailing delimiter and no column.
 */
export function readHeader(record: string[], rows: string[][]): Header {
  const width = record.length
  if (isData(record.map((cell) => cell.trim()))) {
    return { columns: record.map((_, index) => `Column ${index + 1}`), width, missing: true }
  }
  const trailing =
    width > 1 && record.at(-1)?.trim() === '' && rows.every((row) => (row[width - 1] ?? '').trim() === '')
  return { columns: uniqueNames(trailing ? record.slice(0, -1) : record), width, missing: false }
}

function isData(cells: string[]): boolean {
  return (
    cells.some((cell) => surelyData.test(cell)) || cells.filter((cell) => numeric.test(cell)).length * 2 > cells.length
  )
}

function uniqueNames(record: string[]): string[] {
  const used = new Set<string>()
  return record.map((cell, index) => {
    const name = cell.trim() || `Column ${index + 1}`
    let unique = name
    for (let n = 2; used.has(unique); n += 1) unique = `${name} (${n})`
    used.add(unique)
    return unique
  })
}

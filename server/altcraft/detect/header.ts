export interface Header {
  /** Different from each other and filled. */
  columns: string[]
  /** Cells of a full row: one more than columns when every line ends with a delimiter. */
  width: number
  /** The record is data: the table has no header. */
  missing: boolean
  /** Those of `columns` that are called otherwise in the file: they were empty there or occurred before. */
  renamed: string[]
}

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const surelyData = [email, /^[0-9a-f]{24}$/i, /^\d{4}-\d{2}-\d{2}(?:[T ].*)?$/, /^\+?\d(?:[ ().-]*\d){9,}$/]
/** A longer cell is no such value; it is not matched, as the time of matching may grow with its square. */
const longestValue = 200
const numeric = /^[+-]?\d[\d ().,-]*$/
const period = /^(?:19|20)\d\d(?:-\d\d){0,2}$/

/**
 * The columns that a header record names. Unnamed ones become `Column 3`, repeated ones `Email (2)`. A record that is data is no
 * header: then all columns are `Column n`. What a person said (`told`) is not judged. A last column without name and values, in
 * the record or in the `rows` below, is a trailing delimiter and no column.
 */
export function readHeader(record: string[], rows: string[][], told?: 'header' | 'none'): Header {
  const cells = record.map((cell) => cell.trim())
  const missing = told === undefined ? isData(cells, rows) : told === 'none'
  const isTrailing = cells.length > 1 && cells.at(-1) === '' && rows.every((row) => isBlank(row[cells.length - 1]))
  const named = isTrailing ? cells.slice(0, -1) : cells
  const columns = uniqueNames(missing ? named.map(() => '') : named)
  const renamed = missing ? [] : columns.filter((column, index) => column !== named[index])
  return { columns, width: isTrailing ? cells.length : rowWidth(cells.length, rows), missing, renamed }
}

/** One more than the header has when most rows end with a delimiter and the header does not. */
function rowWidth(width: number, rows: string[][]): number {
  const trailing = rows.filter((row) => row.length === width + 1 && isBlank(row[width]))
  return trailing.length * 2 > rows.length ? width + 1 : width
}

/**
 * E-mails, object ids, dates and phones are data where the rows below hold such values in the same column (a header may name
 * dates above numbers); so are numbers for the most part, unless they are years, months or days in order, and values most of
 * which come again.
 */
function isData(cells: string[], rows: string[][]): boolean {
  const sure = cells.some((cell, index) =>
    surelyData.some((pattern) => fits(pattern, cell) && fitsColumn(pattern, index, rows)),
  )
  if (sure) return true
  const numbers = cells.filter((cell) => fits(numeric, cell))
  if (numbers.length * 2 > cells.length) return numbers.length === cells.length || !arePeriods(numbers)
  return comesAgain(cells, rows)
}

function fits(pattern: RegExp, cell: string): boolean {
  return cell.length <= longestValue && pattern.test(cell)
}

function fitsColumn(pattern: RegExp, index: number, rows: string[][]): boolean {
  const values = rows.map((row) => row[index]?.trim() ?? '').filter((value) => value !== '')
  return values.length === 0 || values.some((value) => fits(pattern, value)) || pattern === email
}

function arePeriods(numbers: string[]): boolean {
  return numbers.every((text, index) => period.test(text) && (index === 0 || text > (numbers[index - 1] ?? '')))
}

/** More than half of the cells stand in their own columns again, in rows that are not the same record repeated. */
function comesAgain(cells: string[], rows: string[][]): boolean {
  const others = rows.filter((row) => row.some((cell, index) => cell.trim() !== cells[index]))
  const again = cells.filter((cell, index) => cell !== '' && others.some((row) => row[index]?.trim() === cell))
  return cells.length > 1 && again.length * 2 > cells.length
}

function isBlank(cell: string | undefined): boolean {
  return (cell ?? '').trim() === ''
}

/** Numbers go on where the same name left off: tens of thousands of equal names must not be counted again for each. */
function uniqueNames(record: string[]): string[] {
  const used = new Set<string>()
  const numbers = new Map<string, number>()
  return record.map((cell, index) => {
    const name = cell || `Column ${index + 1}`
    let unique = name
    let number = numbers.get(name) ?? 1
    while (used.has(unique)) {
      number += 1
      unique = `${name} (${number})`
    }
    numbers.set(name, number)
    used.add(unique)
    return unique
  })
}

import type { Json } from '../../lib/json.ts'
import { readHeader } from '../detect/header.ts'

export interface ArrayHeader {
  columns: string[]
  /** The text of the array that names the columns; undefined when there is none: then the columns are called `Column n`. */
  text: string | undefined
  /** The samples without that array. */
  rows: Json[][]
}

/**
 * The columns of a table whose rows are arrays (`[["id","email"],["1","anna@example.org"]]`), by its first rows: an array of
 * texts that look like names is the header. Undefined when the rows are no arrays of scalars.
 */
export function chooseArrayHeader(
  samples: readonly { value: Json | undefined; text: string }[],
): ArrayHeader | undefined {
  const arrays = samples.flatMap(({ value }) => (Array.isArray(value) ? [value] : []))
  const [first] = arrays
  const text = samples.find(({ value }) => value === first)?.text
  if (first === undefined || first.length === 0 || arrays.length < samples.length || !first.every(isScalar))
    return undefined
  if (first.every((cell) => typeof cell === 'string')) {
    const header = readHeader(first, [])
    if (!header.missing) return { columns: header.columns, text, rows: arrays.slice(1) }
  }
  const width = Math.max(...arrays.map((array) => array.length))
  return { columns: Array.from({ length: width }, (_, index) => `Column ${index + 1}`), text: undefined, rows: arrays }
}

function isScalar(cell: Json): boolean {
  return typeof cell !== 'object' || cell === null
}

import { FileRejected } from '../types.ts'

/** Nobody maps more columns by hand; every one costs memory for its profile, and a cell in each row. */
export const columnLimit = 2_000

/** Characters of all names: they are held and stored with the table, and shown in every list. */
const nameCharacters = 512 * 1024

/** Throws `FileRejected` `file.too_many_columns` when a table has more than `columnLimit`, or their names are a text of its own. */
export function assertColumns(count: number, characters: number): void {
  if (count > columnLimit || characters > nameCharacters) {
    throw new FileRejected('file.too_many_columns', { limit: columnLimit })
  }
}

import type { ByteSource, SourceTable } from '../types.ts'
import { countBytes } from './count-bytes.ts'
import type { TextEncodingState } from './decode.ts'

/**
 * Opens a table that tells how far reading it has come, and whose notes hold what is to be said of the encoding: what is
 * known now, and what is found while rows are read.
 */
export async function openWatched(
  source: ByteSource,
  text: TextEncodingState,
  open: (counted: ByteSource) => SourceTable | Promise<SourceTable>,
): Promise<SourceTable> {
  const counted = countBytes(source)
  const table = await open(counted.source)
  table.bytesRead = counted.bytesRead
  table.notes.unshift(...text.notes)
  text.notes = table.notes
  return table
}

import type { LocalFile } from '../archive/local-file.ts'
import type { Unpacking } from '../archive/unpacking.ts'
import type { CellContext } from './book.ts'
import type { Parts } from './parts.ts'
import { makeSheetReader, type SheetRow } from './sheet-rows.ts'

/** One pass through a sheet. */
export interface SheetRead {
  /** The rows with values, as many as became available together. */
  rows: AsyncIterable<SheetRow[]>
  /** Formulas without a result, so far. */
  formulasWithoutResult(): number
  /** Of the sheet's unpacked XML. */
  bytesRead(): number
}

export interface SheetPlace {
  parts: Parts
  part: string
  context: CellContext
  /** The workbook as a local file while a pass lasts. */
  hold(): Promise<LocalFile>
}

/**
 * Gives out passes through a sheet. Texts that cells share cost the sheet nothing and are counted as unpacked like its bytes,
 * once however often it is read. A pass throws `FileRejected`: `file.bad_workbook`, `file.bad_archive`, `file.archive_bomb`,
 * `file.archive_too_large`.
 */
export function makeSheetPasses({ parts, part, context, hold }: SheetPlace, unpacking: Unpacking): () => SheetRead {
  let counted = 0

  return () => {
    const reader = makeSheetReader(part, context)
    let bytes = 0
    let characters = 0

    function take(): SheetRow[] {
      const rows = reader.take()
      for (const row of rows) characters += row.characters
      if (characters > counted) {
        unpacking.addBytes(characters - counted)
        counted = characters
      }
      return rows
    }

    async function* read(): AsyncGenerator<SheetRow[], void> {
      const file = await hold()
      try {
        for await (const chunk of parts.bytes(file.path, part)) {
          bytes += chunk.length
          reader.feed(chunk)
          yield take()
        }
        reader.end()
        yield take()
      } finally {
        await file.remove()
      }
    }

    return { rows: read(), formulasWithoutResult: reader.formulasWithoutResult, bytesRead: () => bytes }
  }
}

import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Trx } from '../../db/pool.ts'
import type { SourceRow } from '../altcraft/types.ts'
import type { Json } from '../lib/json.ts'

export interface RowCopy {
  write(rows: SourceRow[]): Promise<void>
  /** Resolves when PostgreSQL has taken every row; they become visible with the transaction. */
  end(): Promise<void>
  abort(cause: Error): void
}

/**
 * Opens a COPY into source_rows inside `trx`, which must have the owner's rights (db/pool.ts `asOwner`). Backpressure
 * reaches the reader: memory stays flat whatever the file's size.
 */
export async function openRowCopy(trx: Trx, companyId: number, datasetId: string): Promise<RowCopy> {
  const connection: { query<T extends Writable>(stream: T): T } = await trx.client.acquireConnection()
  const stream = connection.query(copyFrom('COPY source_rows (company_id, dataset_id, row_number, cells) FROM STDIN'))
  const end = finished(stream)
  // A failed COPY is reported by end(); until then it must not count as unhandled.
  end.catch(() => undefined)
  const prefix = `${companyId}\t${datasetId}\t`
  return {
    async write(rows) {
      let text = ''
      for (const row of rows) text += `${prefix}${row.rowNumber}\t${toCopyText(row.cells)}\n`
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), end])
    },
    async end() {
      stream.end()
      await end
    },
    abort(cause) {
      stream.destroy(cause)
    },
  }
}

/**
 * JSON in COPY's text format: JSON escapes tabs and newlines itself, so only backslashes are doubled. PostgreSQL's jsonb
 * takes neither NUL nor half a surrogate pair (manual, "JSON Types"): both become U+FFFD.
 */
export function toCopyText(cells: Json[]): string {
  const text = JSON.stringify(cells)
  const safe = text.includes('\\u') ? text.replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, replaceUnstorable) : text
  return safe.includes('\\') ? safe.replaceAll('\\', '\\\\') : safe
}

function replaceUnstorable(escaped: string, name: string): string {
  return name === 'u0000' || name.startsWith('ud') ? '\\ufffd' : escaped
}

import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Trx } from '../../db/pool.ts'
import type { PackedRows } from '../altcraft/packed-rows.ts'
import type { SourceRow } from '../altcraft/types.ts'
import { makeRowEncoder } from './row-encoder.ts'

export interface RowCopy {
  writePacked(rows: PackedRows): Promise<void>
  writeRows(rows: readonly SourceRow[]): Promise<void>
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
  const stream = connection.query(
    copyFrom('COPY source_rows (company_id, dataset_id, row_number, cells) FROM STDIN (FORMAT binary)'),
  )
  const end = finished(stream)
  // A failed COPY is reported by end(); until then it must not count as unhandled.
  end.catch(() => undefined)
  const encoder = makeRowEncoder(companyId, datasetId)
  stream.write(encoder.header())

  async function write(bytes: Buffer): Promise<void> {
    if (bytes.length > 0 && !stream.write(bytes)) await Promise.race([once(stream, 'drain'), end])
  }

  return {
    writePacked: (rows) => write(encoder.packed(rows)),
    writeRows: (rows) => write(encoder.rows(rows)),
    async end() {
      stream.end(encoder.trailer())
      await end
    },
    abort(cause) {
      stream.destroy(cause)
    },
  }
}

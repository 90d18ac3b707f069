import type { Knex } from 'knex'
import { asOwner, type Trx } from '../../db/pool.ts'
import { FileRejected, type RejectedRow, type SourceTable } from '../altcraft/types.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import { makeColumnProfiler } from './column-profiler.ts'
import { joinParts, lockParts } from './join-parts.ts'
import { saveRejected } from './rejected-rows.ts'
import { openRowCopy, type RowCopy } from './row-copy.ts'
import { markStaged, type Reading } from './source-files.ts'
import { makeStagingProgress, StagingStopped } from './staging-progress.ts'
import { toStorableJson, toStorableText } from './storable.ts'

/** The file (or member) that a reader holds. */
export interface HeldFile {
  companyId: number
  id: string
  migrationId: string
  fence: string
  /** It lies in a container: its parts are joined when all of that has been read. */
  isMember: boolean
}

/** What is held of rejected rows before they are written. */
const mostHeld = { rows: 5_000, characters: 2 * 1024 ** 2 }

/**
 * Copies a table's rows into source_rows and makes a dataset of them, with the profiles of its columns, in one transaction.
 * Throws `FileRejected` when the table turns out to be unreadable and `StagingStopped` when the reader has lost the file;
 * then nothing of it is kept.
 */
export async function stageTable(deps: { db: Knex; clock: Clock }, file: HeldFile, table: SourceTable): Promise<void> {
  const datasetId = newId('ds', deps.clock.now())
  const progress = makeStagingProgress(deps, file)
  const profiler = makeColumnProfiler()
  await asOwner(deps.db, async (trx) => {
    await trx.raw("select set_config('app.company_id', ?, true)", [String(file.companyId)])
    const sink = makeSink(trx, file.companyId, datasetId)
    try {
      if (table.packedBatches) {
        for await (const { packed, rejected } of table.packedBatches()) {
          profiler.addPacked(packed)
          if (packed.count > 0) await sink.write((copy) => copy.writePacked(packed))
          await sink.reject(rejected)
          sink.rows += packed.count
          await progress.tell(table.bytesRead?.() ?? 0, sink.rows)
        }
      } else {
        for await (const { rows, rejected } of table.batches()) {
          for (const row of rows) profiler.addRow(row)
          if (rows.length > 0) await sink.write((copy) => copy.writeRows(rows))
          await sink.reject(rejected)
          sink.rows += rows.length
          await progress.tell(table.bytesRead?.() ?? 0, sink.rows)
        }
      }
      await sink.end()
    } catch (error) {
      sink.abort(error instanceof Error ? error : new Error(String(error)))
      throw error
    }
    if (sink.rows === 0 && sink.rejected === 0) throw new FileRejected('file.no_rows')
    // Before the file's row, as everybody who locks both does.
    if (!file.isMember) await lockParts(trx, file.migrationId)
    const read = { format: table.format, notes: table.notes, reading: readingOf(table), rows: sink.rows }
    if (!(await markStaged(trx, file.id, file.fence, read))) throw new StagingStopped()
    await trx('datasets').insert({
      company_id: file.companyId,
      id: datasetId,
      migration_id: file.migrationId,
      source_file_id: file.id,
      kind: table.kind,
      kind_evidence: toStorableText(table.kindEvidence),
      kind_confidence: table.kindConfidence,
      header_missing: table.headerLine === 0,
      columns: toStorableJson(table.columns),
      column_profiles: toStorableJson(profiler.profiles(table.columns)),
      row_count: sink.rows,
      rejected_count: sink.rejected,
      created_at: deps.clock.now(),
    })
    if (!file.isMember) await joinParts(trx, file.migrationId)
  })
}

interface Sink {
  write(work: (copy: RowCopy) => Promise<void>): Promise<void>
  rows: number
  rejected: number
  reject(rows: readonly RejectedRow[]): Promise<void>
  end(): Promise<void>
  abort(cause: Error): void
}

/** Rows go into a COPY, which occupies the connection: for rejected rows it is ended, and another one begun with the next row. */
function makeSink(trx: Trx, companyId: number, datasetId: string): Sink {
  let copy: RowCopy | undefined
  let held: RejectedRow[] = []
  let characters = 0
  const sink: Sink = {
    async write(work) {
      copy ??= await openRowCopy(trx, companyId, datasetId)
      await work(copy)
    },
    rows: 0,
    rejected: 0,
    async reject(rows) {
      for (const row of rows) {
        held.push(row)
        characters += row.raw.length
        sink.rejected += 1
        if (held.length >= mostHeld.rows || characters >= mostHeld.characters) await flush()
      }
    },
    end: () => flush(),
    abort: (cause) => copy?.abort(cause),
  }
  async function flush(): Promise<void> {
    await copy?.end()
    copy = undefined
    await saveRejected(trx, companyId, datasetId, held)
    held = []
    characters = 0
  }
  return sink
}

function readingOf(table: SourceTable): Reading {
  return {
    encoding: table.encoding,
    encodingConfidence: table.encodingConfidence,
    delimiter: table.delimiter ?? null,
    headerLine: table.headerLine ?? null,
  }
}

import type { Knex } from 'knex'
import { asOwner, inCompany, type Trx } from '../../db/pool.ts'
import { openSource } from '../altcraft/open-source.ts'
import {
  type ByteSource,
  FileRejected,
  type ReadResult,
  type RejectedRow,
  type SourceMember,
  type SourceTable,
} from '../altcraft/types.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import { makeColumnProfiler } from './column-profile.ts'
import { openRowCopy } from './copy-rows.ts'
import { addMember, forgetDatasets, markRejected, markStaged, markStaging, readSourceFile } from './source-files.ts'

export interface StagingDeps {
  db: Knex
  clock: Clock
  /** The bytes behind a storage key, and the local path where there is one (archives need random access). */
  openStored(storageKey: string, name: string, sizeBytes: number): ByteSource
}

/**
 * Reads one uploaded file into source_rows: a table becomes a dataset, an archive a source file with datasets per member.
 * A file that cannot be read is marked rejected with its reason and keeps nothing. May be called again after a crash: what
 * an earlier try left is removed first.
 */
export function makeStageFile(deps: StagingDeps) {
  const { db, clock } = deps

  return async function stageFile(companyId: number, sourceFileId: string): Promise<void> {
    const file = await inCompany(db, companyId, (trx) => readSourceFile(trx, sourceFileId))
    if (file === undefined || file.storageKey === null) return
    if (file.state !== 'uploaded' && file.state !== 'staging') return
    await inCompany(db, companyId, async (trx) => {
      await forgetDatasets(trx, sourceFileId)
      await markStaging(trx, sourceFileId)
    })
    const source = deps.openStored(file.storageKey, file.name, file.sizeBytes)
    await stageSource(companyId, file, () => openSource(source))
  }

  async function stageSource(
    companyId: number,
    file: { id: string; migrationId: string },
    read: () => Promise<ReadResult>,
  ): Promise<void> {
    try {
      const result = await read()
      if (result.status === 'rejected') throw new FileRejected(result.code, result.detail)
      if (result.status === 'table') return await stageTable(companyId, file, result.table)
      await stageMembers(companyId, file, result.members)
      await inCompany(db, companyId, (trx) => markStaged(trx, file.id, { format: result.format }))
    } catch (error) {
      if (!(error instanceof FileRejected)) throw error
      await inCompany(db, companyId, (trx) => markRejected(trx, file.id, error.code, error.detail))
    }
  }

  async function stageMembers(
    companyId: number,
    archive: { id: string; migrationId: string },
    members: AsyncIterable<SourceMember>,
  ): Promise<void> {
    for await (const member of members) {
      const id = newId('file', clock.now())
      await inCompany(db, companyId, (trx) =>
        addMember(
          trx,
          companyId,
          { ...archive, parentId: archive.id, id, name: member.name },
          member.sizeBytes,
          clock.now(),
        ),
      )
      await stageSource(companyId, { id, migrationId: archive.migrationId }, () => member.read())
    }
  }

  async function stageTable(
    companyId: number,
    file: { id: string; migrationId: string },
    table: SourceTable,
  ): Promise<void> {
    const datasetId = newId('ds', clock.now())
    const profiler = makeColumnProfiler()
    const rejected: RejectedRow[] = []
    await asOwner(db, async (trx) => {
      await trx.raw("select set_config('app.company_id', ?, true)", [String(companyId)])
      const rowCount = await copyTable(trx, companyId, datasetId, table, profiler.add, rejected)
      if (rowCount === 0 && rejected.length === 0) throw new FileRejected('file.no_rows')
      await insertRejected(trx, companyId, datasetId, rejected)
      await trx('datasets').insert({
        company_id: companyId,
        id: datasetId,
        migration_id: file.migrationId,
        source_file_id: file.id,
        kind: table.kind,
        kind_evidence: table.kindEvidence,
        columns: JSON.stringify(table.columns),
        column_profiles: JSON.stringify(profiler.profiles(table.columns)),
        row_count: rowCount,
        rejected_count: rejected.length,
        created_at: clock.now(),
      })
      await markStaged(trx, file.id, { format: table.format, encoding: table.encoding })
    })
  }
}

async function copyTable(
  trx: Trx,
  companyId: number,
  datasetId: string,
  table: SourceTable,
  profile: ReturnType<typeof makeColumnProfiler>['add'],
  rejected: RejectedRow[],
): Promise<number> {
  const copy = await openRowCopy(trx, companyId, datasetId)
  let rowCount = 0
  try {
    for await (const batch of table.batches()) {
      for (const row of batch.rows) profile(row, table.columns)
      rowCount += batch.rows.length
      rejected.push(...batch.rejected)
      await copy.write(batch.rows)
    }
    await copy.end()
    return rowCount
  } catch (error) {
    copy.abort(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

async function insertRejected(trx: Trx, companyId: number, datasetId: string, rejected: RejectedRow[]): Promise<void> {
  const rows = rejected.map((row) => ({
    company_id: companyId,
    dataset_id: datasetId,
    row_number: row.rowNumber,
    raw: row.raw.replaceAll('\u0000', '\ufffd'),
    code: row.code,
    detail: JSON.stringify(row.detail),
  }))
  await trx.batchInsert('rejected_rows', rows, 500)
}

import type { Knex } from 'knex'
import { inCompany } from '../../db/pool.ts'
import { ReaderFailed } from './reader-process.ts'
import type { Readers } from './readers.ts'
import { forgetDatasets, rejectStaging } from './source-files.ts'

/**
 * Has a file read by a reader. A file that needs more memory than a reader has, or keeps it busy without end, would do so
 * again: it is rejected. A reader that was ended by somebody else is none of the file's fault: the job fails and is tried
 * again.
 */
export function makeStageInReader({ db, readers }: { db: Knex; readers: Pick<Readers, 'stage'> }) {
  return async function stageInReader(companyId: number, sourceFileId: string): Promise<void> {
    try {
      await readers.stage(companyId, sourceFileId)
    } catch (error) {
      if (!(error instanceof ReaderFailed) || error.reason === 'crash') throw error
      await inCompany(db, companyId, async (trx) => {
        if (!(await rejectStaging(trx, sourceFileId, 'file.reader_failed', { reason: error.reason }))) return
        await forgetDatasets(trx, sourceFileId)
      })
    }
  }
}

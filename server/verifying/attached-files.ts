import type { Trx } from '../../db/pool.ts'

/** Ids of source files that no table could be read from because they are documents, and that hang on their records now. */
export async function readAttachedFiles(trx: Trx, runId: string): Promise<Set<string>> {
  const { rows }: { rows: { id: string }[] } = await trx.raw(
    `select distinct record #>> '{content,fileId}' as id from journal
     where run_id = ? and entity = 'file' and outcome in ('created', 'unchanged')`,
    [runId],
  )
  return new Set(rows.map(({ id }) => id))
}

import type { Trx } from '../../db/pool.ts'
import type { RecordEntity } from '../pipedrive/types.ts'

/** Pipedrive ids by source key; keys that were never imported are missing. */
export async function readLinks(trx: Trx, entity: RecordEntity, sourceKeys: string[]): Promise<Map<string, number>> {
  if (sourceKeys.length === 0) return new Map()
  const rows = await trx('links')
    .where({ entity })
    .whereIn('source_key', [...new Set(sourceKeys)])
    .select('source_key', 'pipedrive_id')
  return new Map(rows.map((row) => [row.source_key, row.pipedrive_id]))
}

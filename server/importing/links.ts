import type { Trx } from '../../db/pool.ts'
import type { RecordEntity } from '../pipedrive/types.ts'

/** Pipedrive ids by source key; keys that were never imported, or whose record people deleted, are missing. */
export async function readLinks(trx: Trx, entity: RecordEntity, sourceKeys: string[]): Promise<Map<string, number>> {
  if (sourceKeys.length === 0) return new Map()
  const rows = await trx('links')
    .where({ entity, gone_at: null })
    .whereIn('source_key', [...new Set(sourceKeys)])
    .select('source_key', 'pipedrive_id')
  return new Map(rows.map((row) => [row.source_key, row.pipedrive_id]))
}

/** Those of the keys whose record people deleted in Pipedrive. */
export async function readGone(trx: Trx, entity: RecordEntity, sourceKeys: string[]): Promise<Set<string>> {
  const keys = await trx('links')
    .where({ entity })
    .whereNotNull('gone_at')
    .whereIn('source_key', sourceKeys)
    .pluck('source_key')
  return new Set(keys)
}

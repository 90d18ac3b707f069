import type { Trx } from '../../db/pool.ts'
import type { RecordEntity } from '../pipedrive/types.ts'
import type { HeldRun, JournalEntity } from './types.ts'

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

/**
 * Of records that an undo has just taken back: a deleted one is no longer linked, so the next import creates it anew; a restored
 * one goes back to what an earlier run wrote, if one did. The caller holds the run.
 */
export async function unlink(
  trx: Trx,
  run: HeldRun,
  entity: JournalEntity,
  linkEntity: string,
  seqs: number[],
): Promise<void> {
  if (seqs.length === 0) return
  const bindings = { companyId: run.companyId, runId: run.id, entity, linkEntity, seqs }
  await trx.raw(
    `update links l set written = p.desired, run_id = p.run_id
     from journal u
     join journal p on p.company_id = u.company_id and p.run_id = u.record ->> 'previousRun' and p.entity = u.entity
       and p.pipedrive_id = u.pipedrive_id and p.outcome in ('created', 'updated')
     where u.company_id = :companyId and u.run_id = :runId and u.entity = :entity and u.seq = any(:seqs::bigint[]) and u.outcome = 'restored'
       and l.company_id = u.company_id and l.entity = :linkEntity and l.pipedrive_id = u.pipedrive_id`,
    bindings,
  )
  await trx.raw(
    `delete from links l using journal u
     where u.company_id = :companyId and u.run_id = :runId and u.entity = :entity and u.seq = any(:seqs::bigint[])
       and l.company_id = u.company_id and l.pipedrive_id = u.pipedrive_id
       and (l.entity = :linkEntity
              and (u.outcome = 'deleted' or u.record -> 'previousRun' is null and u.record -> 'hasLater' = 'false')
            -- Which lines are ours is no longer known: the next import adds what is missing and takes none away.
            or :linkEntity = 'deal' and l.entity = 'deal_lines')`,
    bindings,
  )
}

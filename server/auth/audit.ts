import type { Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'

/** Something a company must be able to look up later; append-only. */
export interface AuditEntry {
  companyId: number
  at: Date
  userId: number | null
  /** `installation.saved`, `migration.created` … */
  action: string
  /** Id of what it was done to. */
  subject: string
  detail?: Detail
}

/** Writes the entry in the transaction of what it tells of. */
export async function writeAudit(trx: Trx, entry: AuditEntry): Promise<void> {
  await trx('audit_log').insert({
    company_id: entry.companyId,
    at: entry.at,
    user_id: entry.userId,
    action: entry.action,
    subject: entry.subject,
    detail: JSON.stringify(entry.detail ?? {}),
  })
}

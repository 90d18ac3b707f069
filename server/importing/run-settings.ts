import type { Trx } from '../../db/pool.ts'
import type { Jobs } from '../jobs.ts'
import type { DailyWindow } from './window.ts'

/** What people set for the runs of a migration; it holds from then on, also for a run at work. */
export interface RunSettings {
  /** Share of the company's daily limit that is left to its other apps; undefined: the deployment's. */
  reserveShare?: number
  window?: DailyWindow
}

/** The settings; empty where nobody set anything, and for a migration that is not there. */
export async function readRunSettings(trx: Trx, migrationId: string): Promise<RunSettings> {
  const row = await trx('migrations').where({ id: migrationId }).first('settings')
  const { reserveShare, window } = (row?.settings ?? {}) as { [K in keyof RunSettings]: RunSettings[K] | null }
  return { ...(typeof reserveShare === 'number' ? { reserveShare } : {}), ...(window ? { window } : {}) }
}

/**
 * Sets them, and gives runs of the migration that wait for budget or hours to a worker: it looks whether they may go on
 * under these. Other settings of the migration stay.
 */
export async function saveRunSettings(
  trx: Trx,
  jobs: Jobs,
  { companyId, migrationId, settings }: { companyId: number; migrationId: string; settings: RunSettings },
): Promise<void> {
  const { reserveShare = null, window = null } = settings
  await trx('migrations')
    .where({ id: migrationId })
    .update({ settings: trx.raw('settings || ?::jsonb', [JSON.stringify({ reserveShare, window })]) })
  const waiting = await trx('runs')
    .where({ migration_id: migrationId, state: 'paused' })
    .whereLike('pause_code', 'budget.%')
    .whereNotNull('pause_until')
    .select('id', 'fence')
  for (const { id, fence } of waiting) await jobs.enqueue(trx, 'run-slice', { companyId, runId: id, fence })
}

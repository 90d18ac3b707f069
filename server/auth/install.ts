import type { Knex } from 'knex'
import { inCompany } from '../../db/pool.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../lib/clock.ts'
import type { SecretBox } from '../lib/secret-box.ts'
import { writeAudit } from './audit.ts'
import type { Http } from './http-port.ts'
import { deleteInstallation, saveInstallation } from './installation-store.ts'
import { readAccount } from './read-account.ts'
import { toTokenSet } from './token-set.ts'

export interface InstallDeps {
  db: Knex
  secretBox: SecretBox
  clock: Clock
  http: Http
  config: Pick<Config, 'pipedrive' | 'requestTimeoutMs'>
}

export interface Installed {
  companyId: number
  userId: number
  companyDomain: string
  /** Our settings page inside Pipedrive, where the user goes on. */
  settingsUrl: string
}

/**
 * Turns the token endpoint's answer into an installation: asks Pipedrive whose tokens these are, and stores them sealed
 * under that user and company. Undefined, and nothing stored, when Pipedrive's answers are not usable; rejects when it did
 * not answer.
 */
export async function install(deps: InstallDeps, tokenAnswer: unknown): Promise<Installed | undefined> {
  const { pipedrive, requestTimeoutMs } = deps.config
  const now = deps.clock.now()
  const tokens = toTokenSet(tokenAnswer, { now, oauthUrl: pipedrive.oauthUrl })
  const account = tokens && (await readAccount({ http: deps.http, timeoutMs: requestTimeoutMs }, tokens))
  if (!tokens || !account) return undefined
  const { companyId, userId, companyDomain } = account
  await inCompany(deps.db, companyId, async (trx) => {
    await saveInstallation(trx, deps.secretBox, { account, tokens, now })
    const detail = { scope: tokens.scope }
    await writeAudit(trx, { companyId, at: now, userId, action: 'installation.saved', subject: String(userId), detail })
  })
  const settingsUrl = `${tokens.apiDomain}/settings/marketplace/app/${encodeURIComponent(pipedrive.clientId)}/app-settings`
  return { companyId, userId, companyDomain, settingsUrl }
}

/** Forgets the user's tokens. May be called again: an installation that is gone stays gone. */
export async function uninstall(
  { db, clock }: Pick<InstallDeps, 'db' | 'clock'>,
  { companyId, userId }: { companyId: number; userId: number },
): Promise<void> {
  await inCompany(db, companyId, async (trx) => {
    if (!(await deleteInstallation(trx, userId))) return
    const at = clock.now()
    await writeAudit(trx, { companyId, at, userId, action: 'installation.removed', subject: String(userId) })
  })
}

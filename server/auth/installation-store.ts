import type { Trx } from '../../db/pool.ts'
import type { SecretBox } from '../lib/secret-box.ts'
import type { Account } from './read-account.ts'
import type { TokenSet } from './token-set.ts'

/**
 * One user's consent in a company. `active`: entered by an install, its tokens are used and refreshed; left when a refresh
 * is refused. `reconnect`: entered when Pipedrive no longer accepts the refresh token, nothing is sent any more; left when
 * the user installs again. An uninstall deletes the row.
 */
export interface Installation extends Account {
  tokens: TokenSet
  state: 'active' | 'reconnect'
}

interface InstallationRow {
  company_id: number
  user_id: number
  user_name: string
  user_email: string
  company_name: string
  company_domain: string
  language: string
  default_currency: string
  timezone: string
  api_domain: string
  scope: string
  access_token_sealed: string
  refresh_token_sealed: string
  access_token_expires_at: Date
  state: Installation['state']
}

/** Installs, or renews an installation: what was stored of the same user and company is replaced. */
export async function saveInstallation(
  trx: Trx,
  box: SecretBox,
  { account, tokens, now }: { account: Account; tokens: TokenSet; now: Date },
): Promise<void> {
  const row = {
    company_id: account.companyId,
    user_id: account.userId,
    user_name: account.userName,
    user_email: account.userEmail,
    company_name: account.companyName,
    company_domain: account.companyDomain,
    language: account.language,
    default_currency: account.defaultCurrency,
    timezone: account.timezone,
    ...toTokenColumns(box, account, tokens),
    state: 'active',
    updated_at: now,
  }
  await trx('installations')
    .insert({ ...row, installed_at: now })
    .onConflict(['company_id', 'user_id'])
    .merge(row)
}

export async function readInstallation(
  trx: Trx,
  box: SecretBox,
  userId: number,
  lock: 'lock' | 'no lock' = 'no lock',
): Promise<Installation | undefined> {
  const query = trx<InstallationRow>('installations').where({ user_id: userId }).first()
  const row = await (lock === 'lock' ? query.forUpdate() : query)
  return row && toInstallation(box, row)
}

export async function isInstalled(trx: Trx, userId: number): Promise<boolean> {
  return (await trx('installations').where({ user_id: userId }).first(trx.raw('1'))) !== undefined
}

export async function saveTokens(
  trx: Trx,
  box: SecretBox,
  { companyId, userId, tokens, now }: { companyId: number; userId: number; tokens: TokenSet; now: Date },
): Promise<void> {
  const columns = toTokenColumns(box, { companyId, userId }, tokens)
  await trx('installations')
    .where({ user_id: userId })
    .update({ ...columns, updated_at: now })
}

export async function markReconnect(trx: Trx, userId: number, now: Date): Promise<void> {
  await trx('installations').where({ user_id: userId }).update({ state: 'reconnect', updated_at: now })
}

/** Answers whether there was one. */
export async function deleteInstallation(trx: Trx, userId: number): Promise<boolean> {
  return (await trx('installations').where({ user_id: userId }).delete()) > 0
}

function toTokenColumns(box: SecretBox, user: { companyId: number; userId: number }, tokens: TokenSet) {
  const { companyId, userId } = user
  return {
    api_domain: tokens.apiDomain,
    scope: tokens.scope,
    access_token_sealed: box.seal(tokens.accessToken, { purpose: 'access_token', companyId, userId }),
    refresh_token_sealed: box.seal(tokens.refreshToken, { purpose: 'refresh_token', companyId, userId }),
    access_token_expires_at: tokens.expiresAt,
  }
}

function toInstallation(box: SecretBox, row: InstallationRow): Installation {
  const place = { companyId: row.company_id, userId: row.user_id }
  return {
    ...place,
    userName: row.user_name,
    userEmail: row.user_email,
    companyName: row.company_name,
    companyDomain: row.company_domain,
    language: row.language,
    defaultCurrency: row.default_currency,
    timezone: row.timezone,
    tokens: {
      accessToken: box.open(row.access_token_sealed, { purpose: 'access_token', ...place }),
      refreshToken: box.open(row.refresh_token_sealed, { purpose: 'refresh_token', ...place }),
      expiresAt: row.access_token_expires_at,
      scope: row.scope,
      apiDomain: row.api_domain,
    },
    state: row.state,
  }
}

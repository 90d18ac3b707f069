import type { PipedriveUser } from '../../pipedrive/types.ts'
import type { Decisions } from '../decisions.ts'
import type { DatasetDraft } from '../plan-input.ts'
import { valueKey } from '../status-words.ts'
import type { AccountSnapshot } from '../types.ts'
import { why } from '../why.ts'
import { columnsOf } from './columns-of.ts'
import { isNearName, nameKey } from './person-names.ts'
import { type Choices, makeValueMap, type ValueMap } from './value-map.ts'

export const ownerTargets = ['person.owner', 'order.owner', 'deal.owner', 'organization.owner']

/** Owners of the export → users by their e-mail addresses, which hold in every account of the company; ids do not. */
export function ownerMap(drafts: readonly DatasetDraft[], account: AccountSnapshot, decisions: Decisions): ValueMap {
  const active = activeUsers(account)
  const choices: Choices = {
    of: 'list',
    options: active.map(({ name, email }) => ({ value: valueKey(email), detail: { name } })),
    mayBeEmpty: true,
  }
  const propose = (value: string) => {
    const user = active.find(({ email }) => valueKey(email) === valueKey(value))
    return user === undefined
      ? { why: whyUnknown(value, account) }
      : { proposed: valueKey(user.email), why: why('owner_email') }
  }
  const columns = columnsOf(drafts, ownerTargets)
  return makeValueMap({ id: 'owners', what: 'owners', choices, columns, propose }, decisions)
}

export function activeUsers({ users, me }: AccountSnapshot): PipedriveUser[] {
  const active = users.filter((user) => user.active)
  return active.some(({ id }) => id === me.id) ? active : [me, ...active]
}

/**
 * Whom a person would probably choose: the one user of this name (in any order and script), else the one whose name is a
 * letter off. Never taken without a question: people of one name are not one person.
 */
export function namesakeOf(
  value: string,
  account: AccountSnapshot,
): { user: PipedriveUser; exact: boolean } | undefined {
  const active = activeUsers(account)
  const key = nameKey(value)
  const exact = key === '' ? [] : active.filter(({ name }) => nameKey(name) === key)
  const near = exact.length > 0 ? [] : active.filter(({ name }) => isNearName(nameKey(name), key))
  const [user] = exact.length > 0 ? exact : near
  return user === undefined || exact.length + near.length > 1 ? undefined : { user, exact: exact.length > 0 }
}

function whyUnknown(value: string, account: AccountSnapshot) {
  if (isDeactivated(value, account)) return why('owner_deactivated')
  const namesake = namesakeOf(value, account)
  if (namesake !== undefined) {
    const { name } = namesake.user
    return namesake.exact ? why('owner_name', { name }) : why('owner_near_name', { name })
  }
  return /^\d+$/.test(value.trim()) ? why('owner_id') : why('owner_unknown')
}

/** Somebody who had an account and cannot own anything any more. */
export function isDeactivated(value: string, { users }: AccountSnapshot): boolean {
  const gone = users.filter(({ active }) => !active)
  const key = nameKey(value)
  return gone.some(({ email, name }) => valueKey(email) === valueKey(value) || (key !== '' && nameKey(name) === key))
}

import { readBoolean } from '../../altcraft/values/boolean.ts'
import { readStatus } from '../../altcraft/values/status.ts'
import type { Decisions } from '../decisions.ts'
import type { DatasetDraft } from '../plan-input.ts'
import { campaignStatusWords, orderStatusWords, profileStatusWords, valueKey } from '../status-words.ts'
import { why } from '../why.ts'
import { columnsOf } from './columns-of.ts'
import { type Choices, makeValueMap, type Proposal, type ValueMap } from './value-map.ts'

export const statusTargets = ['order.status', 'deal.status', 'person.marketing_status']

const dealStatuses: Choices = {
  of: 'list',
  options: [{ value: 'open' }, { value: 'won' }, { value: 'lost' }],
  mayBeEmpty: false,
}
const consents: Choices = { of: 'list', options: [{ value: 'subscribed' }, { value: 'other' }], mayBeEmpty: false }

/** Statuses of orders → deal status: the known words, and what people decided. */
export function orderStatusMap(drafts: readonly DatasetDraft[], decisions: Decisions): ValueMap {
  const columns = columnsOf(drafts, ['order.status'])
  const propose = (value: string) => byWord(orderStatusWords, valueKey(value))
  return makeValueMap({ id: 'orderStatus', what: 'orderStatus', choices: dealStatuses, columns, propose }, decisions)
}

/** States of campaigns → deal status; a yes means that it still sends. */
export function campaignStatusMap(drafts: readonly DatasetDraft[], decisions: Decisions): ValueMap {
  const columns = columnsOf(drafts, ['deal.status'])
  const propose = (value: string): Proposal => {
    const isActive = readBoolean(value)
    if (isActive === undefined || Object.hasOwn(campaignStatusWords, valueKey(value)))
      return byWord(campaignStatusWords, valueKey(value))
    return { proposed: isActive ? 'open' : 'lost', why: why('value_status_word') }
  }
  const id = 'campaignStatus'
  return makeValueMap({ id, what: id, choices: dealStatuses, columns, propose }, decisions)
}

/** Statuses of profiles → consent. Codes that nobody knows are asked for per file (questions/status-codes.ts). */
export function profileStatusMap(drafts: readonly DatasetDraft[], decisions: Decisions): ValueMap {
  const columns = columnsOf(drafts, ['person.marketing_status'])
  const id = 'profileStatus'
  const propose = (value: string) => byWord(profileStatusWords, valueKey(readStatus(value)))
  return makeValueMap({ id, what: id, choices: consents, columns, propose }, decisions)
}

function byWord(words: Readonly<Record<string, string>>, key: string): Proposal {
  const proposed = Object.hasOwn(words, key) ? words[key] : undefined
  return proposed === undefined ? { why: why('value_unknown') } : { proposed, why: why('value_status_word') }
}

import type { Decisions } from '../decisions.ts'
import type { DatasetDraft } from '../plan-input.ts'
import type { Asker } from '../questions/asker.ts'
import { askAboutCurrencies } from '../questions/currencies.ts'
import { decideCampaignStatuses, decideOrderStatuses } from '../questions/order-statuses.ts'
import { decideOwners } from '../questions/owners.ts'
import { decideStages } from '../questions/stages.ts'
import { profileStatusWords, sexWords } from '../status-words.ts'
import type { AccountSnapshot, PlanDocument, StageTarget } from '../types.ts'
import { countryForms, countryMap } from './country-map.ts'
import { currencyMaps, decidedCurrencies } from './currency-maps.ts'
import { ownerMap } from './owner-map.ts'
import { pipelineMaps, stageMaps } from './stage-maps.ts'
import { campaignStatusMap, orderStatusMap, profileStatusMap } from './status-maps.ts'
import { otherwiseKey, outcomeOf, type ValueMap } from './value-map.ts'

export interface DecidedValues {
  /** Those that have values, or are chosen as a whole. */
  maps: ValueMap[]
  /** Options excepted: they are known when the fields are (option-maps.ts). */
  valueMaps: PlanDocument['valueMaps']
  stages: Record<string, StageTarget>
  fallbackOwnerId: number
}

/** What the values of the export become: proposals, over them what people decided and answered. Asks for unknown ones. */
export function decideValues(
  drafts: readonly DatasetDraft[],
  account: AccountSnapshot,
  decisions: Decisions,
  asker: Asker,
): DecidedValues {
  const kinds = new Set(drafts.map(({ input }) => input.kind))
  const order = decideOrderStatuses(orderStatusMap(drafts, decisions), asker)
  const campaign = decideCampaignStatuses(campaignStatusMap(drafts, decisions), asker)
  const profile = profileStatusMap(drafts, decisions)
  const {
    valueMap: ownersMap,
    owners,
    fallbackOwnerId,
  } = decideOwners(ownerMap(drafts, account, decisions), account, asker)
  const defaults = decideStages(kinds, account, decisions, asker)
  const own = stageMaps({ order, campaign }, defaults, account, decisions)
  const currencies = askAboutCurrencies(currencyMaps(drafts, decisions), account, asker)
  const country = countryMap(drafts, decisions)
  const maps = [order.valueMap, campaign.valueMap, profile, ownersMap, ...currencies, country, ...own.maps]
  return {
    maps: [...maps.filter(({ entries }) => entries.length > 0), ...pipelineMaps(kinds, defaults, account, decisions)],
    stages: { ...defaults, ...own.stages },
    fallbackOwnerId,
    valueMaps: {
      orderStatus: withRest(order),
      campaignStatus: withRest(campaign),
      sex: sexWords,
      profileStatus: { ...profileStatusWords, ...consentsOf(profile) },
      ...owners,
      ...optional('currencies', decidedCurrencies(currencies)),
      ...optional('countries', countryForms(country)),
    },
  }
}

function withRest<V>({ statuses, otherwise }: { statuses: Record<string, V>; otherwise?: V }): Record<string, V> {
  return otherwise === undefined ? statuses : { ...statuses, [otherwiseKey]: otherwise }
}

function consentsOf(map: ValueMap): Record<string, 'subscribed' | 'other'> {
  const consents = map.entries.flatMap((entry): [string, 'subscribed' | 'other'][] => {
    const consent = entry.decided === undefined && entry.proposed !== undefined ? undefined : outcomeOf(entry, map)
    return consent === 'subscribed' || consent === 'other' ? [[entry.key, consent]] : []
  })
  return Object.fromEntries(consents)
}

/** Maps that decide nothing are left out: the plan is what it was before there were any. */
function optional<K extends string, V>(name: K, map: Record<string, V>): { [key in K]?: Record<string, V> } {
  return Object.keys(map).length === 0 ? {} : ({ [name]: map } as { [key in K]?: Record<string, V> })
}

import { campaignStatusWords, orderStatusWords } from '../status-words.ts'
import type { DealStatus } from '../types.ts'
import { outcomeOf, type ValueMap } from '../value-maps/value-map.ts'
import { why } from '../why.ts'
import type { Asker } from './asker.ts'
import { askOpenValues } from './open-values.ts'

const options = [{ value: 'open' }, { value: 'won' }, { value: 'lost' }]

export interface DecidedStatuses {
  valueMap: ValueMap
  /** The known words, and every value of the export. */
  statuses: Record<string, DealStatus>
  /** What values that are in no list become. */
  otherwise?: DealStatus
}

/** The statuses of orders: known words and decisions; what nobody knows is asked once for all files. */
export function decideOrderStatuses(map: ValueMap, asker: Asker): DecidedStatuses {
  return decide(map, orderStatusWords, asker, {
    one: 'order_status',
    all: 'order_statuses',
    unknown: why('order_status'),
  })
}

/** The states of campaigns, likewise. */
export function decideCampaignStatuses(map: ValueMap, asker: Asker): DecidedStatuses {
  return decide(map, campaignStatusWords, asker, {
    one: 'campaign_status',
    all: 'campaign_statuses',
    unknown: why('campaign_status'),
  })
}

function decide(
  map: ValueMap,
  words: Readonly<Record<string, DealStatus>>,
  asker: Asker,
  { one, all, unknown }: { one: string; all: string; unknown: ReturnType<typeof why> },
): DecidedStatuses {
  const proposed = { proposal: 'open', reason: unknown }
  const { map: valueMap, taken } = askOpenValues(map, asker, {
    one,
    all,
    options,
    propose: () => proposed,
    proposeForAll: { proposal: 'open', reason: why('value_map_rest') },
  })
  const statuses = new Map<string, DealStatus>(Object.entries(words))
  for (const entry of valueMap.entries) {
    const status = toStatus(outcomeOf(entry, valueMap) ?? taken.get(entry.key))
    if (status !== undefined) statuses.set(entry.key, status)
  }
  const otherwise = toStatus(valueMap.otherwise ?? taken.get('*'))
  return { valueMap, statuses: Object.fromEntries(statuses), ...(otherwise === undefined ? {} : { otherwise }) }
}

function toStatus(text: string | null | undefined): DealStatus | undefined {
  return text === 'open' || text === 'won' || text === 'lost' ? text : undefined
}

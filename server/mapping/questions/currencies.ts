import type { AccountSnapshot } from '../types.ts'
import { isUnknown, type ValueMap } from '../value-maps/value-map.ts'
import { why } from '../why.ts'
import type { Asker } from './asker.ts'

const mostOptions = 20

/**
 * Currencies that nobody knows (`у.е.`, `XXX`) are asked about, once for a file: which currency they are, or that their rows fail.
 * Nothing is guessed: the proposal is that they fail. Answers the maps with what was answered.
 */
export function askAboutCurrencies(maps: readonly ValueMap[], account: AccountSnapshot, asker: Asker): ValueMap[] {
  return maps.map((map) => {
    const unknown = map.entries.filter(isUnknown)
    if (unknown.length === 0 || map.otherwise !== undefined) return map
    const known = map.entries.flatMap(({ proposed, decided }) => decided ?? proposed ?? [])
    const codes = [...new Set([account.me.defaultCurrency, ...known])].slice(0, mostOptions)
    const answer = asker.ask({
      id: `value_map:${map.id}`,
      code: 'currencies',
      examples: unknown.map(({ value, count }) => (count === 0 ? value : `${value} (${count})`)),
      options: [{ value: 'fail' }, ...codes.map((value) => ({ value }))],
      proposal: 'fail',
      reason: why('currencies_unknown', { file: map.columns[0]?.file ?? '' }),
      valueMap: map.id,
      values: unknown.length,
    })
    return answer === 'fail' ? map : { ...map, otherwise: answer }
  })
}

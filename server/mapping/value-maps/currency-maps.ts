import { currencyOf } from '../currency.ts'
import type { Decisions } from '../decisions.ts'
import type { DatasetDraft } from '../plan-input.ts'
import { why } from '../why.ts'
import { columnsOf } from './columns-of.ts'
import { makeValueMap, outcomeOf, type ValueMap } from './value-map.ts'

export const currencyTargets = ['order.currency', 'deal.currency', 'product.currency']

/** Currencies of each file that has a column of them. */
export function currencyMaps(drafts: readonly DatasetDraft[], decisions: Decisions): ValueMap[] {
  return drafts.flatMap((draft) => {
    const columns = columnsOf([draft], currencyTargets)
    if (columns.length === 0) return []
    const choices = { of: 'currency', options: [], mayBeEmpty: false } as const
    const propose = (value: string) => {
      const code = currencyOf(value)
      if (code === undefined) return { why: why('currency_unknown') }
      return { proposed: code, why: code === value ? why('currency_code') : why('currency_word') }
    }
    const id = `currencies:${draft.input.file}`
    return [makeValueMap({ id, what: 'currencies', choices, columns, propose }, decisions)]
  })
}

/** File → value → code, for drafting: only what people decided, the rest is read as it is written. */
export function decidedCurrencies(maps: readonly ValueMap[]): Record<string, Record<string, string>> {
  return Object.fromEntries(
    maps.flatMap((map): [string, Record<string, string>][] => {
      const differing = map.entries.flatMap(({ key, ...entry }): [string, string][] => {
        const code = outcomeOf({ key, ...entry }, map)
        return typeof code === 'string' && code !== entry.proposed ? [[key, code]] : []
      })
      const rest: [string, string][] = typeof map.otherwise === 'string' ? [['*', map.otherwise]] : []
      const file = map.columns[0]?.file
      const all = [...differing, ...rest]
      return file === undefined || all.length === 0 ? [] : [[file, Object.fromEntries(all)]]
    }),
  )
}

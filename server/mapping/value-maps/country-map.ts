import type { Decisions } from '../decisions.ts'
import type { DatasetDraft } from '../plan-input.ts'
import { countryTarget } from '../status-words.ts'
import { why } from '../why.ts'
import { columnsOf } from './columns-of.ts'
import { countryOf } from './country-names.ts'
import { makeValueMap, outcomeOf, type ValueMap } from './value-map.ts'

/**
 * Countries → one form each: the commonest name of the country in the export, else its commonest code. A country that is
 * written in one way keeps it; so does what is no country that we know.
 */
export function countryMap(drafts: readonly DatasetDraft[], decisions: Decisions): ValueMap {
  const columns = columnsOf(drafts, [countryTarget])
  const choices = { of: 'text', options: [], mayBeEmpty: true } as const
  const base = { id: 'countries', what: 'countries', choices, columns } as const
  const asWritten = makeValueMap({ ...base, propose: () => ({ why: why('value_unknown') }) }, decisions)
  const forms = commonestForms(asWritten)
  return makeValueMap(
    {
      ...base,
      propose(value) {
        const country = countryOf(value)
        if (country === undefined) return { proposed: value, why: why('country_as_written') }
        const form = forms.get(country) ?? value
        return { proposed: form, why: form === value ? why('country_as_written') : why('country_same', { form }) }
      },
    },
    decisions,
  )
}

function commonestForms({ entries }: ValueMap): Map<string, string> {
  const best = new Map<string, { form: string; rank: [number, number] }>()
  for (const { value, count } of entries) {
    const country = countryOf(value)
    if (country === undefined) continue
    const isName = value.replace('.', '').length > 3
    const rank: [number, number] = [isName ? 1 : 0, count]
    const known = best.get(country)
    if (known === undefined || isHigher(rank, known.rank)) best.set(country, { form: value, rank })
  }
  return new Map([...best].map(([country, { form }]) => [country, form]))
}

function isHigher([a, b]: [number, number], [c, d]: [number, number]): boolean {
  return a === c ? b > d : a > c
}

/** Value → form, for drafting: only what differs from how it is written. */
export function countryForms(map: ValueMap): Record<string, string | null> {
  const differing = map.entries.flatMap((entry): [string, string | null][] => {
    const form = outcomeOf(entry, map)
    return form === undefined || form === entry.value ? [] : [[entry.key, form]]
  })
  return Object.fromEntries(differing)
}

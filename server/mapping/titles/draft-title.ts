import type { SourceRow } from '../../altcraft/types.ts'
import { readText } from '../../altcraft/values/text.ts'
import { toMajor } from '../../lib/money.ts'
import { plainText } from '../drafting/custom-values.ts'
import { cellOf, type Place, type Places } from '../drafting/places.ts'
import { isPlaceholder, placeholdersOf, type TitleValues, toTitle } from './title-template.ts'

/** What a row's deal is about, as far as its title may say it. */
export interface TitleFacts {
  number: string
  /** `YYYY-MM-DD` */
  date: string | undefined
  totalMinor: number
  currency: string
  status: string | undefined
}

export type MakeTitle = (row: SourceRow, facts: TitleFacts) => string | undefined

/** Titles by a template; undefined without one. A column of the template that the file lacks is empty in every title. */
export function makeTitles(
  template: string | undefined,
  places: Places,
  people: readonly Place[],
): MakeTitle | undefined {
  if (template === undefined) return undefined
  const columns = new Map(
    placeholdersOf(template)
      .filter((name) => !isPlaceholder(name))
      .map((name) => [name, places.all.find(({ mapping }) => mapping.column === name)]),
  )
  return (row, { number, date, totalMinor, currency, status }) => {
    const values: TitleValues = {
      number,
      date,
      total: String(toMajor(totalMinor, currency)),
      currency,
      customer: customerOf(row, people),
      status,
      source: 'Altcraft',
    }
    return toTitle(template, (name) => {
      if (isPlaceholder(name)) return values[name]
      const cell = cellOf(row, columns.get(name))
      return cell === null ? undefined : plainText(cell)
    })
  }
}

/** What names the customer best: an address or a number that people know, before an id. */
function customerOf(row: SourceRow, people: readonly Place[]): string | undefined {
  const texts = people.flatMap((place) => readText(cellOf(row, place)) ?? [])
  return texts.find((text) => text.includes('@')) ?? texts.find((text) => /^\+?[\d ()-]{7,}$/.test(text)) ?? texts[0]
}

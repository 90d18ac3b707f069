import { normaliseColumn } from '../../altcraft/captions.ts'
import { shareOf } from '../columns/evidence.ts'
import { valueKey } from '../status-words.ts'
import type { ColumnProfile, FieldType } from '../types.ts'
import { yesNoOptions } from '../yes-no.ts'

export interface FieldShape {
  type: FieldType
  options: string[]
}

/** A column has a type when at least this share of its values has it; the others are told and left out. */
const nearlyAll = 0.98
const maxEnum = 30
const maxSet = 200
const varcharLimit = 255
/** Digits that are names of things, not amounts: nobody adds them up. */
const codeWords =
  /(^| )(id|ids|code|codes|no|number|hash|zip|index|postal|phone|inn|kpp|ogrn|sku|barcode|код|номер|индекс|инн|кпп|огрн|телефон|артикул|карта|card)( |$)/

/** Pipedrive's type for what a column holds, told from all its values. */
export function shapeOf(profile: ColumnProfile): FieldShape {
  const isCode = codeWords.test(normaliseColumn(profile.column)) || /[a-z]I[dD]$/.test(profile.column)
  const all = (...types: Parameters<typeof shareOf>[1]) => shareOf(profile, types) >= nearlyAll
  if (all('boolean')) return { type: 'enum', options: [...yesNoOptions] }
  if (all('isoDate', 'slashDate', 'dotDate')) return { type: 'date', options: [] }
  if (all('integer', 'decimal') && !isCode) return { type: 'double', options: [] }
  if (isListColumn(profile)) return { type: 'set', options: optionsOf(profile.listItems) }
  if (isChoice(profile) && !isCode) return { type: 'enum', options: optionsOf(profile.topValues) }
  return { type: profile.longest > varcharLimit || shareOf(profile, ['json']) > 0.5 ? 'text' : 'varchar', options: [] }
}

function isListColumn({ filled, lists, listItems }: ColumnProfile): boolean {
  if (listItems.length === 0 || listItems.length > maxSet || lists / filled < 0.3) return false
  const members = listItems.reduce((sum, { count }) => sum + count, 0)
  const short = listItems.every(({ value }) => value.length <= 60 && !/^[{[]/.test(value))
  return short && members >= listItems.length * 2
}

function isChoice(profile: ColumnProfile): boolean {
  const { filled, distinctEstimate, longest, topValues } = profile
  // Beyond 100 distinct values the profile does not keep them all.
  if (shareOf(profile, ['text']) < nearlyAll || distinctEstimate > 100 || longest > 100) return false
  const { length } = optionsOf(topValues)
  return length <= maxEnum && length * 2 <= filled
}

function optionsOf(values: readonly { value: string }[]): string[] {
  return uniteOptions(
    [],
    values.map(({ value }) => value.trim()).filter((value) => value !== ''),
  )
}

/** Labels that differ in case alone are one option; the first spelling stays. */
export function uniteOptions(a: readonly string[], b: readonly string[]): string[] {
  const known = new Map<string, string>()
  for (const label of [...a, ...b]) if (!known.has(valueKey(label))) known.set(valueKey(label), label)
  return [...known.values()]
}

/** One field for two columns: the narrower type where one holds the other, else text. */
export function uniteShapes(a: FieldShape, b: FieldShape): FieldShape {
  const types = new Set([a.type, b.type])
  if (types.size === 1) return { type: a.type, options: uniteOptions(a.options, b.options) }
  if (types.has('set') && types.has('enum')) return { type: 'set', options: uniteOptions(a.options, b.options) }
  return { type: types.has('text') || types.has('set') ? 'text' : 'varchar', options: [] }
}

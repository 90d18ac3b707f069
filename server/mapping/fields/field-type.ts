import { readCompactDate } from '../../altcraft/values/compact-date.ts'
import { valueTypeOf } from '../../staging/value-type.ts'
import type { ColumnProfile, FieldType } from '../types.ts'
import { yesNoOptions } from '../yes-no.ts'
import { type HeaderHints, readHeader } from './header-words.ts'
import { labelLimit, optionsOf, uniteOptions } from './options.ts'
import { countMembers, type Forms, formsOf, isYesNoColumn, membersOf } from './value-forms.ts'

export interface FieldShape {
  type: FieldType
  options: string[]
}

export interface ShapeHints {
  /** The amounts of this file are in minor units: a column of its that has decimals is no amount. */
  minorUnits?: boolean
}

/** A column has a type when at least this share of its values has it; the others are told and left out. */
const nearlyAll = 0.98
/**
 * A list that people choose from. Pipedrive takes 10,000 options, but a profile keeps 100 distinct values, and a list of
 * more is no choice: it is cities, or names. Beyond the first ceiling the column's name must say that it is one.
 */
const maxChoices = 30
const maxNamedChoices = 100
const maxSet = 200
const varcharLimit = 255

/** Pipedrive's type for what a column holds, told from all its values; of a few samples as of millions. */
export function shapeOf(profile: ColumnProfile, hints: ShapeHints = {}): FieldShape {
  const forms = formsOf(profile)
  const header = readHeader(profile.column)
  if (forms.values.length === 0) return plain('varchar')
  if (isYesNoColumn(forms, header.isQuantity)) return { type: 'enum', options: [...yesNoOptions] }
  if (forms.share('json') > 0.5) return listShape(profile, forms, header) ?? plain('text')
  const typed = hasUnseenTexts(profile, forms)
    ? undefined
    : (dateShape(forms, header) ?? phoneShape(forms, header) ?? numberShape(profile, forms, header, hints))
  return (
    typed ??
    (profile.longest > varcharLimit ? plain('text') : undefined) ??
    listShape(profile, forms, header) ??
    choiceShape(profile, forms, header) ??
    plain('varchar')
  )
}

/** The samples show numbers or dates alone, but more of all cells are texts than may be left out. */
function hasUnseenTexts({ types, filled }: ColumnProfile, forms: Forms): boolean {
  if (forms.complete || forms.values.some(({ text }) => valueTypeOf(text, text) === 'text')) return false
  return (types.text ?? 0) / filled > 1 - nearlyAll
}

const plain = (type: FieldType): FieldShape => ({ type, options: [] })

function dateShape(forms: Forms, { isDate }: HeaderHints): FieldShape | undefined {
  if (forms.share('date') >= nearlyAll) return plain('date')
  if (isDate && forms.values.every(({ text }) => readCompactDate(text) !== undefined)) return plain('date')
  if (forms.share('daterange') >= nearlyAll) return plain('daterange')
  return forms.share('time') >= nearlyAll ? plain('time') : undefined
}

/** Phones are written as such; or named so, and as long as phones: without a name, bare digits may be any number. */
function phoneShape(forms: Forms, header: HeaderHints): FieldShape | undefined {
  if (header.isCode && !header.isPhone) return undefined
  if (forms.share('phone') >= nearlyAll) return plain('phone')
  if (!header.isPhone || header.isQuantity) return undefined
  const isDialled = (text: string) => /^\+?[\d\s().-]{7,24}$/.test(text) && text.replace(/\D/g, '').length >= 7
  return forms.values.every(({ text }) => isDialled(text)) ? plain('phone') : undefined
}

function numberShape(
  profile: ColumnProfile,
  forms: Forms,
  header: HeaderHints,
  { minorUnits }: ShapeHints,
): FieldShape | undefined {
  const texts = forms.values.map(({ text }) => text)
  if (forms.share('number', 'money') < nearlyAll) return undefined
  const signs = forms.share('money') > 0.5
  const whole = texts.every((text) => /^-?\d+$/.test(text))
  if (!signs && whole && isNumbering(texts, header)) return plain('varchar')
  if (whole && isChoiceOfNumbers(profile, header)) return { type: 'enum', options: optionsOf(profile.topValues) }
  if (!(signs || isMoneyColumn(texts, header)) || texts.some(hasTooManyDecimals)) return plain('double')
  return plain(minorUnits && (profile.types.decimal ?? 0) > 0 ? 'double' : 'monetary')
}

function isMoneyColumn(texts: readonly string[], header: HeaderHints): boolean {
  if (header.isQuantity || texts.some((text) => text.endsWith('%'))) return false
  return header.isMoney || (header.mayBeMoney && texts.every((text) => /[.,]\d\d$/.test(text) || text === '0'))
}

/** Levels and classes are often numbered: `tier` of 1, 2 and 3. */
function isChoiceOfNumbers({ topValues, distinctEstimate, filled }: ColumnProfile, header: HeaderHints): boolean {
  if (!header.isChoice || header.isQuantity || header.isMoney) return false
  return (
    distinctEstimate <= Math.min(10, topValues.length, filled / 2) && topValues.every(({ value }) => value.length <= 2)
  )
}

/** Whole numbers that name things: by the column's name, or because they are long and none comes twice. */
function isNumbering(texts: readonly string[], header: HeaderHints): boolean {
  if (header.isQuantity || header.isMoney)
    return header.isCode && !header.isQuantity && texts.every((t) => t.length >= 7)
  return header.isCode || (texts.length > 1 && texts.every((text) => text.length >= 9))
}

/** Amounts are never rounded: `0.1234` does not fit any currency. */
function hasTooManyDecimals(text: string): boolean {
  const decimals = /[.,](\d+)\D*$/.exec(text)?.[1] ?? ''
  return decimals.length > 3 && /[1-9]/.test(decimals.slice(2))
}

function listShape(profile: ColumnProfile, forms: Forms, header: HeaderHints): FieldShape | undefined {
  const { lists, listItems, filled } = profile
  // Commas without a space are no lists to the profile: their members are known only where every cell is.
  const several = forms.complete ? shareOfLists(forms) : lists / filled
  const members = forms.complete ? countMembers(forms) : [...listItems, ...newMembers(listItems, countMembers(forms))]
  if (several < 0.3 || (!forms.complete && listItems.length === 0) || members.length === 0 || members.length > maxSet)
    return undefined
  if (!members.every(({ value }) => value.length <= 60 && !/^[{[]|[@/\\]|\d{4,}/.test(value))) return undefined
  const times = members.reduce((sum, { count }) => sum + count, 0) / members.length
  const needed = header.isTags ? 1.05 : header.isChoice ? 1.2 : header.isFree ? 2.5 : 1.5
  return times >= needed ? { type: 'set', options: optionsOf(members) } : undefined
}

/** Single values that are in no list. */
function newMembers<M extends { value: string }>(known: readonly M[], members: readonly M[]): M[] {
  const values = new Set(known.map(({ value }) => value))
  return members.filter(({ value }) => !values.has(value))
}

function shareOfLists({ values }: Forms): number {
  const total = values.reduce((sum, { count }) => sum + count, 0)
  return values.reduce((sum, { text, count }) => (membersOf(text).length > 1 ? sum + count : sum), 0) / total
}

function choiceShape(profile: ColumnProfile, forms: Forms, header: HeaderHints): FieldShape | undefined {
  const { filled, distinctEstimate, longest, topValues } = profile
  // A profile keeps up to 100 distinct values; of more, nobody knows the rest.
  if (topValues.length === 0 || distinctEstimate > topValues.length || longest > Math.min(100, labelLimit))
    return undefined
  if (!isWorded(forms) || (header.isCode && forms.values.some(({ text }) => /\d/.test(text)))) return undefined
  if (forms.values.some(({ text }) => isSentence(text))) return undefined
  const options = optionsOf(topValues)
  const named = header.isChoice || header.isYesNo
  const few = options.length <= (named ? maxNamedChoices : maxChoices)
  const repeated = options.length <= filled * (header.isFree ? 0.45 : named ? 0.8 : 0.6)
  return few && repeated && options.length > (header.isChoice ? 0 : 1) ? { type: 'enum', options } : undefined
}

/** Words, some of which may be small numbers: `1`, `2`, `studio`. */
function isWorded(forms: Forms): boolean {
  if (forms.share('text') >= nearlyAll) return true
  const small = forms.values.every(({ text }) => !/^\d/.test(text) || /^\d{1,2}$/.test(text))
  return small && forms.share('text') > 0 && forms.share('text', 'number') >= nearlyAll
}

function isSentence(text: string): boolean {
  return text.split(/\s+/).length > 6 || /\p{Ll}{3,}[.!?]\s+\p{Lu}/u.test(text)
}

/** One field for two columns: the narrower type where one holds the other, else text. */
export function uniteShapes(a: FieldShape, b: FieldShape): FieldShape {
  const types = new Set([a.type, b.type])
  if (types.size === 1) return { type: a.type, options: uniteOptions(a.options, b.options) }
  if (types.has('double') && types.has('monetary')) return { type: 'double', options: [] }
  if (types.has('set') && types.has('enum')) return { type: 'set', options: uniteOptions(a.options, b.options) }
  return { type: types.has('text') || types.has('set') ? 'text' : 'varchar', options: [] }
}

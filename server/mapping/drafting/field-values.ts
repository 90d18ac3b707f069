import type { SourceRow } from '../../altcraft/types.ts'
import { readBoolean } from '../../altcraft/values/boolean.ts'
import { readList } from '../../altcraft/values/list.ts'
import { readDecimalMinor, readNumber } from '../../altcraft/values/number.ts'
import { remembering } from '../../altcraft/values/remembering.ts'
import type { Json } from '../../lib/json.ts'
import { currencyExponent } from '../../lib/money.ts'
import { currencyIn, readCurrency } from '../currency.ts'
import { membersOf } from '../fields/value-forms.ts'
import { countryTarget, valueKey } from '../status-words.ts'
import type { DatasetPlan, FieldValue, PlanDocument, PlannedField } from '../types.ts'
import { isYesNo } from '../yes-no.ts'
import { type Findings, warn, warnOfDate } from './findings.ts'
import { makeReadMoment } from './moments.ts'
import { cellOf, type Place, type Places } from './places.ts'
import { plainText } from './plain-text.ts'
import { readDateRange, readTime } from './times.ts'

/** Pipedrive's limits of `varchar` and `phone`, and of `text` fields, in characters. */
const varcharLimit = 255
export const textLimit = 65_000

/** Reads the filled cell of a row as the value of its field; undefined and told where it is none. */
export type ReadValue = (cell: Json, findings: Findings, row: SourceRow) => FieldValue | undefined

/** How the cells of a column become values of its field. */
export function makeReadValue(
  plan: PlanDocument,
  dataset: DatasetPlan,
  places: Places,
  place: Place,
  field: PlannedField,
): ReadValue {
  const { mapping } = place
  const { column } = mapping
  const orWarn = (code: string, read: (cell: Json) => FieldValue | undefined): ReadValue => {
    return (cell, findings) => {
      const value = read(cell)
      if (value === undefined) warn(findings, code, column)
      return value
    }
  }
  switch (field.type) {
    case 'varchar':
    case 'text':
    case 'phone':
      return mapping.target === countryTarget ? readCountry(plan, column) : readTextValue(field.type, column)
    case 'double':
      return orWarn('number.invalid', (cell) => toDouble(readNumber(cell)))
    case 'monetary':
      return readMoney(plan, dataset, places, place)
    case 'date':
      return readDay(plan, place)
    case 'daterange':
      return orWarn('date.invalid', (cell) => {
        const range = readDateRange(cell, mapping.dateOrder)
        return range && { type: 'daterange', ...range }
      })
    case 'time':
      return orWarn('time.invalid', (cell) => {
        const value = readTime(cell)
        return value === undefined ? undefined : { type: 'time', value, zone: plan.timezone }
      })
    case 'enum':
      return readOption(plan, dataset, place, field)
    case 'set':
      return readSet(plan, column, field)
  }
}

function readTextValue(type: 'varchar' | 'text' | 'phone', column: string): ReadValue {
  const limit = type === 'text' ? textLimit : varcharLimit
  return (cell, findings) => {
    const text = plainText(cell)
    if (text.length > limit) warn(findings, 'text.cut', column, { limit, length: text.length })
    return text === '' ? undefined : { type, value: text.slice(0, limit) }
  }
}

/** The country in the form that the plan has for it; null leaves the field empty. */
function readCountry(plan: PlanDocument, column: string): ReadValue {
  const forms = new Map(Object.entries(plan.valueMaps.countries ?? {}))
  const readForm = readTextValue('varchar', column)
  return (cell, findings, row) => {
    const form = forms.get(valueKey(plainText(cell)))
    return form === null ? undefined : readForm(form ?? cell, findings, row)
  }
}

const toDouble = (value: number | undefined): FieldValue | undefined =>
  value === undefined ? undefined : { type: 'double', value }

/** An amount in the currency beside it, else in that of its own sign, else in the plan's. Exact, or told. */
function readMoney(plan: PlanDocument, dataset: DatasetPlan, places: Places, { mapping }: Place): ReadValue {
  const beside = places.all.find((place) => place.mapping.column === mapping.currencyColumn)
  const minor = dataset.reading.moneyScale === 'minor'
  return (cell, findings, row) => {
    const own = currencyIn(cell) ?? plan.defaultCurrency
    const currency = beside === undefined ? own : readCurrency(cellOf(row, beside), own)
    if (currency === undefined) {
      warn(findings, 'currency.unknown', mapping.column)
      return undefined
    }
    const amountMinor = readDecimalMinor(cell, minor ? 0 : currencyExponent(currency))
    if (amountMinor === undefined) warn(findings, 'number.invalid', mapping.column)
    return amountMinor === undefined ? undefined : { type: 'monetary', amountMinor, currency }
  }
}

function readDay(plan: PlanDocument, { mapping }: Place): ReadValue {
  const readMoment = makeReadMoment(plan)
  return (cell, findings) => {
    const value = readMoment(cell, mapping)?.date
    if (value === undefined) warnOfDate(findings, cell, mapping.column)
    return value === undefined ? undefined : { type: 'date', value }
  }
}

/** The label of a value: decided, by the map of genders, yes and no in any spelling, else the text itself. */
function readOption(plan: PlanDocument, dataset: DatasetPlan, { mapping }: Place, field: PlannedField): ReadValue {
  const { column, target } = mapping
  const labels = new Set(field.options)
  const byKey = new Map(field.options.map((label) => [valueKey(label), label]))
  const decided = decidedOptions(plan, field)
  const yesNo = isYesNo(field.options)
  const isGender = target === 'person.custom:gender'
  const keyOf = remembering(valueKey)
  const sexes = new Map(Object.entries(isGender ? { ...plan.valueMaps.sex, ...dataset.reading.sexCodes } : {}))
  const labelOf = (cell: Json, text: string): string | undefined => {
    const answer = yesNo ? readBoolean(cell) : undefined
    if (yesNo) return answer === undefined ? undefined : yesNoLabel(answer)
    return sexes.get(keyOf(text)) ?? byKey.get(keyOf(text)) ?? text
  }
  return (cell, findings) => {
    const text = plainText(cell)
    const chosen = decided(text)
    if (chosen === null) return undefined
    const label = chosen ?? labelOf(cell, text)
    if (label !== undefined && labels.has(label)) return { type: 'enum', value: label }
    warn(findings, 'option.unknown', column)
    return undefined
  }
}

function readSet(plan: PlanDocument, column: string, field: PlannedField): ReadValue {
  const byKey = new Map(field.options.map((label) => [valueKey(label), label]))
  const decided = decidedOptions(plan, field)
  const keyOf = remembering(valueKey)
  return (cell, findings) => {
    const labels = new Set<string>()
    const items = readList(cell).flatMap((item) => (byKey.has(keyOf(item)) ? [item] : membersOf(item)))
    for (const item of items) {
      const chosen = decided(item)
      if (chosen === null) continue
      const label = byKey.get(keyOf(chosen ?? item))
      if (label === undefined) warn(findings, 'option.unknown', column)
      else labels.add(label)
    }
    return labels.size === 0 ? undefined : { type: 'set', value: [...labels] }
  }
}

/** What a person decided for a value of a field: a label, null for none; undefined where nothing was decided. */
function decidedOptions(
  plan: PlanDocument,
  { entity, key }: PlannedField,
): (text: string) => string | null | undefined {
  const map = new Map(Object.entries(plan.valueMaps.options?.[`${entity}:${key}`] ?? {}))
  return map.size === 0 ? () => undefined : (text) => map.get(valueKey(text))
}

const yesNoLabel = (answer: boolean): string => (answer ? 'Yes' : 'No')

export function yesOrNo(answer: boolean): FieldValue {
  return { type: 'enum', value: yesNoLabel(answer) }
}

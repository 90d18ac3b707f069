import type { SourceRow } from '../../altcraft/types.ts'
import { readBoolean } from '../../altcraft/values/boolean.ts'
import { readList } from '../../altcraft/values/list.ts'
import { readDecimalMinor, readNumber } from '../../altcraft/values/number.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { currencyExponent, toMajor } from '../../lib/money.ts'
import { entityOf } from '../fields/field-entity.ts'
import { foldedFieldKey } from '../fields/object-map-fields.ts'
import { valueKey } from '../status-words.ts'
import type { CustomValues, DatasetPlan, FieldEntity, FieldValue, PlanDocument, PlannedField } from '../types.ts'
import { isYesNo } from '../yes-no.ts'
import { type Findings, warn, warnOfDate } from './findings.ts'
import { makeReadMoment } from './moments.ts'
import { cellOf, type Place, type Places } from './places.ts'

/** Pipedrive's limits of `varchar` and `text` fields, in characters. */
const varcharLimit = 255
const textLimit = 65_000

export interface CustomReader {
  /** The custom values of a row; a value that cannot be read is left out and told. */
  read(row: SourceRow, findings: Findings): CustomValues
  /** Adds a computed value under its field; where the cap left the field no place, to the long text. */
  put(custom: CustomValues, key: string, value: FieldValue | undefined): void
}

type ReadValue = (cell: Json, findings: Findings) => FieldValue | undefined

/** Reads the columns that go into custom fields of one entity; what the cap folded goes into one long text. */
export function makeCustomReader(
  plan: PlanDocument,
  dataset: DatasetPlan,
  places: Places,
  entity: FieldEntity,
): CustomReader {
  const fields = new Map(plan.fields.filter((field) => field.entity === entity).map((field) => [field.key, field]))
  const columns = places.all.filter(
    ({ mapping }) => mapping.fieldKey !== undefined && entityOf(mapping.target) === entity,
  )
  const readers = columns.flatMap((place) => {
    const field = fields.get(place.mapping.fieldKey ?? '')
    return field ? [{ place, key: field.key, read: makeReadValue(plan, dataset, place, field) }] : []
  })
  const folded = fields.has(foldedFieldKey) ? columns.filter(({ mapping }) => !fields.has(mapping.fieldKey ?? '')) : []
  return {
    read(row, findings) {
      const custom: CustomValues = {}
      for (const { place, key, read } of readers) {
        const cell = cellOf(row, place)
        if (cell === null || custom[key] !== undefined) continue
        const value = read(cell, findings)
        if (value !== undefined) custom[key] = value
      }
      for (const place of folded) {
        const cell = cellOf(row, place)
        if (cell !== null) addFolded(custom, `${place.mapping.column}: ${plainText(cell)}`)
      }
      return custom
    },
    put(custom, key, value) {
      if (value === undefined) return
      if (fields.has(key)) custom[key] = value
      else if (fields.has(foldedFieldKey)) addFolded(custom, `${key}: ${valueText(value)}`)
    },
  }
}

function addFolded(custom: CustomValues, line: string): void {
  const before = custom[foldedFieldKey]
  const text = before?.type === 'text' ? `${before.value}\n${line}` : line
  custom[foldedFieldKey] = { type: 'text', value: text.slice(0, textLimit) }
}

function valueText(value: FieldValue): string {
  return value.type === 'monetary'
    ? `${toMajor(value.amountMinor, value.currency)} ${value.currency}`
    : String(value.value)
}

/** The text of any cell: nested values as JSON. */
export function plainText(cell: Json): string {
  return typeof cell === 'object' ? JSON.stringify(cell) : (readText(cell) ?? '')
}

function makeReadValue(plan: PlanDocument, dataset: DatasetPlan, place: Place, field: PlannedField): ReadValue {
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
      return readTextValue(field.type, column)
    case 'double':
      return orWarn('number.invalid', (cell) => toDouble(readNumber(cell)))
    case 'monetary':
      return orWarn('number.invalid', (cell) =>
        toMoney(readDecimalMinor(cell, currencyExponent(plan.defaultCurrency)), plan.defaultCurrency),
      )
    case 'date': {
      const readMoment = makeReadMoment(plan)
      return (cell, findings) => {
        const value = toDate(readMoment(cell, mapping)?.date)
        if (value === undefined) warnOfDate(findings, cell, column)
        return value
      }
    }
    case 'enum':
      return orWarn('option.unknown', makeReadOption(plan, dataset, mapping.target, field.options))
    case 'set':
      return readSet(field.options, column)
  }
}

function readTextValue(type: 'varchar' | 'text', column: string): ReadValue {
  const limit = type === 'varchar' ? varcharLimit : textLimit
  return (cell, findings) => {
    const text = plainText(cell)
    if (text.length > limit) warn(findings, 'text.cut', column, { limit, length: text.length })
    return text === '' ? undefined : { type, value: text.slice(0, limit) }
  }
}

const toDouble = (value: number | undefined): FieldValue | undefined =>
  value === undefined ? undefined : { type: 'double', value }
const toDate = (value: string | undefined): FieldValue | undefined =>
  value === undefined ? undefined : { type: 'date', value }
const toMoney = (amountMinor: number | undefined, currency: string): FieldValue | undefined =>
  amountMinor === undefined ? undefined : { type: 'monetary', amountMinor, currency }

/** The option of a value: genders by their map, yes and no in any spelling, else the text itself. */
function makeReadOption(plan: PlanDocument, dataset: DatasetPlan, target: string, options: string[]) {
  const labels = new Set(options)
  const byKey = new Map(options.map((label) => [valueKey(label), label]))
  const yesNo = isYesNo(options)
  const isGender = target === 'person.custom:gender'
  const sexes = new Map(Object.entries(isGender ? { ...plan.valueMaps.sex, ...dataset.reading.sexCodes } : {}))
  return (cell: Json): FieldValue | undefined => {
    const text = plainText(cell)
    if (yesNo) {
      const answer = readBoolean(cell)
      return answer === undefined ? undefined : yesOrNo(answer)
    }
    const label = sexes.get(valueKey(text)) ?? byKey.get(valueKey(text)) ?? text
    return labels.has(label) ? { type: 'enum', value: label } : undefined
  }
}

function readSet(options: string[], column: string): ReadValue {
  const byKey = new Map(options.map((label) => [valueKey(label), label]))
  return (cell, findings) => {
    const labels = new Set<string>()
    for (const item of readList(cell)) {
      const label = byKey.get(valueKey(item))
      if (label === undefined) warn(findings, 'option.unknown', column)
      else labels.add(label)
    }
    return labels.size === 0 ? undefined : { type: 'set', value: [...labels] }
  }
}

export function yesOrNo(answer: boolean): FieldValue {
  return { type: 'enum', value: answer ? 'Yes' : 'No' }
}

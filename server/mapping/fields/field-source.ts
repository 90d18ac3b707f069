import { withFullYear } from '../../altcraft/values/compact-date.ts'
import { readDate } from '../../altcraft/values/date.ts'
import { readNumber } from '../../altcraft/values/number.ts'
import type { Json } from '../../lib/json.ts'
import { type DistinctValues, profiledValues } from '../../staging/distinct-values.ts'
import { readDateRange, readTime } from '../drafting/times.ts'
import type { DatasetDraft, MappedColumn } from '../plan-input.ts'
import type { FieldType } from '../types.ts'
import type { FieldShape } from './field-type.ts'
import { labelLimit, optionLimit, optionsOf } from './options.ts'
import { countMembers, formsOf } from './value-forms.ts'

/** A column whose values go into a field. */
export interface FieldSource {
  draft: DatasetDraft
  column: MappedColumn
}

/** The other values are told and left out. */
const nearlyAll = 0.98
const varcharLimit = 255

const readers: Partial<Record<FieldType, (cell: Json) => unknown>> = {
  double: readNumber,
  monetary: readNumber,
  date: (cell) => readDate(withFullYear(cell), { order: 'dmy' }) ?? readDate(cell, { order: 'mdy' }),
  daterange: (cell) => readDateRange(cell),
  time: readTime,
}

/**
 * What a field of this type must be like to hold the values of the columns; undefined where it cannot hold them: texts too
 * long, values of another kind, more options than there may be, or too many values for all of them to be known.
 */
export function shapeAs(type: FieldType, sources: readonly FieldSource[]): FieldShape | undefined {
  const reader = readers[type]
  if (reader !== undefined) return sources.every((source) => isRead(source, reader)) ? { type, options: [] } : undefined
  if (type === 'text') return { type, options: [] }
  if (type === 'varchar' || type === 'phone') {
    return sources.every(({ column }) => column.profile.longest <= varcharLimit) ? { type, options: [] } : undefined
  }
  const labels = sources.map((source) => (type === 'set' ? membersIn(source) : valuesIn(source)))
  if (labels.some(({ complete }) => !complete)) return undefined
  const options = optionsOf(labels.flatMap(({ values }) => values))
  const fits =
    options.length > 0 && options.length <= optionLimit && options.every((label) => label.length <= labelLimit)
  return fits ? { type, options } : undefined
}

function isRead({ column }: FieldSource, read: (cell: Json) => unknown): boolean {
  const { values } = formsOf(column.profile)
  const total = values.reduce((sum, { count }) => sum + count, 0)
  const good = values.reduce((sum, { text, count }) => (read(text) === undefined ? sum : sum + count), 0)
  return total === 0 || good / total >= nearlyAll
}

function valuesIn({ draft, column }: FieldSource): DistinctValues {
  const { valueCounts = {} } = draft.input
  const { column: name } = column.mapping
  return (Object.hasOwn(valueCounts, name) ? valueCounts[name] : undefined) ?? profiledValues(column.profile)
}

function membersIn(source: FieldSource): DistinctValues {
  const { profile } = source.column
  const forms = formsOf(profile)
  if (forms.complete) return { values: countMembers(forms), complete: true }
  const single = valuesIn(source)
  if (profile.lists === 0) return single
  return { values: [...profile.listItems, ...single.values], complete: profile.listItems.length > 0 && single.complete }
}

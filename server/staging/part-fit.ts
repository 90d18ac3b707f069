import type { ColumnProfile } from './column-profile.ts'
import type { ValueType } from './value-type.ts'

export type TypedColumn = Pick<ColumnProfile, 'filled' | 'types'>

/** Types of values that stand for each other in a column; `text` fits everywhere and proves nothing. */
const looks: readonly (readonly ValueType[])[] = [
  ['email'],
  ['phone'],
  ['isoDate', 'slashDate', 'dotDate'],
  ['integer', 'decimal'],
  ['boolean'],
  ['url'],
  ['objectId'],
  ['json'],
]
/** A column is of a look when at least this share of its values has it. */
const clearly = 0.8
/** From this share on, a column of the other file does not contradict. */
const partly = { part: 0.5, lead: 0.2 }
/** Fewer values of an unexpected look may be slips. */
const enoughValues = 3

/**
 * Whether the columns of a file without column names may be, place by place, those of another file: where one holds e-mail
 * addresses the other must, and so for every look. At least one column must speak for it; columns of plain text do not. Pure.
 */
export function columnsFit(lead: readonly TypedColumn[], part: readonly TypedColumn[]): boolean {
  if (part.slice(lead.length).some(({ filled }) => filled > 0) || part.length < lead.length) return false
  const pairs = lead.flatMap((column, place) => {
    const other = part[place]
    return other === undefined || column.filled === 0 || other.filled === 0 ? [] : [{ lead: column, part: other }]
  })
  return !pairs.some(contradicts) && pairs.some(agrees)
}

interface Pair {
  lead: TypedColumn
  part: TypedColumn
}

function agrees({ lead, part }: Pair): boolean {
  return looks.some((look) => shareOf(lead, look) >= clearly && shareOf(part, look) >= partly.part)
}

function contradicts({ lead, part }: Pair): boolean {
  return looks.some(
    (look) =>
      (shareOf(lead, look) >= clearly && shareOf(part, look) < partly.part) ||
      (part.filled >= enoughValues && shareOf(part, look) >= clearly && shareOf(lead, look) < partly.lead),
  )
}

function shareOf({ filled, types }: TypedColumn, look: readonly ValueType[]): number {
  return look.reduce((sum, type) => sum + (types[type] ?? 0), 0) / filled
}

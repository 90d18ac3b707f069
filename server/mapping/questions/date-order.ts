import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { shareOf } from '../columns/evidence.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import type { ColumnProfile, DateOrder } from '../types.ts'
import { type Asker, questionId } from './asker.ts'

/**
 * Day or month first (facts: trap 4). Decided by values over 12, else by dots (day first), else by the other columns of the
 * file; asked when nothing tells. Writes the order, and the reason, into the column.
 */
export function decideDateOrders(drafts: readonly DatasetDraft[], asker: Asker, language: 'en' | 'ru'): void {
  for (const draft of drafts) {
    const columns = mappedColumns(draft).filter(hasOrder)
    const open: MappedColumn[] = []
    for (const column of columns) {
      const order = fromValues(column.profile)
      if (order === undefined) open.push(column)
      else settle(column, order.order, order.reason)
    }
    const known = new Set(columns.flatMap(({ mapping }) => mapping.dateOrder ?? []))
    const [sole] = known
    for (const column of open) {
      if (known.size === 1 && sole && !contradicts(column.profile))
        settle(column, sole, 'as in the other columns of the file')
      else askFor(draft, column, asker, language)
    }
  }
}

/** A column of dates, some of which begin with day or month. */
function hasOrder({ mapping, profile }: MappedColumn): boolean {
  const dates = shareOf(profile, ['isoDate', 'slashDate', 'dotDate'])
  return mapping.target !== 'ignore' && dates > 0.5 && shareOf(profile, ['slashDate', 'dotDate']) > 0
}

function settle({ mapping }: MappedColumn, order: DateOrder, reason: string): void {
  mapping.dateOrder = order
  mapping.reason = `${mapping.reason}; ${order === 'dmy' ? 'day first' : 'month first'}: ${reason}`
}

function fromValues(profile: ColumnProfile): { order: DateOrder; reason: string } | undefined {
  const { dayFirst, monthFirst, types } = profile
  if (contradicts(profile)) return undefined
  if (dayFirst > 0) return { order: 'dmy', reason: `${dayFirst} values have a first part over 12` }
  if (monthFirst > 0) return { order: 'mdy', reason: `${monthFirst} values have a second part over 12` }
  const dotted = (types.slashDate ?? 0) === 0 && !profile.samples.some(hasHyphens)
  return dotted ? { order: 'dmy', reason: 'dates are written with dots' } : undefined
}

/** `05-06-1990` counts as a dot date, but both orders are written so. */
function hasHyphens(cell: Json): boolean {
  return typeof cell === 'string' && /^\s*\d{1,2}-\d{1,2}-\d{4}/.test(cell)
}

function contradicts({ dayFirst, monthFirst }: ColumnProfile): boolean {
  return dayFirst > 0 && monthFirst > 0
}

function askFor(draft: DatasetDraft, { mapping, profile }: MappedColumn, asker: Asker, language: 'en' | 'ru'): void {
  const both = contradicts(profile)
  const proposal = both && profile.monthFirst > profile.dayFirst ? 'mdy' : 'dmy'
  const reason = both
    ? `${profile.dayFirst} values have a day first and ${profile.monthFirst} a month first; the others will be told`
    : `no value is over 12 in either place; ${language === 'ru' ? 'in Russian the day comes first' : 'most countries write the day first'}`
  const answer = asker.ask({
    id: questionId('date_order', draft.input.file, mapping.column),
    code: 'date_order',
    datasetId: draft.input.id,
    column: mapping.column,
    examples: profile.samples.flatMap((sample) => readText(sample) ?? []),
    options: [{ value: 'dmy' }, { value: 'mdy' }],
    proposal,
    reason,
  })
  mapping.dateOrder = answer === 'mdy' ? 'mdy' : 'dmy'
}

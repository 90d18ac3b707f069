import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { shareOf } from '../columns/evidence/shares.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import type { ColumnProfile, DateOrder } from '../types.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'
import { withShortYears } from './short-year-orders.ts'

/**
 * Day or month first (facts: trap 4). Decided by values over 12, else by dots (day first), else by the other columns of the
 * file; asked when nothing tells. Writes the order, and the reason, into the column.
 */
export function decideDateOrders(drafts: readonly DatasetDraft[], asker: Asker): void {
  for (const draft of drafts) {
    const columns = mappedColumns(draft).map(withShortYears).filter(hasOrder)
    const open: MappedColumn[] = []
    for (const column of columns) {
      const order = fromValues(column.profile)
      if (order === undefined) open.push(column)
      else settle(column, order)
    }
    const known = new Set(columns.flatMap(({ mapping }) => mapping.dateOrder ?? []))
    const [sole] = known
    for (const column of open) {
      if (known.size === 1 && sole && !contradicts(column.profile))
        settle(column, { order: sole, reason: sole === 'dmy' ? 'day_first_file' : 'month_first_file' })
      else askFor(draft, column, asker)
    }
  }
}

/** A column of dates, some of which begin with day or month. */
function hasOrder({ mapping, profile }: MappedColumn): boolean {
  const dates = shareOf(profile, ['isoDate', 'slashDate', 'dotDate'])
  return mapping.target !== 'ignore' && dates > 0.5 && shareOf(profile, ['slashDate', 'dotDate']) > 0
}

interface Settled {
  order: DateOrder
  reason: string
  count?: number
}

function settle({ mapping }: MappedColumn, { order, reason, count }: Settled): void {
  mapping.dateOrder = order
  const detail = count === undefined ? {} : { count }
  mapping.reasons = [...mapping.reasons, { code: `mapping.${reason}`, detail }]
}

function fromValues(profile: ColumnProfile): Settled | undefined {
  const { dayFirst, monthFirst, types } = profile
  if (contradicts(profile)) return undefined
  if (dayFirst > 0) return { order: 'dmy', reason: 'day_first_values', count: dayFirst }
  if (monthFirst > 0) return { order: 'mdy', reason: 'month_first_values', count: monthFirst }
  const dotted = (types.slashDate ?? 0) === 0 && !profile.samples.some(hasHyphens)
  return dotted ? { order: 'dmy', reason: 'day_first_dots' } : undefined
}

/** `05-06-1990` counts as a dot date, but both orders are written so. */
function hasHyphens(cell: Json): boolean {
  return typeof cell === 'string' && /^\s*\d{1,2}-\d{1,2}-\d{4}/.test(cell)
}

function contradicts({ dayFirst, monthFirst }: ColumnProfile): boolean {
  return dayFirst > 0 && monthFirst > 0
}

function askFor(draft: DatasetDraft, { mapping, profile }: MappedColumn, asker: Asker): void {
  const both = contradicts(profile)
  const proposal = both && profile.monthFirst > profile.dayFirst ? 'mdy' : 'dmy'
  const { dayFirst, monthFirst } = profile
  const reason = both ? why('date_order_both', { dayFirst, monthFirst }) : why('date_order_unclear')
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

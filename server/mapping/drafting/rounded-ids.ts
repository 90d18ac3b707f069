import { isRounded } from '../../altcraft/values/rounded.ts'
import { warn } from './findings.ts'
import { cellOf, type Places, type RowDrafter } from './places.ts'

/** Columns that say which record a row is, or which one it changes. */
const ownIds = [
  'person.source_id',
  'order.source_id',
  'deal.source_id',
  'product.source_id',
  'product.code',
  'segment.member',
]
/** Columns by which a row names others. */
const references = ['order.person', 'line.product']

/**
 * Fails rows whose id a spreadsheet rounded (`id.rounded`), as all of them would become one record. A row that only names
 * another record so is kept, and told.
 */
export function makeRoundedIdCheck(places: Places, draft: RowDrafter): RowDrafter {
  const own = ownIds.flatMap((target) => places.many(target))
  const named = references.flatMap((target) => places.many(target))
  return (row) => {
    const rounded = own.find((place) => isRounded(cellOf(row, place)))
    if (rounded) return { result: 'fail', code: 'id.rounded', column: rounded.mapping.column, findings: [] }
    const drafted = draft(row)
    const other = named.find((place) => isRounded(cellOf(row, place)))
    if (other && drafted.result === 'drafts') warn(drafted.findings, 'id.rounded', other.mapping.column)
    return drafted
  }
}

import type { ScoredColumn } from './score-columns.ts'

/** What the rows of a file are about beside its kind. */
export interface FileSubject {
  /** A row per order line: money and quantities are those of the line unless they are called the order's. */
  hasLines: boolean
  /** Companies with a contact each: their name comes first, and several columns are those of companies. */
  isOfCompanies: boolean
  /** Its columns of lines say so (`Lineitem price`): the others are the order's. */
  linesAreNamed: boolean
  /** Of the fullest column: as many rows as the file is known to have. */
  rows: number
}

/** So many columns called the line's (`Lineitem price`) leave the others to the order. */
const namedLines = 2
const namesOfPeople = ['person.first_name', 'person.last_name', 'person.name']

/** Told from what the columns fit best, before targets are given out. Pure. */
export function subjectOf(columns: readonly ScoredColumn[]): FileSubject {
  const best = columns.flatMap(({ fits }) => (fits[0] !== undefined && fits[0].score >= 0.5 ? [fits[0].target] : []))
  const count = (targets: readonly string[]) => targets.filter((target) => best.includes(target)).length
  const ofCompanies = new Set(best.filter((target) => target.startsWith('organization.'))).size
  const firstName = best.findIndex((target) => namesOfPeople.includes(target))
  const company = best.indexOf('organization.name')
  const called = columns.filter(({ words }) => words.some(({ concepts }) => concepts.includes('line')))
  return {
    rows: Math.max(0, ...columns.map(({ profile }) => profile.filled)),
    hasLines: count(['line.product', 'line.name', 'line.quantity', 'line.price']) >= 2,
    linesAreNamed: called.length >= namedLines,
    isOfCompanies: ofCompanies >= 3 && company >= 0 && (firstName < 0 || company < firstName),
  }
}

/** Moves the fits of columns that say one thing in one kind of file and another in the other. */
export function applySubject(
  columns: readonly ScoredColumn[],
  { hasLines, isOfCompanies, linesAreNamed }: FileSubject,
): void {
  for (const column of columns) {
    const concepts = new Set(column.words.flatMap((word) => word.concepts))
    for (const fit of column.fits) {
      if (fit.target.startsWith('line.') && fit.target !== 'line.order' && !hasLines) fit.score *= 0.5
      if (hasLines && !concepts.has('order') && (!linesAreNamed || concepts.has('line')))
        fit.score *= asLine(fit.target, concepts)
      if (isOfCompanies && fit.target === 'person.postal_address') fit.score *= 0.5
    }
    column.fits.sort((a, b) => b.score - a.score)
  }
}

/** `Сумма` of a row that is a line is the line's; `Total` may be either's. */
function asLine(target: string, concepts: ReadonlySet<string>): number {
  if (target === 'line.discount') return 1.3
  if (target === 'order.title') return 0.6
  if (target === 'order.discount') return 0.8
  if (target === 'line.total' && concepts.has('sum')) return 1.3
  if (target === 'order.total' && concepts.has('sum')) return 0.8
  return target.startsWith('line.') && concepts.has('line') ? 1.15 : 1
}

import { balanceLines, totalOfLines } from './balance-lines.ts'
import { textLimit } from './drafting/field-values.ts'
import { uniteFolded } from './drafting/folded-values.ts'
import { foldedFieldKey } from './fields/object-map-fields.ts'
import type { CustomValues, DealLine, DealRecord, DraftEntity, OrderPart, RecordOf } from './types.ts'

/**
 * Several drafts of one record as one: addresses and options united in order, otherwise the first value that is there
 * wins. Lines of an order that has a row per line are put together and its books closed anew; an order that is whole in
 * each record (the same order in two files) keeps the lines of the first that has any. Merging in steps gives the same.
 * `records` must not be empty.
 */
export function mergeRecords<E extends DraftEntity>(entity: E, records: readonly RecordOf[E][]): RecordOf[E] {
  const [first, ...others] = records
  if (first === undefined) throw new RangeError('no records to merge')
  const merge: (a: RecordOf[E], b: RecordOf[E]) => RecordOf[E] = merges[entity]
  return others.reduce(merge, first)
}

const merges: { [E in DraftEntity]: (a: RecordOf[E], b: RecordOf[E]) => RecordOf[E] } = {
  organization: (a, b) => ({ ...b, ...a, name: a.name || b.name, custom: mergeCustom(a.custom, b.custom) }),
  person: (a, b) => {
    const { nameFromEmail: _, ...rest } = { ...b, ...a }
    const named = a.nameFromEmail && !b.nameFromEmail ? b : a
    return {
      ...rest,
      name: named.name,
      ...(named.nameFromEmail ? { nameFromEmail: true } : {}),
      emails: union(a.emails, b.emails),
      phones: union(a.phones, b.phones),
      custom: mergeCustom(a.custom, b.custom),
    }
  },
  product: (a, b) => ({
    ...b,
    ...a,
    prices: [...a.prices, ...b.prices.filter(({ currency }) => !a.prices.some((price) => price.currency === currency))],
    custom: mergeCustom(a.custom, b.custom),
  }),
  deal: mergeDeals,
  label: (a, b) => ({ ...a, person: union(a.person, b.person) }),
  event: (a) => a,
  note: (a) => a,
  file: (a) => a,
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])]
}

function mergeCustom(a: CustomValues, b: CustomValues): CustomValues {
  const merged = { ...b, ...a }
  for (const [key, value] of Object.entries(a)) {
    const other = b[key]
    if (value.type === 'set' && other?.type === 'set')
      merged[key] = { type: 'set', value: union(value.value, other.value) }
    if (key === foldedFieldKey && value.type === 'text' && other?.type === 'text')
      merged[key] = { type: 'text', value: uniteFolded(value.value, other.value).slice(0, textLimit) }
  }
  return merged
}

function mergeDeals(a: DealRecord, b: DealRecord): DealRecord {
  // Times belong to the status, and the status is the first one's.
  const { closeTime: _close, expectedCloseDate: _expected, part: _part, ...other } = b
  const { part, ...first } = a
  const merged = { ...other, ...first, person: union(a.person, b.person), custom: mergeCustom(a.custom, b.custom) }
  return { ...merged, ...(part && b.part ? joinParts(a, part, b, b.part) : oneOf(a, b)) }
}

type Books = Pick<DealRecord, 'totalMinor' | 'currency' | 'lines' | 'part'>

function joinParts(a: DealRecord, part: OrderPart, b: DealRecord, other: OrderPart): Books {
  const discountMinor = part.discountMinor || other.discountMinor || 0
  const joined = {
    ...part,
    deliveryMinor: part.deliveryMinor || other.deliveryMinor,
    ...(discountMinor === 0 ? {} : { discountMinor }),
  }
  const lines = joinLines(ownLines(a), ownLines(b))
  const totalMinor = part.totalFromLines ? totalOfLines(lines, joined.deliveryMinor, discountMinor) : a.totalMinor
  const books = balanceLines(lines, totalMinor, joined.deliveryMinor, part.language, discountMinor)
  return { totalMinor, currency: a.currency, lines: books.lines, part: joined }
}

/** Total and lines go together: the first whole order that has lines, else the part, else the first. */
function oneOf(a: DealRecord, b: DealRecord): Books {
  const candidates = [a, b].filter(({ lines }) => lines.length > 0)
  const { totalMinor, currency, lines, part } = candidates.find((deal) => !deal.part) ?? candidates[0] ?? a
  return { totalMinor, currency, lines, ...(part ? { part } : {}) }
}

function ownLines(deal: DealRecord): DealLine[] {
  return deal.lines.filter((line) => line.added === undefined)
}

/** A line that has an id and occurs again is the same line, not a second one. */
function joinLines(a: DealLine[], b: DealLine[]): DealLine[] {
  const fresh = b.filter((line) => {
    if (line.comment === undefined) return true
    return !a.some((known) => known.comment === line.comment && known.product === line.product)
  })
  return [...a, ...fresh]
}

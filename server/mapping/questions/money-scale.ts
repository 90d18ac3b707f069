import { unclearMark } from '../../altcraft/values/number.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { nestedLines } from '../drafting/order-lines.ts'
import { type DatasetDraft, distinctTexts, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'
import { cataloguePrices } from './catalogue-prices.ts'
import { compareMoney, type MoneyEvidence, type MoneyScale, type OrderAmounts } from './money-evidence.ts'

const moneyTargets = ['order.total', 'order.delivery_cost', 'line.price', 'line.total', 'deal.value']
const totalTargets = ['order.total', 'deal.value']
const lineTargets = ['order.lines', 'deal.products']

/**
 * Minor or major units (facts: trap 1). Amounts with decimals are major. Whole numbers may be either: prices in the lines
 * that are exactly those of the products, or a hundred times as much, settle it; everything else a person says.
 */
export function decideMoneyScale(drafts: readonly DatasetDraft[], asker: Asker): void {
  const catalogue = cataloguePrices(drafts)
  for (const draft of drafts) {
    if (draft.input.kind !== 'orders' && draft.input.kind !== 'campaigns') continue
    const columns = moneyTargets.flatMap((target) => mappedColumns(draft, target))
    const amounts = amountsOf(draft)
    const nested = nestedPrices(draft).map(({ price }) => price)
    if (columns.every(({ profile }) => profile.filled === 0) && nested.length === 0) continue
    if (columns.some(hasDecimals) || nested.some(isDecimal)) {
      draft.reading.moneyScale = 'major'
      continue
    }
    const evidence = compareMoney(amounts, catalogue) ?? withoutCatalogue(nested.length > 0)
    if (evidence.settled) settle(draft, columns, evidence)
    else draft.reading.moneyScale = askFor(draft, columns, evidence, [...amounts.totals, ...nested], asker)
  }
}

function settle(
  { reading }: DatasetDraft,
  columns: readonly MappedColumn[],
  { scale, why: told }: MoneyEvidence,
): void {
  reading.moneyScale = scale
  const reason = { code: `mapping.${told.code}`, detail: told.detail }
  for (const { mapping } of columns) mapping.reasons = [...mapping.reasons, reason]
}

function askFor(
  draft: DatasetDraft,
  [column]: readonly MappedColumn[],
  { scale, why: reason, examples }: MoneyEvidence,
  amounts: readonly Json[],
  asker: Asker,
): MoneyScale {
  const answer = asker.ask({
    id: questionId('money_scale', draft.input.file),
    code: 'money_scale',
    datasetId: draft.input.id,
    ...(column ? { column: column.mapping.column } : {}),
    examples: examples.length > 0 ? examples : amounts.map(textOf),
    options: [{ value: 'minor' }, { value: 'major' }],
    proposal: scale,
    reason,
  })
  return answer === 'minor' ? 'minor' : 'major'
}

function withoutCatalogue(hasLines: boolean): MoneyEvidence {
  return {
    scale: hasLines ? 'minor' : 'major',
    settled: false,
    why: hasLines ? why('money_no_decimals_lines') : why('money_no_decimals'),
    examples: [],
  }
}

function amountsOf(draft: DatasetDraft): OrderAmounts {
  const own = mappedColumns(draft, 'line.price').flatMap(({ profile }) => distinctTexts(profile))
  const totals = totalTargets.flatMap((target) => mappedColumns(draft, target))
  return {
    prices: [...nestedPrices(draft), ...own.map((price) => ({ product: '', price }))],
    totals: totals.flatMap(({ profile }) => profile.samples),
  }
}

function nestedPrices(draft: DatasetDraft): { product: string; price: Json }[] {
  return lineTargets
    .flatMap((target) => mappedColumns(draft, target))
    .flatMap(({ profile }) => profile.samples.flatMap((sample) => nestedLines(sample) ?? []))
    .map(({ product, price }) => ({ product: textOf(product), price }))
    .filter(({ price }) => textOf(price) !== '')
}

/** A column counts decimals by shape: thousands (`1,234`) and whole numbers that a program took for floats look so, too. */
function hasDecimals({ mapping, profile }: MappedColumn): boolean {
  const texts = distinctTexts(profile).filter((text) => /[.,]/.test(text))
  if (texts.length === 0) return (profile.types.decimal ?? 0) > 0
  return texts.some((text) => isDecimal(text) || unclearMark(text) === (mapping.decimalMark ?? 'point'))
}

/** One or two decimals, or more than three; `4549000.0` is how a program writes a whole number that it took for a float. */
function isDecimal(cell: Json): boolean {
  if (typeof cell === 'number') return !Number.isInteger(cell)
  return /[.,](?:\d{1,2}|\d{4,})\D*$/.test(textOf(cell)) && !/\.0$/.test(textOf(cell))
}

function textOf(cell: Json): string {
  return readText(cell) ?? ''
}

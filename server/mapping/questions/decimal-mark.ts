import { type DecimalMark, unclearMark } from '../../altcraft/values/number.ts'
import { shapeOf } from '../fields/field-type.ts'
import { knownFields } from '../fields/known-fields.ts'
import { type DatasetDraft, distinctTexts, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

const money =
  /^(?:order\.(?:total|delivery_cost|discount)|line\.(?:price|total)|product\.price|deal\.value|person\.custom:lifetime_value)$/
const amounts =
  /^(?:line\.quantity|deal\.orders|person\.custom:engagement_score|deal\.custom:(?!control_group).*|organization\.annual_revenue)$/

/**
 * Whether `1,234` is a thousand or one and a bit. Decided by other values of the column, else by the other number columns of
 * the file; amounts of money have no three decimals, so there it is a thousand; asked when nothing tells. `1.234` is one
 * and a bit without a question, as Altcraft writes points, but not in money.
 */
export function decideDecimalMarks(drafts: readonly DatasetDraft[], asker: Asker, language: 'en' | 'ru'): void {
  for (const draft of drafts) {
    const columns = mappedColumns(draft).filter(isNumberColumn)
    const marks = new Map(columns.map((column) => [column, markOf(distinctTexts(column.profile))]))
    const known = new Set([...marks.values()].filter((mark) => mark !== undefined))
    const [inFile] = known.size === 1 ? known : []
    for (const [column, own] of marks) {
      const unclear = distinctTexts(column.profile).filter((text) => unclearMark(text) !== undefined)
      const isMoney = money.test(column.mapping.target)
      const points = unclear.some((text) => unclearMark(text) === 'point')
      const commas = unclear.some((text) => unclearMark(text) === 'comma')
      if (own !== undefined && unclear.length > 0) settle(column, own, 'values')
      else if (isMoney && commas && !points) settle(column, 'point', 'money')
      else if (!commas && !(isMoney && points)) continue
      else if (inFile !== undefined) settle(column, inFile, 'file')
      else askFor(draft, column, unclear, asker, language)
    }
  }
}

/** Columns whose cells are read as numbers; codes and texts stay as they are written. */
function isNumberColumn({ mapping, profile }: MappedColumn): boolean {
  const { target } = mapping
  if (money.test(target) || amounts.test(target) || knownFields[target]?.type === 'double') return true
  return target.endsWith('.custom') && shapeOf(profile).type === 'double'
}

const commaDecimals = /^[^\d,]*(?:0|\d[\d\s.'’]*),\d+[^\d,]*$/
const pointDecimals = /^[^\d.]*(?:0|\d[\d\s,'’]*)\.\d+[^\d.]*$/
const commaGroups = /\d,\d{3},\d{3}(?!\d)/
const pointGroups = /\d\.\d{3}\.\d{3}(?!\d)/

/** What the clear values of a column say; undefined when they say nothing, or both. */
function markOf(texts: readonly string[]): DecimalMark | undefined {
  const clear = texts.filter((text) => unclearMark(text) === undefined)
  const comma = clear.some((text) => commaDecimals.test(text) || pointGroups.test(text))
  const point = clear.some((text) => pointDecimals.test(text) || commaGroups.test(text))
  if (comma === point) return undefined
  return comma ? 'comma' : 'point'
}

function settle({ mapping }: MappedColumn, mark: DecimalMark, told: 'values' | 'money' | 'file'): void {
  mapping.decimalMark = mark
  mapping.reasons = [...mapping.reasons, { code: `mapping.decimal_${mark}_${told}`, detail: {} }]
}

function askFor(
  draft: DatasetDraft,
  { mapping }: MappedColumn,
  unclear: string[],
  asker: Asker,
  language: 'en' | 'ru',
): void {
  const answer = asker.ask({
    id: questionId('decimal_mark', draft.input.file, mapping.column),
    code: 'decimal_mark',
    datasetId: draft.input.id,
    column: mapping.column,
    examples: unclear,
    options: [{ value: 'comma' }, { value: 'point' }],
    proposal: language === 'ru' ? 'comma' : 'point',
    reason: language === 'ru' ? why('decimal_mark_comma') : why('decimal_mark_point'),
  })
  mapping.decimalMark = answer === 'comma' ? 'comma' : 'point'
}

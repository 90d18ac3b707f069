import { toMajor } from '../../lib/money.ts'
import { foldedFieldKey } from '../fields/object-map-fields.ts'
import type { CustomValues, FieldEntity, FieldValue, PlanDocument } from '../types.ts'
import { textLimit } from './field-values.ts'
import { type Findings, warn } from './findings.ts'

/** An entry is `name: value`; lines of a value that has several are indented, so that entries can be told apart. */
const entryEnd = /\n(?! {2})/

/**
 * Adds a value to the long text of its record. What does not fit any more is told: `text.cut`.
 * Text that holds the same entry already stays as it is.
 */
export function addFolded(custom: CustomValues, name: string, value: string, findings?: Findings): void {
  const before = custom[foldedFieldKey]
  const entry = `${name}: ${value.replace(/\r?\n/g, '\n  ')}`
  const text = before?.type === 'text' ? uniteFolded(before.value, entry) : entry
  if (text.length > textLimit && findings) warn(findings, 'text.cut', name, { limit: textLimit, length: text.length })
  custom[foldedFieldKey] = { type: 'text', value: text.slice(0, textLimit) }
}

/** The entries of both texts, each once, in order. */
export function uniteFolded(a: string, b: string): string {
  return [...new Set([...a.split(entryEnd), ...b.split(entryEnd)])].join('\n')
}

/** The text of a value for the long text. */
export function valueText(value: FieldValue): string {
  switch (value.type) {
    case 'monetary':
      return `${toMajor(value.amountMinor, value.currency)} ${value.currency}`
    case 'daterange':
      return `${value.from} – ${value.until}`
    case 'set':
      return value.value.join(', ')
    default:
      return String(value.value)
  }
}

/**
 * Puts computed values where the plan has a place for them: their own field, else the long text of the entity. Left out are
 * those that a person decided not to import, and all where the account has no room for the long text either.
 */
export function makePutValue(plan: PlanDocument, entity: FieldEntity) {
  const fields = new Set(plan.fields.filter((field) => field.entity === entity).map(({ key }) => key))
  const dropped = droppedKeys(plan, entity)
  return (custom: CustomValues, key: string, value: FieldValue | undefined): void => {
    if (value === undefined) return
    if (fields.has(key)) custom[key] = value
    else if (fields.has(foldedFieldKey) && !dropped.has(key)) addFolded(custom, key, valueText(value))
  }
}

/** Keys of the planned fields of an entity that are not imported at all. */
export function droppedKeys(plan: PlanDocument, entity: FieldEntity): ReadonlySet<string> {
  const dropped = (plan.unplaced ?? []).filter((field) => field.entity === entity && field.place === 'none')
  return new Set(dropped.map(({ key }) => key))
}

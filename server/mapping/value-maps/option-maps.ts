import { readBoolean } from '../../altcraft/values/boolean.ts'
import type { Decisions } from '../decisions.ts'
import { entityOf } from '../fields/field-entity.ts'
import { type DatasetDraft, mappedColumns } from '../plan-input.ts'
import { valueKey } from '../status-words.ts'
import type { PlannedField } from '../types.ts'
import { why } from '../why.ts'
import { isYesNo, yesNoOptions } from '../yes-no.ts'
import { type Choices, makeValueMap, outcomeOf, type Proposal, type ValueMap } from './value-map.ts'

export interface DecidedOptions {
  /** With the options that are left: those that were merged or dropped are gone. */
  fields: PlannedField[]
  maps: ValueMap[]
  /** `<entity>:<key>` → value → label; null: none. Only what differs from how it is written. */
  options: Record<string, Record<string, string | null>>
}

/**
 * What the values of single and multiple options become: by default each its own option. Two that become one label are merged,
 * null drops one. Genders and segments have questions of their own.
 */
export function decideOptions(
  fields: readonly PlannedField[],
  drafts: readonly DatasetDraft[],
  decisions: Decisions,
): DecidedOptions {
  const decided: DecidedOptions = { fields: [], maps: [], options: {} }
  for (const field of fields) {
    const columns = columnsInto(field, drafts)
    const isMade = columns.some(({ column: { mapping } }) => (mapping.transforms ?? []).length > 0)
    const map = hasMap(field) ? optionMap(field, columns, isMade, decisions) : undefined
    if (map === undefined || map.entries.length === 0) {
      decided.fields.push(field)
      continue
    }
    decided.maps.push(map)
    const differing = map.entries.filter((entry) => entry.decided !== undefined || entry.proposed === undefined)
    const changed = differing.flatMap((entry): [string, string | null][] => {
      const label = outcomeOf(entry, map)
      return label === undefined ? [] : [[entry.key, label]]
    })
    if (changed.length > 0) decided.options[`${field.entity}:${field.key}`] = Object.fromEntries(changed)
    const options = isMade ? madeLabels(map) : changed.length > 0 ? labelsOf(field, map) : field.options
    decided.fields.push(isYesNo(field.options) ? field : { ...field, options })
  }
  return decided
}

function hasMap({ type, key, origin }: PlannedField): boolean {
  return (type === 'enum' || type === 'set') && origin === 'column' && key !== 'gender__c'
}

type Columns = ReturnType<typeof columnsInto>

function columnsInto(field: PlannedField, drafts: readonly DatasetDraft[]) {
  return drafts.flatMap((draft) =>
    mappedColumns(draft)
      .filter(({ mapping }) => mapping.fieldKey === field.key && entityOf(mapping.target) === field.entity)
      .map((column) => ({ draft, column })),
  )
}

/** `isMade`: steps make the values, so that options which are none yet come of them. */
function optionMap(field: PlannedField, columns: Columns, isMade: boolean, decisions: Decisions): ValueMap {
  const yesNo = isYesNo(field.options)
  const choices: Choices = yesNo
    ? { of: 'list', options: yesNoOptions.map((value) => ({ value })), mayBeEmpty: true }
    : { of: 'text', options: [], mayBeEmpty: true }
  const byKey = new Map(field.options.map((label) => [valueKey(label), label]))
  const propose = yesNo
    ? proposeYesNo
    : (value: string) => proposeOption(byKey.get(valueKey(value)) ?? (isMade ? value : undefined))
  const id = `options:${field.entity}:${field.key}`
  return makeValueMap({ id, what: 'options', choices, columns, propose, isList: field.type === 'set' }, decisions)
}

function proposeYesNo(value: string): Proposal {
  const answer = readBoolean(value)
  if (answer === undefined) return { why: why('value_unknown') }
  return { proposed: answer ? 'Yes' : 'No', why: why('value_yes_no') }
}

function proposeOption(label: string | undefined): Proposal {
  return label === undefined ? { why: why('option_unknown') } : { proposed: label, why: why('option_own') }
}

/** What steps and decisions made of the values: how they are written in the export is no option. */
function madeLabels(map: ValueMap): string[] {
  const outcomes = map.entries.map((entry) => outcomeOf(entry, map)).filter((label) => typeof label === 'string')
  return [...new Map(outcomes.map((label) => [valueKey(label), label])).values()]
}

/** Options in their order, each as what it became; of those that no file has, as they are. */
function labelsOf({ options }: PlannedField, map: ValueMap): string[] {
  const outcomes = new Map(map.entries.map((entry) => [entry.key, outcomeOf(entry, map)]))
  const kept = options.flatMap((label) => {
    const outcome = outcomes.get(valueKey(label))
    return outcome === null ? [] : [outcome ?? label]
  })
  const added = [...outcomes.values()].filter((label) => typeof label === 'string')
  const labels = new Map([...kept, ...added].map((label) => [valueKey(label), label]))
  return [...labels.values()]
}

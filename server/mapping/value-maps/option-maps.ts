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
    const map = hasMap(field) ? optionMap(field, drafts, decisions) : undefined
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
    decided.fields.push(
      changed.length > 0 && !isYesNo(field.options) ? { ...field, options: labelsOf(field, map) } : field,
    )
  }
  return decided
}

function hasMap({ type, key, origin }: PlannedField): boolean {
  return (type === 'enum' || type === 'set') && origin === 'column' && key !== 'gender__c'
}

function optionMap(field: PlannedField, drafts: readonly DatasetDraft[], decisions: Decisions): ValueMap {
  const columns = drafts.flatMap((draft) =>
    mappedColumns(draft)
      .filter(({ mapping }) => mapping.fieldKey === field.key && entityOf(mapping.target) === field.entity)
      .map((column) => ({ draft, column })),
  )
  const yesNo = isYesNo(field.options)
  const choices: Choices = yesNo
    ? { of: 'list', options: yesNoOptions.map((value) => ({ value })), mayBeEmpty: true }
    : { of: 'text', options: [], mayBeEmpty: true }
  const byKey = new Map(field.options.map((label) => [valueKey(label), label]))
  const propose = yesNo ? proposeYesNo : (value: string) => proposeOption(byKey.get(valueKey(value)))
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

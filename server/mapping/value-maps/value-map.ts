import type { Detail } from '../../errors.ts'
import type { Decisions, ValueDecision } from '../decisions.ts'
import type { DatasetDraft, MappedColumn } from '../plan-input.ts'
import { valueKey } from '../status-words.ts'
import type { Why } from '../types.ts'
import { membersOfColumn, valuesOfColumn } from './column-values.ts'

export type ValueMapKind =
  | 'orderStatus'
  | 'campaignStatus'
  | 'profileStatus'
  | 'owners'
  | 'currencies'
  | 'countries'
  | 'options'
  | 'stages'
  | 'pipelines'

/** What the values of some columns become, and who says so. */
export interface ValueMap {
  /** `orderStatus`, `currencies:orders.csv`, `options:person:city__c`: under it Decisions.values holds what people decided. */
  id: string
  what: ValueMapKind
  columns: { file: string; column: string }[]
  entries: ValueEntry[]
  /** `entries` are all values that there are. */
  complete: boolean
  /** Entries that nobody knows and nobody decided. */
  unknown: number
  /** What all undecided values become; absent: nobody said. */
  otherwise?: ValueDecision
  choices: Choices
}

export interface ValueEntry {
  /** As `valueKey` writes it: entries, decisions and drafting are compared by it. */
  key: string
  /** The commonest spelling in the first file that has it. */
  value: string
  /** Cells; 0 where only samples tell of it. */
  count: number
  /** Of the first column that has it. */
  datasetId: string
  file: string
  column: string
  /** Absent: unknown. */
  proposed?: ValueDecision
  decided?: ValueDecision
  why: Why
}

/** What a value may become: one of these; a currency; or any text. Null (the cell stays empty) only where it is said. */
export interface Choices {
  of: 'list' | 'currency' | 'text'
  options: readonly { value: string; detail?: Detail }[]
  mayBeEmpty: boolean
}

export interface Proposal {
  proposed?: ValueDecision
  why: Why
}

interface MapToMake extends Pick<ValueMap, 'id' | 'what' | 'choices'> {
  columns: readonly { draft: DatasetDraft; column: MappedColumn }[]
  /** Cells hold several values. */
  isList?: boolean
  propose(value: string): Proposal
}

/** The key under which Decisions.values keeps what the undecided values of a map become. */
export const otherwiseKey = '*'

/** All values of the columns with what is proposed and what was decided; decisions that a map cannot hold are ignored. */
export function makeValueMap(
  { id, what, choices, columns, propose, isList }: MapToMake,
  decisions: Decisions,
): ValueMap {
  const decided = decidedFor(id, choices, decisions)
  const { entries, complete } = gather(columns, isList ?? false)
  const proposedEntries = entries.map((entry): ValueEntry => {
    const own = decided.get(entry.key)
    return { ...entry, ...propose(entry.value), ...(own === undefined ? {} : { decided: own }) }
  })
  const otherwise = decided.get(otherwiseKey)
  return counted({
    id,
    what,
    choices,
    columns: columns.map(({ draft, column }) => ({ file: draft.input.file, column: column.mapping.column })),
    entries: proposedEntries,
    complete,
    unknown: 0,
    ...(otherwise === undefined ? {} : { otherwise }),
  })
}

/** The map with its unknown entries counted again. */
export function counted(map: ValueMap): ValueMap {
  return { ...map, unknown: map.entries.filter(isUnknown).length }
}

export function isUnknown({ proposed, decided }: ValueEntry): boolean {
  return proposed === undefined && decided === undefined
}

/** What an entry becomes: decided, else proposed, else the map's `otherwise`; undefined when nobody knows. */
export function outcomeOf({ decided, proposed }: ValueEntry, { otherwise }: Pick<ValueMap, 'otherwise'>) {
  return decided !== undefined ? decided : proposed !== undefined ? proposed : otherwise
}

/** Whether a map can hold the decision. */
export function isChoice({ of, options, mayBeEmpty }: Choices, decision: ValueDecision): boolean {
  if (decision === null) return mayBeEmpty
  if (of === 'list') return options.some(({ value }) => value === decision)
  if (of === 'currency') return /^[A-Z]{3}$/.test(decision) && Intl.supportedValuesOf('currency').includes(decision)
  return decision.trim() !== '' && decision.length <= 255
}

function decidedFor(id: string, choices: Choices, { values }: Decisions): Map<string, ValueDecision> {
  const own = Object.hasOwn(values, id) ? Object.entries(values[id] ?? {}) : []
  return new Map(own.filter(([, decision]) => isChoice(choices, decision)))
}

type Gathered = Omit<ValueEntry, 'why'>

function gather(columns: MapToMake['columns'], isList: boolean): { entries: Gathered[]; complete: boolean } {
  const entries = new Map<string, Gathered>()
  const distinct = columns.map(({ draft, column }) => ({
    draft,
    column,
    found: isList ? membersOfColumn(draft, column) : valuesOfColumn(draft, column),
  }))
  for (const { draft, column, found } of distinct) {
    for (const { value, count } of found.values) {
      const key = valueKey(value)
      if (key === '') continue
      const known = entries.get(key)
      if (known !== undefined) known.count += count
      else {
        const { id: datasetId, file } = draft.input
        entries.set(key, { key, value, count, datasetId, file, column: column.mapping.column })
      }
    }
  }
  return { entries: [...entries.values()], complete: distinct.every(({ found }) => found.complete) }
}

import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts'
import type { MatchRule } from '../mapping/match-rules.ts'
import { mergeContacts } from './merging/merge-contacts.ts'
import { isOptions, mergeOptions } from './merging/merge-options.ts'
import { mergePrices } from './merging/merge-prices.ts'
import { mergeValue } from './merging/merge-value.ts'
import type { ConflictPolicy, Edit, FieldRules, MergedRecord } from './merging/types.ts'

/** What decides about the fields of a record besides what the export, the record and we say. */
export interface RecordRules {
  /** Of a field that was never ours; the field as in `Edit`. */
  ruleOf(field: string): MatchRule
  /** An earlier import of ours made the record. */
  isOurs: boolean
  settle(field: string, sides: { written: Json; now: Json; exported: Json }): ConflictPolicy
  /** Fields of several options, as in `Edit`: the options of which this export tells; absent: of all. */
  mayLeave?: ReadonlyMap<string, ReadonlySet<number>>
}

/**
 * What must be sent so that an existing record says what the export says, without undoing people's work: each field by what
 * the export says, what the record says, and what we wrote. A field that the export does not have is left. What is already
 * so is not sent. Pure.
 */
export function mergeRecord(
  desired: JsonObject,
  existing: JsonObject,
  written: JsonObject | undefined,
  rules: RecordRules,
): MergedRecord {
  const wanted = flatten(desired)
  const now = flatten(existing)
  const before = flatten(written ?? {})
  const changes = new Map<string, Json>()
  const next = new Map(before)
  const edits: Edit[] = []
  for (const [field, value] of wanted) {
    if (createOnly.has(field)) continue
    const merged = mergeField(field, { wanted: value, now: now.get(field) ?? null, before: before.get(field) }, rules)
    if (merged.send !== undefined) changes.set(field, merged.send)
    if (merged.written !== undefined) next.set(field, merged.written)
    edits.push(...merged.edits)
  }
  for (const [leader, ...followers] of together) {
    holdTogether(leader, followers, { wanted, now, before, changes, next })
  }
  return { changes: nest(changes), written: nest(next), edits }
}

/** v2 takes these on POST only (facts: add_time). */
const createOnly = new Set(['add_time'])

/**
 * Fields that mean nothing without the first one: where that stays as people have it, so do they; where one is sent, it is
 * sent along (facts: closing times go with the status they belong to).
 */
const together: [string, ...string[]][] = [
  ['status', 'close_time', 'won_time', 'lost_time', 'expected_close_date'],
  ['stage_id', 'pipeline_id'],
]

function mergeField(field: string, sides: { wanted: Json; now: Json; before: Json | undefined }, rules: RecordRules) {
  const rulesOf = (name: string): FieldRules => ({
    rule: rules.ruleOf(field),
    isOurs: rules.isOurs,
    settle: (of) => rules.settle(name, of),
  })
  if (field === 'prices') return mergePrices(sides, (currency) => rulesOf(`prices.${currency}`))
  const { edits, ...merged } =
    field === 'emails' || field === 'phones'
      ? mergeContacts(sides, rulesOf(field))
      : isOptions(sides.wanted)
        ? mergeOptions(sides, rulesOf(field), rules.mayLeave?.get(field))
        : mergeValue(sides, rulesOf(field))
  return { ...merged, edits: edits.map((edit): Edit => ({ field, ...edit })) }
}

interface Sides {
  wanted: ReadonlyMap<string, Json>
  now: ReadonlyMap<string, Json>
  before: ReadonlyMap<string, Json>
  changes: Map<string, Json>
  next: Map<string, Json>
}

function holdTogether(leader: string, followers: string[], { wanted, now, before, changes, next }: Sides): void {
  const value = wanted.get(leader)
  if (value === undefined || !followers.some((field) => changes.has(field))) return
  if (changes.has(leader) || now.get(leader) === value) {
    changes.set(leader, value)
    return
  }
  for (const field of followers) {
    changes.delete(field)
    const last = before.get(field)
    if (last === undefined) next.delete(field)
    else next.set(field, last)
  }
}

/** Custom fields as `custom_fields.<code>`, beside the others. */
function flatten(record: JsonObject): Map<string, Json> {
  const { custom_fields: custom, ...own } = record
  const entries = Object.entries(isJsonObject(custom) ? custom : {})
  return new Map([
    ...Object.entries(own),
    ...entries.map(([code, value]): [string, Json] => [customPrefix + code, value]),
  ])
}

const customPrefix = 'custom_fields.'

function nest(fields: ReadonlyMap<string, Json>): JsonObject {
  const own = [...fields].filter(([field]) => !field.startsWith(customPrefix))
  const custom = [...fields].flatMap(([field, value]): [string, Json][] =>
    field.startsWith(customPrefix) ? [[field.slice(customPrefix.length), value]] : [],
  )
  return { ...Object.fromEntries(own), ...(custom.length === 0 ? {} : { custom_fields: Object.fromEntries(custom) }) }
}

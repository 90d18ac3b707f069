import type { FieldDecision } from '../decisions.ts'
import { valueKey } from '../status-words.ts'
import type { AccountSnapshot, PlannedField } from '../types.ts'
import { fieldId, nameLimit } from './column-field.ts'
import { builtinFor, equivalentsOf, isEqual, withExisting } from './equivalents.ts'
import { type FieldSource, shapeAs } from './field-source.ts'

/** Why a decision about a field does not hold; `field.<code>` has its text. */
export type FieldRefusal = NonNullable<PlannedField['refused']>

/**
 * The planned fields as people decided, each with what the account could take its values with. A decision that does not hold
 * (the account has lost the field, the values do not fit) leaves the proposal as it is and says so in `refused`. Undecided
 * fields use the built-in field they are about, or an equal custom one; names are unique within an entity, without case.
 */
export function decideFields(
  fields: readonly PlannedField[],
  sources: ReadonlyMap<string, readonly FieldSource[]>,
  account: AccountSnapshot,
  decisions: Readonly<Record<string, FieldDecision>>,
): PlannedField[] {
  const used = new Set<string>()
  const names = new Set<string>()
  const decisionOf = (field: PlannedField) =>
    Object.hasOwn(decisions, fieldId(field)) ? decisions[fieldId(field)] : undefined
  const decidedFirst = [...fields].sort(
    (a, b) => Number(decisionOf(b) !== undefined) - Number(decisionOf(a) !== undefined),
  )
  const done = new Map(
    decidedFirst.map((field) => {
      const own = sources.get(fieldId(field)) ?? []
      const decision = decisionOf(field)
      const decided = decision === undefined ? field : withDecision(field, decision, own, account, used, names)
      const placed = decided.use === undefined ? withProposal(decided, own, account, used, decision) : decided
      const named = placed.use === undefined ? { ...placed, name: freeName(placed, names) } : placed
      if (named.use !== undefined) used.add(usedKey(named, named.use))
      else names.add(nameKey(named, named.name))
      const equivalents = equivalentsOf(field, account, own)
      return [fieldId(field), equivalents.length === 0 ? named : { ...named, equivalents }]
    }),
  )
  return fields.map((field) => done.get(fieldId(field)) ?? field)
}

function withDecision(
  field: PlannedField,
  decision: FieldDecision,
  sources: readonly FieldSource[],
  account: AccountSnapshot,
  used: ReadonlySet<string>,
  names: ReadonlySet<string>,
): PlannedField {
  if (decision.use !== undefined) return takeExisting(field, decision.use, sources, account, used)
  const refusal = refusalOf(field, decision, sources, account, names)
  if (refusal !== undefined) return { ...field, refused: refusal }
  const shape = decision.type === undefined || decision.type === field.type ? {} : shapeAs(decision.type, sources)
  return { ...field, ...shape, ...(decision.name === undefined ? {} : { name: decision.name.trim() }) }
}

function takeExisting(
  field: PlannedField,
  code: string,
  sources: readonly FieldSource[],
  account: AccountSnapshot,
  used: ReadonlySet<string>,
): PlannedField {
  const builtin = builtinFor(account, field)
  const existing =
    builtin?.code === code
      ? builtin
      : account.fields.find((known) => known.entity === field.entity && known.code === code)
  if (existing === undefined) return { ...field, refused: 'use_unknown' }
  if (used.has(usedKey(field, code))) return { ...field, refused: 'use_taken' }
  return withExisting(field, existing, sources) ?? { ...field, refused: 'use_unfit' }
}

function refusalOf(
  field: PlannedField,
  { name, type }: FieldDecision,
  sources: readonly FieldSource[],
  account: AccountSnapshot,
  names: ReadonlySet<string>,
): FieldRefusal | undefined {
  const trimmed = name?.trim()
  if (trimmed === '') return 'name_empty'
  if (trimmed !== undefined && trimmed.length > nameLimit) return 'name_long'
  if (trimmed !== undefined && trimmed !== field.name) {
    const isTaken = account.fields.some(
      (known) => known.entity === field.entity && valueKey(known.name) === valueKey(trimmed),
    )
    if (isTaken || names.has(nameKey(field, trimmed))) return 'name_taken'
  }
  if (type === undefined || type === field.type) return undefined
  if (field.origin === 'object_map' || sources.length === 0) return 'type_fixed'
  return shapeAs(type, sources) === undefined ? 'type_unfit' : undefined
}

/**
 * The built-in field, or an equal one, unless another planned field has it. A name of its own, or `own` as its place, says
 * that the built-in one is not wanted.
 */
function withProposal(
  field: PlannedField,
  sources: readonly FieldSource[],
  account: AccountSnapshot,
  used: ReadonlySet<string>,
  decision: FieldDecision | undefined,
): PlannedField {
  const builtin = decision?.name === undefined && decision?.place !== 'own' ? builtinFor(account, field) : undefined
  const equal = account.fields.filter((known) => isEqual(known, field))
  for (const candidate of builtin === undefined ? equal : [builtin, ...equal]) {
    if (used.has(usedKey(field, candidate.code))) continue
    const fitting = withExisting(field, candidate, sources)
    if (fitting !== undefined) return fitting
  }
  return field
}

/** Two columns of one name get fields of different names: `Color`, `Color (2)`. */
function freeName({ entity, name }: PlannedField, names: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const suffix = n === 1 ? '' : ` (${n})`
    const free = `${name.slice(0, nameLimit - suffix.length)}${suffix}`
    if (!names.has(nameKey({ entity }, free))) return free
  }
}

const usedKey = ({ entity }: Pick<PlannedField, 'entity'>, code: string) => `${entity}:${code}`
const nameKey = ({ entity }: Pick<PlannedField, 'entity'>, name: string) => `${entity}:${valueKey(name)}`

import { readBoolean } from '../../altcraft/values/boolean.ts'
import type { FieldDefinition, FieldOption } from '../../pipedrive/types.ts'
import { valueKey } from '../status-words.ts'
import type { AccountSnapshot, Equivalent, FieldType, PlannedField } from '../types.ts'
import { isYesNo } from '../yes-no.ts'
import { builtinOf, isBuiltinCode, notesLimit } from './builtin-fields.ts'
import { type FieldSource, shapeAs } from './field-source.ts'
import { headerWords } from './header-words.ts'
import { knownFields } from './known-fields.ts'
import { optionLimit } from './options.ts'

const writable: readonly FieldType[] = [
  ...(['varchar', 'text', 'double', 'monetary', 'date', 'daterange', 'time', 'phone', 'enum', 'set'] as const),
]
const mostOffered = 5

/**
 * The planned field as it would be with this field of the account: of its type, with the options it needs. Undefined where
 * the field cannot hold the values. Fields of the object map have a type of their own, which is never changed.
 */
export function withExisting(
  planned: PlannedField,
  existing: FieldDefinition,
  sources: readonly FieldSource[],
): PlannedField | undefined {
  const use = existing.code
  if (isBuiltinCode(planned.entity, use))
    return fitsBuiltin(planned, existing, sources) ? { ...planned, use } : undefined
  const type = writable.find((known) => known === existing.type)
  if (type === undefined || !existing.isCustom) return undefined
  const sameType = type === planned.type
  if (!sameType && (planned.origin === 'object_map' || sources.length === 0)) return undefined
  const shape = sameType ? { type, options: planned.options } : shapeAs(type, sources)
  if (shape === undefined) return undefined
  const field = { ...planned, ...shape, name: existing.name, use }
  return existing.options.length + missingLabels(field, existing).length > optionLimit ? undefined : field
}

/** Labels of the plan that the field has not, in no spelling: case does not count, nor `Да` for `Yes`. */
export function missingLabels(planned: Pick<PlannedField, 'options'>, existing: FieldDefinition): string[] {
  const find = makeFindOption(planned, existing)
  return planned.options.filter((label) => find(label) === undefined)
}

/** Finds the option of an existing field that stands for a label of the plan. */
export function makeFindOption({ options }: Pick<PlannedField, 'options'>, existing: FieldDefinition) {
  const exact = new Map(existing.options.map((option) => [option.label, option]))
  const byKey = new Map(existing.options.map((option) => [valueKey(option.label), option]))
  const yesNo = isYesNo(options)
  return (label: string): FieldOption | undefined => {
    const same = exact.get(label) ?? byKey.get(valueKey(label))
    if (same !== undefined || !yesNo) return same
    return existing.options.find((option) => readBoolean(option.label) === readBoolean(label))
  }
}

function fitsBuiltin(planned: PlannedField, existing: FieldDefinition, sources: readonly FieldSource[]): boolean {
  const longest = Math.max(0, ...sources.map(({ column }) => column.profile.longest))
  switch (existing.code) {
    case 'birthday':
      return planned.type === 'date'
    case 'job_title':
    case 'address':
    case 'postal_address':
      return planned.type === 'varchar'
    case 'notes':
      return (planned.type === 'text' || planned.type === 'varchar') && longest <= notesLimit
    case 'industry':
      return planned.type === 'enum' && missingLabels(planned, existing).length === 0
    case 'annual_revenue':
    case 'employee_count':
      return planned.type === 'double' && sources.every(({ column }) => holdsWholeNumbers(column.profile))
    default:
      return false
  }
}

function holdsWholeNumbers({ types, filled }: FieldSource['column']['profile']): boolean {
  return filled > 0 && types.integer === filled
}

/** The built-in field that a planned field is about; organizations have an address in every account. */
export function builtinFor(account: AccountSnapshot, planned: PlannedField): FieldDefinition | undefined {
  const code = builtinOf(account, planned)
  if (code === undefined) return undefined
  const { entity } = planned
  const known = account.fields.find((field) => field.entity === entity && field.code === code)
  return known ?? { entity, code, name: code, type: '', options: [], isCustom: false }
}

/** An equal field of the account: of the same name and type, made by an earlier import or by people. */
export function isEqual(field: FieldDefinition, { entity, name, type }: PlannedField): boolean {
  return field.isCustom && field.entity === entity && field.name === name && field.type === type
}

/** Fields of the account that could take the values of a planned one, best first. */
export function equivalentsOf(
  planned: PlannedField,
  account: AccountSnapshot,
  sources: readonly FieldSource[],
): Equivalent[] {
  const names = namesOf(planned)
  const builtin = builtinFor(account, planned)
  const custom = account.fields
    .filter((field) => field.isCustom && field.entity === planned.entity && names.has(nameKey(field.name)))
    .filter((field) => withExisting(planned, field, sources) !== undefined)
    .map(
      ({ code, name, type }): Equivalent => ({
        code,
        name,
        type,
        why: isNamed(planned, name) ? 'same_name' : 'similar_name',
      }),
    )
    .sort((a, b) => rankOf(planned, a) - rankOf(planned, b))
  const own: Equivalent[] =
    builtin !== undefined && withExisting(planned, builtin, sources) !== undefined
      ? [{ code: builtin.code, name: builtin.name, type: builtin.type, why: 'built_in' }]
      : []
  return [...own, ...custom].slice(0, mostOffered)
}

function rankOf({ type }: PlannedField, field: Equivalent): number {
  return (field.why === 'same_name' ? 0 : 2) + (field.type === type ? 0 : 1)
}

const isNamed = ({ name }: PlannedField, other: string) => valueKey(name) === valueKey(other)

/** The words of a name in any order, so that `Status of loyalty` is near `loyalty_status`. */
function nameKey(name: string): string {
  const words = headerWords(name.replace(/__c$/, '')).filter((word) => !/^(?:of|the|a|для|по|в|и)$/.test(word))
  return words.sort().join(' ')
}

/** What the field may be called: its name, its key, and the names of the target in both languages. */
function namesOf({ name, key }: PlannedField): ReadonlySet<string> {
  const known = Object.values(knownFields).filter((field) => field.key === key)
  return new Set([name, key, ...known.flatMap(({ en, ru }) => [en, ru])].map(nameKey).filter((name) => name !== ''))
}

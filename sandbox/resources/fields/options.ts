/** Options of enum and set fields: bare arrays, all or nothing, only the touched options in the answer. */
import { forbidden, invalid } from '../../api/answer.ts'
import { id, list, shape, text } from '../../api/read.ts'
import type { Company } from '../../world/company.ts'
import type { User } from '../../world/users.ts'
import type { Field, FieldOption } from './stored.ts'
import { assertDistinct, maxOptions } from './write.ts'

const label = text(255, 1)

export function addOptions(company: Company, user: User, field: Field, body: unknown): FieldOption[] {
  const options = optionsOf(company, user, field)
  const labels = list(shape({ label }, ['label']), maxOptions, 1)(body, 'body').map((option) => option.label ?? '')
  assertDistinct([...options.map((option) => option.label), ...labels])
  if (options.length + labels.length > maxOptions) throw invalid('options', `a field has at most ${maxOptions} options`)
  const added = company.fields.newOptions(labels)
  options.push(...added)
  return added
}

export function changeOptions(company: Company, user: User, field: Field, body: unknown): FieldOption[] {
  const options = optionsOf(company, user, field)
  const given = list(shape({ id, label }, ['id', 'label']), maxOptions, 1)(body, 'body')
  const labels = new Map(given.map((option) => [existing(options, option.id ?? 0).id, option.label ?? '']))
  assertDistinct(options.map((option) => labels.get(option.id) ?? option.label))
  for (const option of options) option.label = labels.get(option.id) ?? option.label
  return options.filter((option) => labels.has(option.id))
}

/** Values that point at a removed option stay in the records' storage but are refused in new writes. */
export function removeOptions(company: Company, user: User, field: Field, body: unknown): FieldOption[] {
  const options = optionsOf(company, user, field)
  const ids = new Set(list(shape({ id }, ['id']), maxOptions, 1)(body, 'body').map((option) => option.id ?? 0))
  const removed = [...ids].map((optionId) => existing(options, optionId))
  field.options = options.filter((option) => !ids.has(option.id))
  return removed
}

function optionsOf(company: Company, user: User, field: Field): FieldOption[] {
  if (!field.options || (field.type !== 'enum' && field.type !== 'set')) {
    throw invalid('field_code', 'options exist only for enum and set fields')
  }
  if (field.isCustom) {
    if (!user.permissions.can_edit_custom_fields) throw forbidden('You do not have permission to edit custom fields.')
  } else if (field.code !== 'label_ids' || !company.options.labelOptionsByApi) {
    throw invalid('field_code', 'options of built-in fields cannot be changed')
  } else if (!user.permissions.can_modify_labels) throw forbidden('You do not have permission to modify labels.')
  return field.options
}

function existing(options: FieldOption[], optionId: number): FieldOption {
  const option = options.find((one) => one.id === optionId)
  if (!option) throw invalid('id', `option ${optionId} does not exist`)
  return option
}

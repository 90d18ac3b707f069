import { forbidden, invalid, notFound } from '../../api/answer.ts'
import {
  boolean,
  changes,
  id,
  integer,
  isObject,
  list,
  nullable,
  oneOf,
  type Reader,
  shape,
  text,
} from '../../api/read.ts'
import type { Company } from '../../world/company.ts'
import type { User } from '../../world/users.ts'
import type { World } from '../../world/world.ts'
import { customFieldTypes, type Field, type FieldEntity } from './stored.ts'

const label = text(255, 1)
export const maxOptions = 10_000
const enabled = shape({ enabled: boolean, stage_ids: list(id) })
const anything: Reader<Record<string, unknown>> = (value, at) => {
  if (!isObject(value)) throw invalid(at, 'must be an object')
  return value
}

/** Description is of deal fields only, product fields have nothing but their visibility. */
function settings(entity: FieldEntity) {
  const dialog = shape({ show: boolean, order: nullable(integer()) })
  const visibility = shape({
    add_visible_flag: boolean,
    details_visible_flag: boolean,
    ...(entity === 'person' || entity === 'organization' ? { show_in_add_deal_dialog: dialog } : {}),
    ...(entity === 'organization' ? { show_in_add_person_dialog: dialog } : {}),
    ...(entity === 'deal'
      ? {
          projects_detail_visible_flag: boolean,
          show_in_pipelines: shape({ show_in_all: boolean, pipeline_ids: list(id) }),
        }
      : {}),
  })
  return {
    ui_visibility: visibility,
    ...(entity === 'product' ? {} : { important_fields: enabled, required_fields: anything }),
    ...(entity === 'deal' ? { description: nullable(text(1000)) } : {}),
  }
}

/** Throws 400 of the body, 403 without the permission or when the plan has no field left. */
export function createField(world: World, company: Company, user: User, entity: FieldEntity, body: unknown): Field {
  if (!user.permissions.can_add_custom_fields) throw forbidden('You do not have permission to add custom fields.')
  const given = shape(
    {
      field_name: text(255, 1),
      field_type: oneOf(...customFieldTypes),
      options: list(shape({ label }, ['label']), maxOptions),
      ...settings(entity),
    },
    ['field_name', 'field_type'],
  )(body, 'body')
  const { field_name: name = '', field_type: type = 'varchar', options, ...rest } = given
  const takesOptions = type === 'enum' || type === 'set'
  if (takesOptions && !options?.length) throw invalid('options', `is required for ${type}`)
  if (!takesOptions && options) throw invalid('options', `is not allowed for ${type}`)
  const labels = options?.map((option) => option.label ?? '')
  if (labels) assertDistinct(labels)
  if (company.fields.customCount() >= world.limits().customFields) {
    throw forbidden("Couldn't add custom field. You've reached the custom field per company limit.")
  }
  return Object.assign(company.fields.add(entity, name, type, labels), { settings: rest })
}

/** Name and settings; code and type never change. */
export function changeField(world: World, user: User, entity: FieldEntity, field: Field, body: unknown): Field {
  if (!user.permissions.can_edit_custom_fields) throw forbidden('You do not have permission to edit custom fields.')
  const { field_name, ...rest } = changes({ field_name: text(255, 1), ...settings(entity) })(body, 'body')
  if (field_name !== undefined) {
    if (!field.isCustom) throw invalid('field_name', 'cannot be changed for a built-in field')
    field.name = field_name
  }
  field.settings = { ...field.settings, ...rest }
  field.updateMs = world.options.now()
  return field
}

/** Takes the values of all records with it. */
export function removeField(company: Company, user: User, entity: FieldEntity, field: Field): Field {
  if (!user.permissions.can_delete_custom_fields) throw forbidden('You do not have permission to delete custom fields.')
  if (!field.isCustom) throw forbidden('Built-in fields cannot be deleted.')
  company.fields.remove(entity, field.code)
  return field
}

export function fieldOf(company: Company, entity: FieldEntity, code: string): Field {
  const field = company.fields.list(entity, company.options).find((one) => one.code === code)
  if (!field) throw notFound('Field')
  return field
}

export function assertDistinct(labels: string[]): void {
  if (new Set(labels).size !== labels.length) throw invalid('options', 'labels must be unique within a field')
}

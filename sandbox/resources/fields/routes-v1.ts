import { notFound, ok } from '../../api/answer.ts'
import type { Routes } from '../../api/call.ts'
import { v1Page, v1PageKeys } from '../../api/pages-v1.ts'
import { Query } from '../../api/query.ts'
import { toV1Time } from '../../api/times.ts'
import { type Field, type FieldEntity, fieldEntities } from './stored.ts'

/** Fields with the numeric ids that filters need; read only, fields are made through v2. */
export const fieldV1Routes = (): Routes => Object.assign({}, ...fieldEntities.map(routesOf))

function routesOf(entity: FieldEntity): Routes {
  return {
    [`GET /api/v1/${entity}Fields`]: ({ company, query: values }) => {
      const query = new Query(values, v1PageKeys)
      return v1Page(company.fields.list(entity, company.options), query, toWire)
    },
    [`GET /api/v1/${entity}Fields/:id`]: ({ company, params }) => {
      const field = company.fields.list(entity, company.options).find((one) => String(one.id) === params.id)
      if (!field) throw notFound('Field')
      return ok(toWire(field))
    },
  }
}

function toWire(field: Field): Record<string, unknown> {
  return {
    id: field.id,
    key: field.code,
    name: field.name,
    order_nr: field.id % 1000,
    field_type: field.type,
    add_time: toV1Time(field.addMs),
    update_time: toV1Time(field.updateMs),
    active_flag: true,
    edit_flag: field.isCustom,
    index_visible_flag: true,
    details_visible_flag: true,
    add_visible_flag: false,
    important_flag: false,
    bulk_edit_allowed: true,
    searchable_flag: false,
    filtering_allowed: true,
    sortable_flag: true,
    mandatory_flag: false,
    ...(field.options ? { options: field.options } : {}),
  }
}

import { ok } from '../../api/answer.ts'
import type { Routes } from '../../api/call.ts'
import { pageOfList } from '../../api/pages.ts'
import { Query } from '../../api/query.ts'
import type { World } from '../../world/world.ts'
import { addOptions, changeOptions, removeOptions } from './options.ts'
import { type FieldEntity, fieldEntities } from './stored.ts'
import { toFieldWire } from './wire.ts'
import { changeField, createField, fieldOf, removeField } from './write.ts'

export const fieldRoutes = (world: World): Routes =>
  Object.assign({}, ...fieldEntities.map((entity) => routesOf(world, entity)))

function routesOf(world: World, entity: FieldEntity): Routes {
  const base = `/api/v2/${entity}Fields`
  const parts = entity === 'product' ? ['ui_visibility'] : ['ui_visibility', 'important_fields', 'required_fields']
  const included = (query: Query) => (query.names('include_fields') ?? []).filter((part) => parts.includes(part))
  const one = (call: Parameters<Routes[string]>[0]) => fieldOf(call.company, entity, call.params.code ?? '')
  return {
    [`GET ${base}`]: ({ company, query: values }) => {
      const query = new Query(values, ['include_fields', 'limit', 'cursor'])
      const page = pageOfList(company.fields.list(entity, company.options), query)
      return ok(
        page.rows.map((field) => toFieldWire(field, included(query))),
        { next_cursor: page.nextCursor },
      )
    },
    [`GET ${base}/:code`]: (call) => ok(toFieldWire(one(call), included(new Query(call.query, ['include_fields'])))),
    [`POST ${base}`]: ({ company, user, body }) =>
      ok(toFieldWire(createField(world, company, user, entity, body), parts)),
    [`PATCH ${base}/:code`]: (call) =>
      ok(toFieldWire(changeField(world, call.user, entity, one(call), call.body), parts)),
    [`DELETE ${base}/:code`]: (call) => ok(toFieldWire(removeField(call.company, call.user, entity, one(call)))),
    [`POST ${base}/:code/options`]: (call) => ok(addOptions(call.company, call.user, one(call), call.body), null),
    [`PATCH ${base}/:code/options`]: (call) => ok(changeOptions(call.company, call.user, one(call), call.body), null),
    [`DELETE ${base}/:code/options`]: (call) => ok(removeOptions(call.company, call.user, one(call), call.body), null),
  }
}

import { toV1Time } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import { fieldById } from './fields.ts'
import type { Condition, Filter } from './stored.ts'

/** Lists leave the conditions out. */
export const toFilterSummary = (filter: Filter): Record<string, unknown> => ({
  id: filter.id,
  name: filter.name,
  filter_code: null,
  is_editable: true,
  active_flag: !filter.isDeleted,
  type: filter.type,
  temporary_flag: null,
  user_id: filter.userId,
  add_time: toV1Time(filter.addMs),
  update_time: toV1Time(filter.updateMs),
  visible_to: '1',
  last_used_time: null,
  custom_view_id: null,
})

export function toFilterWire(company: Company, filter: Filter, withCodes: boolean): Record<string, unknown> {
  const wire = (condition: Condition) => ({
    object: condition.object,
    field_id: String(condition.fieldId),
    operator: condition.operator,
    value: condition.value,
    extra_value: condition.extraValue,
    json_value_flag: false,
    ...(withCodes ? { field_code: fieldById(company, condition)?.code ?? null } : {}),
  })
  return {
    ...toFilterSummary(filter),
    conditions: {
      glue: 'and',
      conditions: [
        { glue: 'and', conditions: filter.all.map(wire) },
        { glue: 'or', conditions: filter.any.map(wire) },
      ],
    },
  }
}

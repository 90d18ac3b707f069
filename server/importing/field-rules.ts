import { type MatchRule, matchRulesOf } from '../mapping/match-rules.ts'
import type { FieldEntity, PlanDocument } from '../mapping/types.ts'
import type { Bindings } from './bindings.ts'

/**
 * The plan's rule of each field of an entity, by the name that the field has in a request body: built-in names, codes of
 * custom fields as `custom_fields.<code>`. A field without a rule of its own is only filled. Pure.
 */
export function makeRuleOf(plan: PlanDocument, bindings: Bindings, entity: FieldEntity): (field: string) => MatchRule {
  const rules = new Map(
    matchRulesOf(plan)
      .filter((view) => view.entity === entity)
      .map(({ field, rule }) => [field, rule]),
  )
  const keys = new Map(bindings.of(entity).map(({ code, key }) => [code, key]))
  return (field) => {
    const code = field.replace(/^custom_fields\./, '')
    return rules.get(keys.get(code) ?? code) ?? rules.get(companionOf[code] ?? '') ?? 'fill'
  }
}

/** Fields that share the rule of another one. */
const companionOf: Record<string, string> = {
  pipeline_id: 'stage_id',
  close_time: 'status',
  won_time: 'status',
  lost_time: 'status',
}

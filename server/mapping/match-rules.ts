import { InvalidRequest } from '../errors.ts'
import type { FieldEntity, PlanDocument, PlannedField } from './types.ts'

/**
 * What becomes of a field of a record that was in Pipedrive before us. `fill`: written where it is blank; `overwrite`: the
 * export's value is written; `keep`: never touched. E-mails and phones are united by `fill`.
 */
export type MatchRule = 'fill' | 'overwrite' | 'keep'

/** What people decided, by entity and field: a built-in field's name, or the key of a planned field. */
export type MatchRules = Partial<Record<FieldEntity, Record<string, MatchRule>>>

/**
 * A person of the export whom only the name could tell: `ask` about each, `create` another one, `match` them. The first is
 * what the plan does unless people decide.
 */
export const sameNamePolicies = ['ask', 'create', 'match'] as const
export type SameNamePolicy = (typeof sameNamePolicies)[number]

/** The built-in fields that an import writes, in the order in which people see them. */
export const writtenFields: Readonly<Record<FieldEntity, readonly string[]>> = {
  person: ['name', 'emails', 'phones', 'owner_id', 'org_id'],
  organization: ['name', 'website'],
  deal: ['title', 'owner_id', 'person_id', 'org_id', 'stage_id', 'status', 'value', 'currency', 'expected_close_date'],
  product: ['name', 'description', 'unit', 'tax', 'prices'],
}

export interface MatchRuleView {
  entity: FieldEntity
  field: string
  /** As people know it; of a built-in field its name in the API. */
  name: string
  rule: MatchRule
  /** Nobody decided it. */
  isDefault: boolean
  choices: MatchRule[]
}

const lists: readonly string[] = ['emails', 'phones']

/** Every rule of the plan, decided or not. Pure. */
export function matchRulesOf({
  fields,
  matchRules = {},
}: Pick<PlanDocument, 'fields' | 'matchRules'>): MatchRuleView[] {
  const entities = Object.entries(writtenFields) as [FieldEntity, readonly string[]][]
  return entities.flatMap(([entity, builtin]) => {
    const planned = fields.filter((field) => field.entity === entity)
    const all = [
      ...builtin.map((field) => ({ field, name: field, proposed: 'fill' as const })),
      ...planned.map((field) => ({ field: field.key, name: field.name, proposed: proposedRule(field) })),
    ]
    return all.map(({ field, name, proposed }): MatchRuleView => {
      const decided = matchRules[entity]?.[field]
      const choices: MatchRule[] = lists.includes(field) ? ['fill', 'keep'] : ['fill', 'overwrite', 'keep']
      return { entity, field, name, rule: decided ?? proposed, isDefault: decided === undefined, choices }
    })
  })
}

/**
 * A field of our object map holds what the export says, nobody else's values. A field of the account that was chosen to take
 * them under another name holds people's values, too.
 */
function proposedRule({ origin, use, name, key }: PlannedField): MatchRule {
  return origin === 'object_map' && (use === undefined || name === key) ? 'overwrite' : 'fill'
}

/** What is decided anew; null takes a rule back. */
export type MatchRuleChanges = Partial<Record<FieldEntity, Record<string, MatchRule | null>>>

/**
 * The rules with these changes. Throws 409 `match_rule.unknown_field` for a field that the plan does not write, and
 * `match_rule.not_a_choice` for a rule that it cannot have. Pure.
 */
export function changeMatchRules(
  document: Pick<PlanDocument, 'fields' | 'matchRules'>,
  before: MatchRules,
  changes: MatchRuleChanges,
): MatchRules {
  const views = new Map(matchRulesOf(document).map((view) => [`${view.entity}:${view.field}`, view]))
  const entries = Object.entries(changes) as [FieldEntity, Record<string, MatchRule | null>][]
  const after: MatchRules = { ...before }
  for (const [entity, rules] of entries) {
    const decided = new Map(Object.entries(before[entity] ?? {}))
    for (const [field, rule] of Object.entries(rules)) {
      const view = views.get(`${entity}:${field}`)
      if (rule === null) decided.delete(field)
      else if (view === undefined) throw new InvalidRequest(409, 'match_rule.unknown_field', { entity, field })
      else if (!view.choices.includes(rule)) throw new InvalidRequest(409, 'match_rule.not_a_choice', { field, rule })
      else decided.set(field, rule)
    }
    if (decided.size === 0) delete after[entity]
    else after[entity] = Object.fromEntries(decided)
  }
  return after
}

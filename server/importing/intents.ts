import type { Trx } from '../../db/pool.ts'
import type { JsonObject } from '../lib/json.ts'
import type { MatchRule } from '../mapping/match-rules.ts'
import type { Bindings } from './bindings.ts'
import { mergeRecord } from './changes.ts'
import { makeRuleOf } from './field-rules.ts'
import type { Intent, JournalRow } from './journal.ts'
import { readSettleConflict, type SettleConflict } from './record-questions.ts'
import { pipedriveEntity, type RecordJournalEntity, type RunContext } from './types.ts'

/** How existing records of one entity are changed: by the plan, the run's policy, and what people decided about each. */
export interface MergeRules {
  ruleOf(field: string): MatchRule
  settle: SettleConflict
  mayLeave?: ReadonlyMap<string, ReadonlySet<number>>
}

export async function readMergeRules(
  trx: Trx,
  { run, plan }: RunContext,
  bindings: Bindings,
  entity: RecordJournalEntity,
  rows: JournalRow[],
): Promise<MergeRules> {
  const sourceKeys = rows.map(({ sourceKey }) => sourceKey)
  return {
    ruleOf: makeRuleOf(plan, bindings, pipedriveEntity[entity]),
    settle: await readSettleConflict(trx, run, entity, sourceKeys),
  }
}

/** A record that Pipedrive does not have is created whole; one that it has is changed only where it must be. Pure. */
export function toIntent(row: JournalRow, desired: JsonObject, rules: MergeRules): Intent {
  const { seq, pipedriveId, beforeImage = {}, written, matchStrength } = row
  if (pipedriveId === undefined) return { seq, action: 'create', desired, body: desired }
  const { changes, edits, ...merged } = mergeRecord(desired, beforeImage, written, {
    ...rules,
    isOurs: matchStrength === 2 && written === undefined,
    settle: (field, sides) => rules.settle(row.sourceKey, field, sides),
  })
  const common = { seq, desired: merged.written, edits }
  return Object.keys(changes).length === 0
    ? { ...common, action: 'none', outcome: 'unchanged' }
    : { ...common, action: 'update', body: changes, pipedriveId }
}

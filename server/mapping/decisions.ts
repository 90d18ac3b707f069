import type { MatchRules, SameNamePolicy } from './match-rules.ts'
import type { FailurePolicy, Transform } from './transforms/types.ts'
import type { FieldType, TimelineChoice } from './types.ts'

/** What a person decided about a plan, kept from version to version: proposals change, decisions hold. */
export interface Decisions {
  /** By the name of the file (of the first, where parts are mapped as one), then by column. */
  columns: Record<string, Record<string, ColumnDecision>>
  /** By `entity:key` of the planned field. */
  fields: Record<string, FieldDecision>
  /** By the id of the value map (`owners`, `orderStatus`, `options:person:<key>` …), then by value as `valueKey` writes it. */
  values: Record<string, Record<string, ValueDecision>>
  titles: { order?: string; campaign?: string }
  /** Of records that were in Pipedrive before us. */
  matchRules?: MatchRules
  sameName?: SameNamePolicy
  timeline?: TimelineChoice
}

export interface ColumnDecision {
  target?: string
  transforms?: Transform[]
  onFailure?: FailurePolicy
  /** Accepted as proposed: the target is kept even when a later proposal would be another. */
  accepted?: true
}

export interface FieldDecision {
  /** Its name in Pipedrive, before it is created. */
  name?: string
  type?: FieldType
  /** `field_code` of an existing field of the account that is used instead of a new one. */
  use?: string
  /** `folded`: into the long text of its entity; `none`: not imported. */
  place?: 'own' | 'folded' | 'none'
}

/** What a value becomes: the map's own words (a label, a status, an e-mail of a user); null leaves the cell blank. */
export type ValueDecision = string | null

/** What a person of this company chose for a column of this name in an earlier migration. */
export interface Precedent {
  kind: string
  /** As `normaliseColumn` writes it. */
  column: string
  target: string
  transforms?: Transform[]
}

/** What a model says about a column that the rules leave open. */
export interface ModelSuggestion {
  datasetId: string
  column: string
  target: string
  /** 0 to 1. */
  confidence: number
}

export const noDecisions: Decisions = { columns: {}, fields: {}, values: {}, titles: {} }

import type { Json, JsonObject } from '../../lib/json.ts'
import type { MatchRule } from '../../mapping/match-rules.ts'
import type { DeltaPolicies } from '../run-scope.ts'

/** What becomes of a field that people changed and that the export changed, too. */
export type ConflictPolicy = DeltaPolicies['conflicts']

/**
 * A field that people changed since we wrote it. `kept`: the export still says what we wrote, so theirs stays. The others:
 * the export says something else by now; theirs stays, ours was written, or a person is asked and nothing was written.
 */
export interface Edit {
  /** As in the request body; custom fields as `custom_fields.<code>`, prices as `prices.<currency>`. */
  field: string
  what: 'kept' | ConflictPolicy
  written: Json
  now: Json
  exported: Json
}

export interface FieldSides {
  /** What the export says. */
  wanted: Json
  /** What the record says. */
  now: Json
  /** What we wrote; undefined: the field was never ours. */
  before: Json | undefined
}

/** What decides about a field besides its three sides. */
export interface FieldRules {
  /** Of a field that was never ours. */
  rule: MatchRule
  /** An earlier import of ours made the record, though nobody knows any more what it wrote. */
  isOurs: boolean
  settle(sides: { written: Json; now: Json; exported: Json }): ConflictPolicy
}

export interface MergedField {
  /** The value to send; absent: nothing. */
  send?: Json
  /** What counts as written by us from now on; absent: as before. */
  written?: Json
  edits: Omit<Edit, 'field'>[]
}

export interface MergedRecord {
  /** The body of the request; empty: nothing needs to be sent. */
  changes: JsonObject
  /** What counts as written by us once it was sent. */
  written: JsonObject
  edits: Edit[]
}

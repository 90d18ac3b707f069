import type { DatasetKind } from '../../altcraft/types.ts'
import type { ModelSuggestion } from '../decisions.ts'
import type { ColumnProfile } from '../types.ts'

/** A column that the rules leave open. Of these, `datasetId`, `file`, counts and values stay here: see describe-column.ts. */
export interface OpenColumn {
  datasetId: string
  file: string
  kind: DatasetKind
  /** Rows of the dataset. */
  rowCount: number
  column: string
  profile: ColumnProfile
  /** The targets it may go to: the catalog for this kind. */
  candidates: readonly string[]
}

export type Suggestion = ModelSuggestion

/**
 * What a model says about columns; about some of them, or none. Never throws and never takes longer than its deadline:
 * without a usable answer there is no suggestion, and the rules hold.
 */
export type SuggestTargets = (columns: readonly OpenColumn[]) => Promise<Suggestion[]>

/** A column as it is asked about: its place in the list is how the model names it. */
export interface AskedColumn {
  open: OpenColumn
  /** Those of its candidates that a model may choose, in order; never empty. */
  targets: readonly string[]
  /** What the model is told of it. */
  description: ColumnDescription
}

export interface ColumnDescription {
  name: string
  kind: DatasetKind
  /** Types of at least a tenth of its values, most frequent first. */
  types: string[]
  /** Share of rows that have a value: `80-90 %`. */
  filled: string
  distinct: 'one' | 'few' | 'many' | 'all different'
  /** The most frequent shapes of its values, see shape.ts. */
  shapes: string[]
}

export type ModelFailure = 'late' | 'unreachable' | 'status' | 'too_large' | 'nonsense'

/** Why there is no answer. Holds nothing of what was asked or answered. */
export class ModelFailed extends Error {
  readonly code: ModelFailure
  /** HTTP status, where `code` is `status`. */
  readonly status: number | undefined

  constructor(code: ModelFailure, status?: number) {
    super(code)
    this.name = 'ModelFailed'
    this.code = code
    this.status = status
  }
}

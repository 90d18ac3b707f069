import type { Row } from '../../world/table.ts'

export type FilterType = 'deals' | 'org' | 'people' | 'products' | 'activity'

export interface Condition {
  object: string
  fieldId: number
  operator: string
  value: string | null
  extraValue: string | null
}

export interface Filter extends Row {
  readonly name: string
  readonly type: FilterType
  readonly userId: number
  /** All of the first list must hold, and one of the second unless it is empty. */
  readonly all: readonly Condition[]
  readonly any: readonly Condition[]
}

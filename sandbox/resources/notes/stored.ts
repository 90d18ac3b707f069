import type { Row } from '../../world/table.ts'

export interface Note extends Row {
  /** HTML. */
  readonly content: string
  readonly userId: number
  readonly lastUserId: number
  readonly dealId: number | null
  readonly personId: number | null
  readonly orgId: number | null
  /** Pin flags by their wire names. */
  readonly pinned: Readonly<Record<string, boolean>>
}

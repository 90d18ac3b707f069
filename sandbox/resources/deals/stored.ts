import type { Row } from '../../world/table.ts'
import type { CustomValues } from '../fields/stored.ts'

export type DealStatus = 'open' | 'won' | 'lost'

/** Times in ms. `value` is the sum of the deal's enabled lines as soon as it has any. */
export interface Deal extends Row {
  readonly title: string
  readonly creatorId: number
  readonly ownerId: number
  readonly personId: number | null
  readonly orgId: number | null
  readonly pipelineId: number
  readonly stageId: number
  readonly stageChangeMs: number
  readonly value: number
  readonly currency: string
  readonly status: DealStatus
  readonly probability: number | null
  readonly lostReason: string | null
  readonly closeMs: number | null
  readonly wonMs: number | null
  readonly lostMs: number | null
  readonly expectedCloseDate: string | null
  readonly isArchived: boolean
  readonly archiveMs: number | null
  readonly labelIds: readonly number[]
  readonly visibleTo: number
  readonly custom: CustomValues
}

import type { Row } from '../../world/table.ts'

export interface StoredFile extends Row {
  readonly userId: number
  readonly name: string
  readonly description: string
  readonly fileName: string
  readonly content: Buffer
  readonly mediaType: string
  readonly dealId: number | null
  readonly personId: number | null
  readonly orgId: number | null
  readonly productId: number | null
  readonly activityId: number | null
}

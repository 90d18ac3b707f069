import type { Row } from '../../world/table.ts'
import type { Price } from '../products/stored.ts'

export interface ProductVariation extends Row {
  readonly productId: number
  readonly name: string
  readonly prices: readonly Price[]
}

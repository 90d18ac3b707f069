import type { Row } from '../../world/table.ts'
import type { BillingFrequency } from '../products/stored.ts'

export interface DealProduct extends Row {
  readonly dealId: number
  readonly productId: number
  readonly variationId: number | null
  readonly orderNr: number
  readonly itemPrice: number
  readonly quantity: number
  /** Percent. */
  readonly tax: number
  readonly taxMethod: 'exclusive' | 'inclusive' | 'none'
  readonly discount: number
  readonly discountType: 'percentage' | 'amount'
  readonly comments: string
  readonly isEnabled: boolean
  readonly billingFrequency: BillingFrequency
  readonly billingCycles: number | null
  readonly billingStartDate: string | null
}

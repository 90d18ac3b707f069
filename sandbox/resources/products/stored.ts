import type { Row } from '../../world/table.ts'
import type { CustomValues } from '../fields/stored.ts'

export interface Price {
  currency: string
  price: number
  cost: number
  directCost: number | null
  notes: string
}

export type BillingFrequency = 'one-time' | 'annually' | 'semi-annually' | 'quarterly' | 'monthly' | 'weekly'

export interface Product extends Row {
  readonly name: string
  readonly code: string | null
  readonly description: string | null
  readonly unit: string | null
  /** Percent. */
  readonly tax: number
  readonly category: number | null
  readonly ownerId: number
  readonly isLinkable: boolean
  readonly visibleTo: number
  readonly prices: readonly Price[]
  readonly billingFrequency: BillingFrequency
  readonly billingCycles: number | null
  readonly custom: CustomValues
}

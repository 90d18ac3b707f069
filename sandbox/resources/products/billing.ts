/** Billing of products and deal products: frequency and number of cycles. Growth and above. */
import { forbidden, invalid } from '../../api/answer.ts'
import { integer, nullable, oneOf } from '../../api/read.ts'
import type { World } from '../../world/world.ts'
import type { BillingFrequency } from './stored.ts'

export const billingFields = {
  billing_frequency: oneOf('one-time', 'annually', 'semi-annually', 'quarterly', 'monthly', 'weekly'),
  billing_frequency_cycles: nullable(integer(1, 208)),
}

interface Billing {
  billingFrequency: BillingFrequency
  billingCycles: number | null
}

export const oneTime: Billing = { billingFrequency: 'one-time', billingCycles: null }

/** Cycles must be absent for one-time and present for weekly billing. */
export function billingOf(
  world: World,
  given: { billing_frequency?: BillingFrequency; billing_frequency_cycles?: number | null },
  before: Billing,
): Billing {
  const frequency = given.billing_frequency ?? before.billingFrequency
  const cycles = given.billing_frequency_cycles === undefined ? before.billingCycles : given.billing_frequency_cycles
  if (frequency !== 'one-time' && !world.limits().billing)
    throw forbidden('Billing frequency is not available in your plan.')
  if (frequency === 'one-time' && cycles !== null)
    throw invalid('billing_frequency_cycles', 'must be null for one-time')
  if (frequency === 'weekly' && cycles === null) throw invalid('billing_frequency_cycles', 'is required for weekly')
  return { billingFrequency: frequency, billingCycles: cycles }
}

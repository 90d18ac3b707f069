import type { Row } from '../../world/table.ts'
import type { AddressParts } from '../address.ts'
import type { CustomValues } from '../fields/stored.ts'

export interface Organization extends Row {
  readonly name: string
  readonly ownerId: number
  readonly address: AddressParts | null
  readonly labelIds: readonly number[]
  readonly visibleTo: number
  readonly website: string | null
  readonly linkedin: string | null
  readonly industry: number | null
  readonly annualRevenue: number | null
  readonly employeeCount: number | null
  readonly custom: CustomValues
}

import type { Row } from '../../world/table.ts'
import type { AddressParts } from '../address.ts'
import type { CustomValues } from '../fields/stored.ts'

export interface Channel {
  value: string
  primary: boolean
  label: string
}

/** Fields that exist only while the company has contact sync. */
export interface ContactSync {
  postalAddress: AddressParts | null
  notes: string | null
  im: Channel[]
  birthday: string | null
  jobTitle: string | null
}

export interface Person extends Row {
  readonly name: string
  readonly ownerId: number
  readonly orgId: number | null
  readonly emails: readonly Channel[]
  readonly phones: readonly Channel[]
  readonly labelIds: readonly number[]
  readonly visibleTo: number
  readonly custom: CustomValues
  readonly contactSync: ContactSync
}

import type { Row } from '../../world/table.ts'
import type { AddressParts } from '../address.ts'

export interface Participant {
  personId: number
  primary: boolean
}

export interface Activity extends Row {
  readonly subject: string
  readonly type: string
  readonly ownerId: number
  readonly creatorId: number
  readonly dealId: number | null
  readonly orgId: number | null
  readonly dueDate: string | null
  /** `HH:MM:SS` UTC */
  readonly dueTime: string | null
  readonly duration: string | null
  readonly busy: boolean
  readonly done: boolean
  readonly doneMs: number | null
  readonly location: AddressParts | null
  readonly participants: readonly Participant[]
  readonly attendees: readonly Record<string, unknown>[]
  readonly publicDescription: string | null
  readonly priority: number | null
  readonly note: string | null
}

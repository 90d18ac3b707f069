import { invalid } from '../../api/answer.ts'
import { present } from '../../api/present.ts'
import {
  boolean,
  changes,
  integer,
  isObject,
  list,
  nullable,
  type Read,
  type Reader,
  shape,
  text,
} from '../../api/read.ts'
import { date } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import type { Content } from '../../world/table.ts'
import type { User } from '../../world/users.ts'
import { address } from '../address.ts'
import { activityTypes } from '../lookups/activity-types.ts'
import { owner, recordOf } from '../references.ts'
import type { Activity, Participant } from './stored.ts'

const maxNoteBytes = 100_000

/** A new activity of `user`. Throws the 400 of its body. */
export function createActivity(company: Company, user: User, body: unknown, nowMs: number): Activity {
  refuseReadOnly(body)
  const given = shape(fields(company), ['subject', 'type'])(body, 'body')
  const start: Content<Activity> = {
    subject: '',
    type: '',
    ownerId: user.id,
    creatorId: user.id,
    dealId: null,
    orgId: null,
    dueDate: null,
    dueTime: null,
    duration: null,
    busy: false,
    done: false,
    doneMs: null,
    location: null,
    participants: [],
    attendees: [],
    publicDescription: null,
    priority: null,
    note: null,
  }
  return company.activities.add({ ...start, ...content(given, start, nowMs) })
}

export function changeActivity(company: Company, before: Activity, body: unknown, nowMs: number): Activity {
  refuseReadOnly(body)
  return company.activities.change(before, content(changes(fields(company))(body, 'body'), before, nowMs))
}

const fields = (company: Company) => ({
  subject: text(255, 1),
  type: activityType,
  owner_id: owner(company),
  deal_id: nullable(recordOf(company.deals, 'deal')),
  org_id: nullable(recordOf(company.organizations, 'organization')),
  due_date: nullable(date),
  due_time: nullable(clock),
  duration: nullable(clock),
  busy: boolean,
  done: boolean,
  location: nullable(address),
  participants: participants(company),
  attendees: list(attendee(company), 100),
  public_description: nullable(text(65_000)),
  priority: nullable(integer(1)),
  note: nullable(note),
})

const content = (given: Read<ReturnType<typeof fields>>, before: Content<Activity>, nowMs: number) => ({
  ...present<Content<Activity>>({
    subject: given.subject,
    type: given.type,
    ownerId: given.owner_id,
    dealId: given.deal_id,
    orgId: given.org_id,
    dueDate: given.due_date,
    dueTime: given.due_time,
    duration: given.duration,
    busy: given.busy,
    location: given.location,
    participants: given.participants,
    attendees: given.attendees,
    publicDescription: given.public_description,
    priority: given.priority,
    note: given.note,
  }),
  done: given.done ?? before.done,
  doneMs: (given.done ?? before.done) ? (before.doneMs ?? nowMs) : null,
})

/** Persons are linked through `participants`; the id of the primary one is shown but not written. */
function refuseReadOnly(body: unknown): void {
  if (isObject(body) && body.person_id !== undefined) throw invalid('person_id', 'is read-only; use participants')
}

const activityType: Reader<string> = (value, at) => {
  const type = activityTypes.find((one) => one.key_string === value)
  if (!type) throw invalid(at, 'is not a known activity type')
  return type.key_string
}

/** `HH:MM` in, `HH:MM:SS` out. */
const clock: Reader<string> = (value, at) => {
  if (typeof value !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(value))
    throw invalid(at, 'must be a time in HH:MM format')
  return `${value}:00`
}

const note: Reader<string> = (value, at) => {
  if (typeof value !== 'string') throw invalid(at, 'must be a string')
  if (Buffer.byteLength(value) > maxNoteBytes) throw invalid(at, `must not be longer than ${maxNoteBytes} bytes`)
  return value
}

const attendee = (company: Company) =>
  shape(
    {
      email: text(255, 1),
      name: text(),
      status: text(),
      is_organizer: boolean,
      person_id: recordOf(company.persons, 'person'),
      user_id: owner(company),
    },
    ['email'],
  )

function participants(company: Company): Reader<Participant[]> {
  const one = shape({ person_id: recordOf(company.persons, 'person'), primary: boolean }, ['person_id'])
  return (value, at) => {
    const given = list(one, 100)(value, at)
    if (given.filter(({ primary }) => primary).length > 1) throw invalid(at, 'must not have more than one primary')
    const primary = Math.max(
      0,
      given.findIndex((entry) => entry.primary),
    )
    return given.map(({ person_id = 0 }, index) => ({ personId: person_id, primary: index === primary }))
  }
}

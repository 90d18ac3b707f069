import { forbidden, invalid } from '../../api/answer.ts'
import { changes, id, nullable, oneOf, type Read, type Reader, shape } from '../../api/read.ts'
import { v1Moment } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import type { User } from '../../world/users.ts'
import { recordOf } from '../references.ts'
import type { Note } from './stored.ts'

const maxContentLength = 100_000
export const pinFlags = [
  'pinned_to_lead_flag',
  'pinned_to_deal_flag',
  'pinned_to_organization_flag',
  'pinned_to_person_flag',
  'pinned_to_project_flag',
  'pinned_to_task_flag',
] as const

/** A note on at least one of person, organization, deal; `add_time` may lie in the past. Throws 400 and 403. */
export function createNote(company: Company, user: User, body: unknown): Note {
  const given = shape(fields(company), ['content'])(body, 'body')
  if (given.deal_id == null && given.person_id == null && given.org_id == null) {
    throw invalid('body', 'needs one of deal_id, person_id, org_id')
  }
  const content = {
    content: given.content ?? '',
    userId: authorOf(user, given),
    lastUserId: user.id,
    dealId: given.deal_id ?? null,
    personId: given.person_id ?? null,
    orgId: given.org_id ?? null,
    pinned: pinnedOf(given, {}),
  }
  return company.notes.add(content, given.add_time)
}

export function changeNote(company: Company, user: User, note: Note, body: unknown): Note {
  const given = changes(fields(company))(body, 'body')
  const before = given.add_time === undefined ? note : { ...note, addMs: given.add_time }
  return company.notes.change(before, {
    content: given.content ?? note.content,
    userId: given.user_id === undefined ? note.userId : authorOf(user, given),
    lastUserId: user.id,
    dealId: given.deal_id === undefined ? note.dealId : given.deal_id,
    personId: given.person_id === undefined ? note.personId : given.person_id,
    orgId: given.org_id === undefined ? note.orgId : given.org_id,
    pinned: pinnedOf(given, note.pinned),
  })
}

const flag = oneOf(0, 1)

const fields = (company: Company) => ({
  content: html,
  deal_id: nullable(recordOf(company.deals, 'deal')),
  person_id: nullable(recordOf(company.persons, 'person')),
  org_id: nullable(recordOf(company.organizations, 'organization')),
  user_id: id,
  add_time: v1Moment,
  pinned_to_lead_flag: flag,
  pinned_to_deal_flag: flag,
  pinned_to_organization_flag: flag,
  pinned_to_person_flag: flag,
  pinned_to_project_flag: flag,
  pinned_to_task_flag: flag,
})

type Given = Read<ReturnType<typeof fields>>

/** Scripts and event handlers are taken out; the rest is kept as sent. */
const html: Reader<string> = (value, at) => {
  if (typeof value !== 'string' || value.trim() === '') throw invalid(at, 'must be a non-empty string')
  if (value.length > maxContentLength) throw invalid(at, `must not be longer than ${maxContentLength} characters`)
  return value.replace(/<script\b[\s\S]*?<\/script\s*>/gi, '').replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
}

function authorOf(user: User, given: Given): number {
  if (given.user_id === undefined || given.user_id === user.id) return user.id
  if (!user.isAdmin) throw forbidden('Only an admin can set the author of a note.')
  return given.user_id
}

const pinnedOf = (given: Given, before: Readonly<Record<string, boolean>>): Record<string, boolean> =>
  Object.fromEntries(
    pinFlags.map((name) => [name, given[name] === undefined ? (before[name] ?? false) : given[name] === 1]),
  )

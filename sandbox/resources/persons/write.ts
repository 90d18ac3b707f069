import { forbidden, invalid } from '../../api/answer.ts'
import { present } from '../../api/present.ts'
import { boolean, changes, isObject, list, nullable, type Reader, shape, text, verbatim } from '../../api/read.ts'
import { date, moment } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import type { Content } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import { address } from '../address.ts'
import { customFieldsBody, readCustomFields } from '../fields/values.ts'
import { defaultVisibility, labelIds, owner, recordOf, visibility } from '../references.ts'
import type { Channel, ContactSync, Person } from './stored.ts'

const contactSyncKeys = ['postal_address', 'notes', 'im', 'birthday', 'job_title']
const noContactSync: ContactSync = { postalAddress: null, notes: null, im: [], birthday: null, jobTitle: null }
const email = text(255, 1)
const phone = verbatim(255)

/** A new person of `userId`. Throws the 400 or 403 that the body deserves. */
export function createPerson(world: World, company: Company, userId: number, body: unknown): Person {
  refuseContactSync(company, body)
  const given = shape({ ...fields(world, company), add_time: moment }, ['name'])(body, 'body')
  const start: Content<Person> = {
    name: '',
    ownerId: userId,
    orgId: null,
    emails: [],
    phones: [],
    labelIds: [],
    visibleTo: defaultVisibility(world.options.plan),
    custom: {},
    contactSync: noContactSync,
  }
  return company.persons.add({ ...start, ...content(company, given, start) }, given.add_time)
}

/** Changes what the body names; arrays are replaced whole. */
export function changePerson(world: World, company: Company, person: Person, body: unknown): Person {
  refuseContactSync(company, body)
  const given = changes(fields(world, company))(body, 'body')
  return company.persons.change(person, content(company, given, person))
}

const fields = (world: World, company: Company) => ({
  name: text(255, 1),
  owner_id: owner(company),
  org_id: nullable(recordOf(company.organizations, 'organization')),
  emails: channels(email),
  phones: channels(phone),
  visible_to: visibility(world.options.plan),
  label_ids: labelIds(company, 'person'),
  custom_fields: customFieldsBody,
  postal_address: nullable(address),
  notes: nullable(text(10_000)),
  im: channels(email),
  birthday: nullable(date),
  job_title: nullable(text()),
})

type Given = { [K in keyof ReturnType<typeof fields>]?: ReturnType<ReturnType<typeof fields>[K]> }

const content = (company: Company, given: Given, before: Content<Person>): Partial<Content<Person>> =>
  present<Content<Person>>({
    name: given.name,
    ownerId: given.owner_id,
    orgId: given.org_id,
    emails: given.emails,
    phones: given.phones,
    labelIds: given.label_ids,
    visibleTo: given.visible_to,
    custom: given.custom_fields && readCustomFields(company, 'person', given.custom_fields, before.custom),
    contactSync: {
      ...before.contactSync,
      ...present<ContactSync>({
        postalAddress: given.postal_address,
        notes: given.notes,
        im: given.im,
        birthday: given.birthday,
        jobTitle: given.job_title,
      }),
    },
  })

/** At most one primary; without one the first is. */
function channels(value: Reader<string>): Reader<Channel[]> {
  const read = list(shape({ value, primary: boolean, label: text() }, ['value']), 100)
  return (given, at) => {
    const entries = read(given, at)
    if (entries.filter(({ primary }) => primary).length > 1) throw invalid(at, 'must not have more than one primary')
    const primary = Math.max(
      0,
      entries.findIndex((entry) => entry.primary),
    )
    return entries.map((entry, index) => ({
      value: entry.value ?? '',
      primary: index === primary,
      label: entry.label || 'work',
    }))
  }
}

function refuseContactSync(company: Company, body: unknown): void {
  if (company.options.contactSync || !isObject(body)) return
  const found = contactSyncKeys.find((key) => body[key] !== undefined)
  if (found) throw forbidden(`Field ${found} is not available: contact sync is not enabled for this company.`)
}

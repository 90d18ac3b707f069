import { toRfc3339 } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import { type Shown, toCustomFields, toLabels } from '../fields/shown.ts'
import type { Person } from './stored.ts'

export function toPersonWire(company: Company, person: Person, shown: Shown): Record<string, unknown> {
  const [first = '', ...rest] = person.name.split(/\s+/)
  return {
    id: person.id,
    name: person.name,
    first_name: first,
    last_name: rest.length > 0 ? rest.join(' ') : null,
    owner_id: person.ownerId,
    org_id: person.orgId,
    add_time: toRfc3339(person.addMs),
    update_time: toRfc3339(person.updateMs),
    emails: person.emails,
    phones: person.phones,
    is_deleted: person.isDeleted,
    visible_to: person.visibleTo,
    label_ids: person.labelIds,
    picture_id: null,
    ...(shown.includeLabels ? { labels: toLabels(company, 'person', person.labelIds) } : {}),
    ...(company.options.contactSync ? contactSyncWire(person) : {}),
    custom_fields: toCustomFields(person.custom, shown),
  }
}

const contactSyncWire = ({ contactSync }: Person) => ({
  postal_address: contactSync.postalAddress,
  notes: contactSync.notes,
  im: contactSync.im,
  birthday: contactSync.birthday,
  job_title: contactSync.jobTitle,
})

import { toV1Time } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import type { Note } from './stored.ts'

export function toNoteWire(company: Company, note: Note, callerId: number): Record<string, unknown> {
  const user = company.users.find((one) => one.id === note.userId)
  const deal = note.dealId === null ? undefined : company.deals.get(note.dealId)
  const person = note.personId === null ? undefined : company.persons.get(note.personId)
  const organization = note.orgId === null ? undefined : company.organizations.get(note.orgId)
  return {
    id: note.id,
    active_flag: !note.isDeleted,
    add_time: toV1Time(note.addMs),
    content: note.content,
    deal: deal ? { title: deal.title } : null,
    lead_id: null,
    deal_id: note.dealId,
    last_update_user_id: note.lastUserId,
    org_id: note.orgId,
    organization: organization ? { name: organization.name } : null,
    person: person ? { name: person.name } : null,
    person_id: note.personId,
    project_id: null,
    project: null,
    task_id: null,
    task: null,
    ...note.pinned,
    update_time: toV1Time(note.updateMs),
    user: { email: user?.email ?? '', icon_url: null, is_you: note.userId === callerId, name: user?.name ?? '' },
    user_id: note.userId,
  }
}

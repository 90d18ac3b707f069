import { toRfc3339 } from '../../api/times.ts'
import type { Activity } from './stored.ts'

export function toActivityWire(activity: Activity): Record<string, unknown> {
  return {
    id: activity.id,
    subject: activity.subject,
    type: activity.type,
    owner_id: activity.ownerId,
    creator_user_id: activity.creatorId,
    is_deleted: activity.isDeleted,
    add_time: toRfc3339(activity.addMs),
    update_time: toRfc3339(activity.updateMs),
    deal_id: activity.dealId,
    lead_id: null,
    person_id: activity.participants.find((one) => one.primary)?.personId ?? null,
    org_id: activity.orgId,
    project_id: null,
    due_date: activity.dueDate,
    due_time: activity.dueTime,
    duration: activity.duration,
    busy: activity.busy,
    done: activity.done,
    marked_as_done_time: activity.doneMs === null ? null : toRfc3339(activity.doneMs),
    location: activity.location,
    participants: activity.participants.map((one) => ({ person_id: one.personId, primary: one.primary })),
    attendees: activity.attendees,
    conference_meeting_client: null,
    conference_meeting_url: null,
    conference_meeting_id: null,
    public_description: activity.publicDescription,
    priority: activity.priority,
    note: activity.note,
  }
}

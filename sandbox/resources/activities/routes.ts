import { forbidden } from '../../api/answer.ts'
import type { Routes } from '../../api/call.ts'
import { listKeys } from '../../api/pages.ts'
import type { Query } from '../../api/query.ts'
import type { World } from '../../world/world.ts'
import { recordRoutes, undeleted } from '../records.ts'
import type { Activity } from './stored.ts'
import { toActivityWire } from './wire.ts'
import { changeActivity, createActivity } from './write.ts'

export const activityRoutes = (world: World): Routes =>
  recordRoutes<Activity>({
    path: '/api/v2/activities',
    name: 'Activity',
    filterType: 'activity',
    table: (company) => company.activities,
    listKeys: [...listKeys, 'owner_id', 'deal_id', 'lead_id', 'person_id', 'org_id', 'done', 'include_fields'],
    getKeys: ['include_fields'],
    keeps: (query) => keeps(query),
    sorts: { add_time: (activity) => activity.addMs, due_date: (activity) => activity.dueDate ?? '' },
    wire: (_call, query) => (activity) => {
      const { attendees, ...wire } = toActivityWire(activity)
      return query.names('include_fields')?.includes('attendees') ? { ...wire, attendees } : wire
    },
    create: ({ company, user, body }) => createActivity(company, user, body, world.options.now()),
    change: ({ company, body }, row) => changeActivity(company, undeleted(row, 'Activity'), body, world.options.now()),
    remove: ({ company, user }, activity) => {
      if (!user.permissions.can_delete_activities) throw forbidden('You do not have permission to delete activities.')
      return company.activities.remove(activity)
    },
  })

function keeps(query: Query): (activity: Activity) => boolean {
  const ownerId = query.integer('owner_id')
  const dealId = query.integer('deal_id')
  const personId = query.integer('person_id')
  const orgId = query.integer('org_id')
  const done = query.boolean('done')
  if (query.text('lead_id') !== undefined) return () => false
  return (activity) =>
    !activity.isDeleted &&
    (ownerId === undefined || activity.ownerId === ownerId) &&
    (dealId === undefined || activity.dealId === dealId) &&
    (orgId === undefined || activity.orgId === orgId) &&
    (done === undefined || activity.done === done) &&
    (personId === undefined || activity.participants.some((one) => one.primary && one.personId === personId))
}

import type { Routes } from '../../api/call.ts'
import { listKeys } from '../../api/pages.ts'
import type { World } from '../../world/world.ts'
import { shownFields } from '../fields/shown.ts'
import { recordRoutes, undeleted } from '../records.ts'
import { toPersonWire } from './wire.ts'
import { changePerson, createPerson } from './write.ts'

const shapeKeys = ['include_fields', 'custom_fields', 'include_option_labels', 'include_labels']

export const personRoutes = (world: World): Routes =>
  recordRoutes({
    path: '/api/v2/persons',
    name: 'Person',
    filterType: 'people',
    table: (company) => company.persons,
    listKeys: [...listKeys, 'owner_id', 'org_id', 'deal_id', ...shapeKeys],
    getKeys: shapeKeys,
    keeps: (query, company) => {
      const ownerId = query.integer('owner_id')
      const orgId = query.integer('org_id')
      const dealId = query.integer('deal_id')
      const personOfDeal = dealId && company.deals.live(dealId)?.personId
      return (person) =>
        !person.isDeleted &&
        (ownerId === undefined || person.ownerId === ownerId) &&
        (orgId === undefined || person.orgId === orgId) &&
        (dealId === undefined || person.id === personOfDeal)
    },
    wire: ({ company }, query) => {
      const shown = shownFields(company, 'person', query)
      return (person) => toPersonWire(company, person, shown)
    },
    create: ({ company, user, body }) => createPerson(world, company, user.id, body),
    change: ({ company, body }, person) => changePerson(world, company, undeleted(person, 'Person'), body),
    remove: ({ company }, person) => company.persons.remove(person),
  })

import type { Routes } from '../../api/call.ts'
import { listKeys } from '../../api/pages.ts'
import type { World } from '../../world/world.ts'
import { shownFields } from '../fields/shown.ts'
import { recordRoutes, undeleted } from '../records.ts'
import { toOrganizationWire } from './wire.ts'
import { changeOrganization, createOrganization } from './write.ts'

const shapeKeys = ['include_fields', 'custom_fields', 'include_option_labels', 'include_labels']

export const organizationRoutes = (world: World): Routes =>
  recordRoutes({
    path: '/api/v2/organizations',
    name: 'Organization',
    filterType: 'org',
    table: (company) => company.organizations,
    listKeys: [...listKeys, 'owner_id', ...shapeKeys],
    getKeys: shapeKeys,
    keeps: (query) => {
      const ownerId = query.integer('owner_id')
      return (organization) => !organization.isDeleted && (ownerId === undefined || organization.ownerId === ownerId)
    },
    wire: ({ company }, query) => {
      const shown = shownFields(company, 'organization', query)
      return (organization) => toOrganizationWire(company, organization, shown)
    },
    create: ({ company, user, body }) => createOrganization(world, company, user.id, body),
    change: ({ company, body }, row) => changeOrganization(world, company, undeleted(row, 'Organization'), body),
    remove: ({ company }, organization) => company.organizations.remove(organization),
  })

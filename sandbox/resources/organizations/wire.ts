import { toRfc3339 } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import { type Shown, toCustomFields, toLabels } from '../fields/shown.ts'
import type { Organization } from './stored.ts'

export function toOrganizationWire(
  company: Company,
  organization: Organization,
  shown: Shown,
): Record<string, unknown> {
  return {
    id: organization.id,
    name: organization.name,
    owner_id: organization.ownerId,
    add_time: toRfc3339(organization.addMs),
    update_time: toRfc3339(organization.updateMs),
    is_deleted: organization.isDeleted,
    visible_to: organization.visibleTo,
    address: organization.address,
    label_ids: organization.labelIds,
    ...(shown.includeLabels ? { labels: toLabels(company, 'organization', organization.labelIds) } : {}),
    ...(company.options.organizationWebsite ? { website: organization.website } : {}),
    linkedin: organization.linkedin,
    industry: organization.industry,
    annual_revenue: organization.annualRevenue,
    employee_count: organization.employeeCount,
    custom_fields: toCustomFields(organization.custom, shown),
  }
}

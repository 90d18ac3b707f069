import { invalid } from '../../api/answer.ts'
import { present } from '../../api/present.ts'
import { changes, integer, isObject, nullable, shape, text } from '../../api/read.ts'
import { moment } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import type { Content } from '../../world/table.ts'
import type { World } from '../../world/world.ts'
import { address } from '../address.ts'
import { customFieldsBody, readCustomFields } from '../fields/values.ts'
import { defaultVisibility, labelIds, optionOf, owner, visibility } from '../references.ts'
import type { Organization } from './stored.ts'

/** A new organization of `userId`. Throws the 400 that the body deserves. */
export function createOrganization(world: World, company: Company, userId: number, body: unknown): Organization {
  refuseWebsite(company, body)
  const given = shape({ ...fields(world, company), add_time: moment }, ['name'])(body, 'body')
  const start: Content<Organization> = {
    name: '',
    ownerId: userId,
    address: null,
    labelIds: [],
    visibleTo: defaultVisibility(world.options.plan),
    website: null,
    linkedin: null,
    industry: null,
    annualRevenue: null,
    employeeCount: null,
    custom: {},
  }
  return company.organizations.add({ ...start, ...content(company, given, start) }, given.add_time)
}

export function changeOrganization(world: World, company: Company, before: Organization, body: unknown): Organization {
  refuseWebsite(company, body)
  const given = changes(fields(world, company))(body, 'body')
  return company.organizations.change(before, content(company, given, before))
}

const fields = (world: World, company: Company) => ({
  name: text(255, 1),
  owner_id: owner(company),
  visible_to: visibility(world.options.plan),
  label_ids: labelIds(company, 'organization'),
  address: nullable(address),
  website: nullable(text()),
  linkedin: nullable(text()),
  industry: nullable(optionOf(company, 'organization', 'industry')),
  annual_revenue: nullable(integer()),
  employee_count: nullable(integer(0)),
  custom_fields: customFieldsBody,
})

type Given = { [K in keyof ReturnType<typeof fields>]?: ReturnType<ReturnType<typeof fields>[K]> }

const content = (company: Company, given: Given, before: Content<Organization>): Partial<Content<Organization>> =>
  present<Content<Organization>>({
    name: given.name,
    ownerId: given.owner_id,
    visibleTo: given.visible_to,
    labelIds: given.label_ids,
    address: given.address,
    website: given.website,
    linkedin: given.linkedin,
    industry: given.industry,
    annualRevenue: given.annual_revenue,
    employeeCount: given.employee_count,
    custom: given.custom_fields && readCustomFields(company, 'organization', given.custom_fields, before.custom),
  })

function refuseWebsite(company: Company, body: unknown): void {
  if (company.options.organizationWebsite || !isObject(body)) return
  if (body.website !== undefined) throw invalid('website', 'is not allowed')
}

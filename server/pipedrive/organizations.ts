import type { AddOrganizationRequest, OrganizationsApiGetOrganizationsRequest } from 'pipedrive/v2'
import type { Api } from './api.ts'
import type { RecordResource } from './records.ts'

/** Bodies: `AddOrganizationRequest` and `UpdateOrganizationRequest` of the client. */
export function makeOrganizations({ organizations }: Pick<Api, 'organizations'>): RecordResource {
  return {
    page: (query) => organizations.getOrganizations(query as OrganizationsApiGetOrganizationsRequest),
    create: (body) =>
      organizations.addOrganization({ AddOrganizationRequest: body as unknown as AddOrganizationRequest }),
    update: (id, body) => organizations.updateOrganization({ id, UpdateOrganizationRequest: body }),
  }
}

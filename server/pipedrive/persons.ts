import type { PersonsApiGetPersonsRequest } from 'pipedrive/v2'
import type { Api } from './api.ts'
import type { RecordResource } from './records.ts'

/** Bodies: `AddPersonRequest` and `UpdatePersonRequest` of the client. */
export function makePersons({ persons }: Pick<Api, 'persons'>): RecordResource {
  return {
    page: (query) => persons.getPersons(query as PersonsApiGetPersonsRequest),
    create: (body) => persons.addPerson({ AddPersonRequest: body }),
    update: (id, body) => persons.updatePerson({ id, UpdatePersonRequest: body }),
  }
}

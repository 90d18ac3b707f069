import type { Api } from './api.ts'
import type { Pipedrive } from './types.ts'
import { writtenRecord } from './wire.ts'

/** Files exist in v1 only. */
export function makeFiles({ files }: Pick<Api, 'files'>): Pick<Pipedrive, 'addFile'> {
  return {
    addFile: async (file, { personId, organizationId, dealId }) =>
      writtenRecord(
        await files.addFile({
          file,
          ...(personId === undefined ? {} : { person_id: personId }),
          ...(organizationId === undefined ? {} : { org_id: organizationId }),
          ...(dealId === undefined ? {} : { deal_id: dealId }),
        }),
      ),
  }
}

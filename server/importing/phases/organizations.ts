import { inCompany } from '../../../db/pool.ts'
import type { OrganizationRecord } from '../../mapping/types.ts'
import { readBindings } from '../bindings.ts'
import { toOrganizationBody } from '../bodies.ts'
import { ownCodes, toIntent } from '../intents.ts'
import { resolveRecords } from '../resolving.ts'
import type { WriteStep } from '../writing.ts'
import { sendRecord } from './send-record.ts'

export const organizations: WriteStep = {
  entity: 'organization',
  resolve: (ctx) => resolveRecords(ctx, 'organization'),
  send: sendRecord('organization'),
  async toIntents(ctx, rows) {
    const bindings = await inCompany(ctx.db, ctx.run.companyId, readBindings)
    const ours = ownCodes(ctx, bindings, 'organization')
    // The plan asks for a domain field only where the account's organizations have no website.
    const hasWebsite = !ctx.plan.fields.some(({ entity, key }) => entity === 'organization' && key === 'domain__c')
    return rows.map((row) => {
      const record = row.record as unknown as OrganizationRecord
      return toIntent(row, toOrganizationBody(record, bindings, hasWebsite), ours)
    })
  },
}

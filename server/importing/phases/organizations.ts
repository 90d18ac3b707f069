import { inCompany } from '../../../db/pool.ts'
import type { OrganizationRecord } from '../../mapping/types.ts'
import { readBindings } from '../bindings.ts'
import { placeOfDomain, toOrganizationBody } from '../bodies.ts'
import { readMergeRules, toIntent } from '../intents.ts'
import { resolveRecords } from '../resolving.ts'
import type { WriteStep } from '../writing.ts'
import { sendRecord } from './send-record.ts'

export const organizations: WriteStep = {
  entity: 'organization',
  resolve: (ctx) => resolveRecords(ctx, 'organization'),
  send: sendRecord('organization'),
  async toIntents(ctx, rows) {
    const [bindings, rules] = await inCompany(ctx.db, ctx.run.companyId, async (trx) => {
      const known = await readBindings(trx)
      return [known, await readMergeRules(trx, ctx, known, 'organization', rows)] as const
    })
    const domainPlace = placeOfDomain(ctx.plan)
    return rows.map((row) => {
      const record = row.record as unknown as OrganizationRecord
      return toIntent(row, toOrganizationBody(record, bindings, domainPlace), rules)
    })
  },
}

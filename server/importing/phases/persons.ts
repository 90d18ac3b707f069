import { inCompany } from '../../../db/pool.ts'
import type { PersonRecord } from '../../mapping/types.ts'
import { readBindings } from '../bindings.ts'
import { toPersonBody } from '../bodies.ts'
import { toIntent } from '../intents.ts'
import type { Intent } from '../journal.ts'
import { readGone, readLinks } from '../links.ts'
import { resolveRecords } from '../resolving.ts'
import type { WriteStep } from '../writing.ts'
import { readPersonRules } from './person-rules.ts'
import { sendRecord } from './send-record.ts'

export const persons: WriteStep = {
  entity: 'person',
  resolve: (ctx) => resolveRecords(ctx, 'person'),
  send: sendRecord('person'),
  async toIntents(ctx, rows) {
    const people = rows.map((row) => ({ row, record: row.record as unknown as PersonRecord }))
    const keys = people.flatMap(({ record }) => record.organization ?? [])
    const [bindings, organizations, gone] = await inCompany(ctx.db, ctx.run.companyId, async (trx) => [
      await readBindings(trx),
      await readLinks(trx, 'organization', keys),
      await readGone(trx, 'organization', keys),
    ])
    const rules = await inCompany(ctx.db, ctx.run.companyId, (trx) => readPersonRules(trx, ctx, bindings, rows))
    return people.map(({ row, record }): Intent => {
      const organizationId = record.organization === undefined ? undefined : organizations.get(record.organization)
      if (record.organization !== undefined && organizationId === undefined && !gone.has(record.organization)) {
        return { seq: row.seq, action: 'none', outcome: 'unprocessed', code: 'person.waits_for_organization' }
      }
      const body = toPersonBody(record, bindings, organizationId)
      return toIntent(row, rules.toDesired(row, record, body), rules)
    })
  },
}

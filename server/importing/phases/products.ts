import { inCompany } from '../../../db/pool.ts'
import type { ProductRecord } from '../../mapping/types.ts'
import { readBindings } from '../bindings.ts'
import { toProductBody } from '../bodies.ts'
import { readMergeRules, toIntent } from '../intents.ts'
import { resolveRecords } from '../resolving.ts'
import type { WriteStep } from '../writing.ts'
import { sendRecord } from './send-record.ts'

export const products: WriteStep = {
  entity: 'product',
  resolve: (ctx) => resolveRecords(ctx, 'product'),
  send: sendRecord('product'),
  async toIntents(ctx, rows) {
    const [bindings, rules] = await inCompany(ctx.db, ctx.run.companyId, async (trx) => {
      const known = await readBindings(trx)
      return [known, await readMergeRules(trx, ctx, known, 'product', rows)] as const
    })
    return rows.map((row) => toIntent(row, toProductBody(row.record as unknown as ProductRecord, bindings), rules))
  },
}

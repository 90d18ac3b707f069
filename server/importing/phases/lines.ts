import { inCompany } from '../../../db/pool.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import type { DealProductLine } from '../../pipedrive/types.ts'
import { toDealLine } from '../bodies.ts'
import type { Intent } from '../journal.ts'
import { readLinks } from '../links.ts'
import type { WriteStep } from '../writing.ts'
import type { DealEntity, LineRecord } from './plan-lines.ts'
import { resolveLines } from './resolve-lines.ts'

interface LineBody {
  dealId: number
  lines?: DealProductLine[]
  ids?: number[]
}

export function lines(entity: DealEntity): WriteStep {
  const step: WriteStep = {
    entity: `${entity}_line`,
    resolve: (ctx) => resolveLines(ctx, entity),
    async toIntents(ctx, rows) {
      const records = rows.map((row) => ({ seq: row.seq, record: row.record as unknown as LineRecord }))
      const products = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
        readLinks(
          trx,
          'product',
          records.flatMap(({ record }) => record.lines.map(({ product }) => product)),
        ),
      )
      return records.map(({ seq, record }): Intent => {
        const { dealId, currency, lines: wanted, change, remove } = record
        const wire = wanted.map((line) => toDealLine(line, currency, products.get(line.product) ?? 0))
        const body: JsonObject = remove ? { dealId, ids: remove } : { dealId, lines: wire as unknown as Json }
        const action = remove ? 'delete' : change === undefined ? 'create' : 'update'
        return { seq, action, desired: body, body, pipedriveId: change }
      })
    },
    async send({ pipedrive }, _seq, action, lineId, body) {
      const { dealId, lines: wire = [], ids = [] } = body as unknown as LineBody
      if (action === 'delete') {
        await pipedrive.removeDealProducts(dealId, ids)
        return { id: dealId }
      }
      const [first, ...others] = wire
      if (first === undefined) throw new Error('a request without lines')
      if (action === 'update') {
        if (lineId === undefined) throw new Error('a change of a line without its id')
        return { id: (await pipedrive.updateDealProduct(dealId, lineId, first)).id }
      }
      if (others.length === 0) return { id: (await pipedrive.addDealProduct(dealId, first)).id }
      return { id: (await pipedrive.addDealProducts(dealId, wire))[0]?.id ?? dealId }
    },
  }
  return step
}

import type { AddDealProductRequest } from 'pipedrive/v2'
import { OutcomeUnknown } from '../errors.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Api } from './api.ts'
import { cursorPages, dataList, dataObject } from './pages.ts'
import type { DealProductLine, DealProductRow, Pipedrive } from './types.ts'
import { asWritten, number, text } from './wire.ts'

/** Deals per list request and lines per bulk request, at most (OpenAPI v2). */
const mostAtOnce = 100

export function makeDealProducts({
  dealProducts,
}: Pick<Api, 'dealProducts'>): Pick<
  Pipedrive,
  'dealProducts' | 'addDealProduct' | 'addDealProducts' | 'updateDealProduct'
> {
  return {
    async dealProducts(dealIds) {
      assertAtMost(dealIds.length)
      const rows: DealProductRow[] = []
      if (dealIds.length === 0) return rows
      for await (const page of cursorPages((paging) =>
        dealProducts.getDealsProducts({ deal_ids: dealIds, ...paging }),
      )) {
        rows.push(...page.map(toRow))
      }
      return rows
    },
    async addDealProduct(dealId, line) {
      const answer = await dealProducts.addDealProduct({ id: dealId, AddDealProductRequest: toBody(line) })
      return toRow(asWritten(dataObject(answer)))
    },
    async addDealProducts(dealId, lines) {
      assertAtMost(lines.length)
      const request = { data: lines.map(toBody) }
      const answer = await dealProducts.addManyDealProducts({ id: dealId, CreateManyDealProductRequest: request })
      const rows = dataList(answer).map((row) => toRow(asWritten(row)))
      if (rows.length !== lines.length) throw new OutcomeUnknown('answer.lost', { reason: 'rows_missing' })
      return rows
    },
    async updateDealProduct(dealId, lineId, line) {
      const answer = await dealProducts.updateDealProduct({
        id: dealId,
        product_attachment_id: lineId,
        UpdateDealProductRequest: { ...line },
      })
      return toRow(asWritten(dataObject(answer)))
    },
  }
}

function assertAtMost(count: number): void {
  if (count > mostAtOnce) throw new RangeError(`${count} at once, at most ${mostAtOnce} are allowed`)
}

const toBody = (line: DealProductLine): AddDealProductRequest => ({ ...line })

function toRow(row: JsonObject): DealProductRow {
  const { comments } = row
  return {
    id: number(row.id),
    deal_id: number(row.deal_id),
    product_id: number(row.product_id),
    item_price: number(row.item_price),
    quantity: number(row.quantity),
    sum: number(row.sum),
    ...(typeof comments === 'string' ? { comments: text(comments) } : {}),
  }
}

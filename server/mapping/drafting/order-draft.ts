import type { SourceRow } from '../../altcraft/types.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import { currencyExponent } from '../../lib/money.ts'
import { balanceLines, linesTotal, totalOfLines } from '../balance-lines.ts'
import { orderStatusWords, valueKey } from '../status-words.ts'
import { makeTitles } from '../titles/draft-title.ts'
import type { DatasetPlan, DealLine, DealRecord, DealStatus, OrderPart, PlanDocument } from '../types.ts'
import { otherwiseKey } from '../value-maps/value-map.ts'
import { makeReadAmount, readPart } from './amounts.ts'
import { makeCustomReader } from './custom-values.ts'
import { makeReadCurrency } from './deal-currency.ts'
import { stageOf } from './deal-stage.ts'
import { type Findings, tell, warn, warnOfDate } from './findings.ts'
import { makeReadMoment } from './moments.ts'
import { makeReadOrderLines } from './order-row-lines.ts'
import { readOwner } from './owner.ts'
import { makeReadPersonKeys } from './person-keys.ts'
import { cellOf, type Place, type Places, type RowDrafter } from './places.ts'

/**
 * An order becomes a deal with its lines. Fails, because a wrong sum is worse than a missing one: no id, no or unreadable
 * total, unreadable lines, an unknown currency or status. Where each line is a row of its own, each row is a part of the
 * deal, and `mergeRecords` puts the parts together.
 */
export function makeOrderDrafter(plan: PlanDocument, dataset: DatasetPlan, places: Places): RowDrafter {
  const idPlace = places.one('order.source_id')
  const totalPlace = places.one('order.total')
  const discountPlace = places.one('order.discount')
  const deliveryPlace = places.one('order.delivery_cost')
  const titlePlace = places.one('order.title')
  const ownerPlace = places.one('order.owner')
  const statusPlace = places.one('order.status')
  const readAmount = makeReadAmount(dataset)
  const readLines = makeReadOrderLines(dataset, places)
  const readTimes = makeReadTimes(plan, places)
  const readPerson = makeReadPersonKeys(places.many('order.person'), plan.phoneRegion)
  const readCurrency = makeReadCurrency(plan, dataset, places.one('order.currency'), totalPlace)
  const titleOf = makeTitles(plan.titles?.order, places, places.many('order.person'))
  const custom = makeCustomReader(plan, dataset, places, 'deal')
  const readDiscount = (row: SourceRow, currency: string, lines: readonly DealLine[], findings: Findings) => {
    const cell = cellOf(row, discountPlace)
    if (cell === null) return 0
    const discount = readPart(readAmount, cell, currency, linesTotal(lines))
    if (discount === undefined) warn(findings, 'order.discount_invalid', discountPlace?.mapping.column)
    return discount ?? 0
  }
  return (row) => {
    const findings: Findings = []
    const id = readText(cellOf(row, idPlace))
    const matchKeys = id === undefined ? [] : [`order:${id}`]
    const fail = (code: string, place?: Place) => {
      const column = place === undefined ? {} : { column: place.mapping.column }
      return { result: 'fail', code, ...column, findings, matchKeys } as const
    }
    if (id === undefined) return fail('order.id_missing', idPlace)
    const currency = readCurrency(row)
    if (currency === undefined) return fail('order.currency_unknown', readCurrency.place)
    const status = toStatus(plan, cellOf(row, statusPlace), findings, statusPlace)
    if (status === undefined) return fail('order.status_unknown', statusPlace)
    const written = readLines(row, currency, findings)
    if (written === 'invalid') return fail('order.line_invalid', readLines.place)
    const deliveryMinor = readAmount(cellOf(row, deliveryPlace) ?? 0, currency)
    if (deliveryMinor === undefined) return fail('order.delivery_invalid', deliveryPlace)
    const totalCell = cellOf(row, totalPlace)
    if (totalPlace !== undefined && totalCell === null) return fail('order.total_missing', totalPlace)
    if (totalPlace === undefined && written.length === 0) return fail('order.total_missing')
    const discountMinor = readDiscount(row, currency, written, findings)
    const total =
      totalPlace === undefined ? totalOfLines(written, deliveryMinor, discountMinor) : readAmount(totalCell, currency)
    if (total === undefined) return fail('order.total_invalid', totalPlace)
    const books = balanceLines(written, total, deliveryMinor, plan.language, discountMinor)
    const parts = readLines.isFlat && written.length > 0
    if (books.adjustmentMinor !== 0 && !parts) {
      const say = isLarge(books.adjustmentMinor, total, currency) ? warn : tell
      const detail = { amountMinor: books.adjustmentMinor, currency }
      say(findings, 'order.rounding_line', totalPlace?.mapping.column, detail)
    }
    const values = custom.read(row, findings)
    custom.put(values, 'altcraft_order_id__c', { type: 'varchar', value: id.slice(0, 255) })
    const rawStatus = readText(cellOf(row, statusPlace))
    if (rawStatus) custom.put(values, 'order_status__c', { type: 'varchar', value: rawStatus.slice(0, 255) })
    const { created, ...times } = readTimes(row, status, findings)
    if (created) custom.put(values, 'original_created__c', { type: 'date', value: created.date })
    const ownerId = readOwner(plan, row, ownerPlace, findings)
    const record: DealRecord = {
      title:
        titleOf?.(row, { number: id, date: created?.date, totalMinor: total, currency, status: rawStatus }) ??
        readText(cellOf(row, titlePlace)) ??
        toTitle(plan, id),
      source: 'order',
      status,
      stage: stageOf(plan, 'order', status, rawStatus),
      currency,
      totalMinor: total,
      person: readPerson(row),
      ...(created === undefined ? {} : { createdAt: created.instant() }),
      ...times,
      ...(ownerId === undefined ? {} : { ownerId }),
      lines: books.lines,
      ...(parts ? { part: toPart(plan, deliveryMinor, discountMinor, totalPlace === undefined) } : {}),
      custom: values,
    }
    return { result: 'drafts', drafts: [{ entity: 'deal', sourceKey: `order:${id}`, matchKeys: [], record }], findings }
  }
}

/** Over a whole unit of the currency, or over a hundredth of the total: more than rounding explains. */
function isLarge(adjustmentMinor: number, totalMinor: number, currency: string): boolean {
  const amount = Math.abs(adjustmentMinor)
  return amount > 10 ** currencyExponent(currency) || amount > Math.abs(totalMinor) / 100
}

function toPart(plan: PlanDocument, deliveryMinor: number, discountMinor: number, totalFromLines: boolean): OrderPart {
  return { deliveryMinor, ...(discountMinor === 0 ? {} : { discountMinor }), totalFromLines, language: plan.language }
}

function toTitle(plan: PlanDocument, id: string): string {
  return `${plan.language === 'ru' ? 'Заказ' : 'Order'} ${id}`.slice(0, 255)
}

/** Won, lost or open by the plan's map. A status that a person had to decide is told; an empty one counts as open. */
function toStatus(
  plan: PlanDocument,
  cell: Json,
  findings: Findings,
  place: Place | undefined,
): DealStatus | undefined {
  const text = readText(cell)
  if (text === undefined) {
    if (place !== undefined) warn(findings, 'order.status_missing', place.mapping.column)
    return 'open'
  }
  const key = valueKey(text)
  const map = plan.valueMaps.orderStatus
  const status = Object.hasOwn(map, key) ? map[key] : map[otherwiseKey]
  if (status !== undefined && !Object.hasOwn(orderStatusWords, key)) {
    warn(findings, 'order.status_unknown', place?.mapping.column, { takenAs: status })
  }
  return status
}

/** A column that says when the order was closed or paid before one that says when it was last changed. */
function closingFirst(columns: Place[]): Place[] {
  const isChange = ({ mapping }: Place) => /updat|modif|chang|измен|обновл/i.test(mapping.column)
  return [...columns.filter((place) => !isChange(place)), ...columns.filter(isChange)]
}

/** Closed deals have the time they were closed at (else last changed, else created), open ones the day of delivery. */
function makeReadTimes(plan: PlanDocument, places: Places) {
  const readMoment = makeReadMoment(plan)
  const read = (row: Parameters<RowDrafter>[0], place: Place | undefined, findings: Findings) => {
    const cell = cellOf(row, place)
    if (cell === null || place === undefined) return undefined
    const moment = readMoment(cell, place.mapping)
    if (moment === undefined) warnOfDate(findings, cell, place.mapping.column)
    return moment
  }
  const createdPlace = places.one('order.created_at')
  const closedPlaces = closingFirst(places.many('order.closed_at'))
  const expectedPlace = places.one('order.expected_close_date')
  const firstMoment = (row: Parameters<RowDrafter>[0], findings: Findings) => {
    for (const place of closedPlaces) {
      const moment = read(row, place, findings)
      if (moment !== undefined) return moment
    }
    return undefined
  }
  return (row: Parameters<RowDrafter>[0], status: DealStatus, findings: Findings) => {
    const created = read(row, createdPlace, findings)
    const closed = status === 'open' ? undefined : (firstMoment(row, findings) ?? created)
    const expected = status === 'open' ? read(row, expectedPlace, findings) : undefined
    return {
      created,
      ...(closed === undefined ? {} : { closeTime: closed.instant() }),
      ...(expected === undefined ? {} : { expectedCloseDate: expected.date }),
    }
  }
}

import type { SourceRow } from '../../altcraft/types.ts'
import { readBoolean } from '../../altcraft/values/boolean.ts'
import { readNumber } from '../../altcraft/values/number.ts'
import { readText } from '../../altcraft/values/text.ts'
import { balanceLines, linesTotal } from '../balance-lines.ts'
import { valueKey } from '../status-words.ts'
import { makeTitles } from '../titles/draft-title.ts'
import type { CustomValues, DatasetPlan, DealLine, DealRecord, DealStatus, PlanDocument } from '../types.ts'
import { otherwiseKey } from '../value-maps/value-map.ts'
import { makeReadAmount } from './amounts.ts'
import { makeCustomReader } from './custom-values.ts'
import { makeReadCurrency } from './deal-currency.ts'
import { stageOf } from './deal-stage.ts'
import { type Findings, tell, warn, warnOfDate } from './findings.ts'
import { makeReadMoment } from './moments.ts'
import { makeReadLine, nestedLines } from './order-lines.ts'
import { readOwner } from './owner.ts'
import { cellOf, type Place, type Places, type RowDrafter } from './places.ts'

/**
 * A campaign or mailing becomes a deal when it earned something: revenue, orders, or sold products. Others are skipped
 * (`campaign.no_revenue`); their figures stay with the source rows. The value is the revenue, else the sum of its products.
 */
export function makeCampaignDrafter(plan: PlanDocument, dataset: DatasetPlan, places: Places): RowDrafter {
  const idPlace = places.one('deal.source_id')
  const titlePlace = places.one('deal.title')
  const valuePlace = places.one('deal.value')
  const statusPlace = places.one('deal.status')
  const ordersPlace = places.one('deal.orders')
  const productsPlace = places.one('deal.products')
  const ownerPlace = places.one('deal.owner')
  const readAmount = makeReadAmount(dataset)
  const readCurrency = makeReadCurrency(plan, dataset, places.one('deal.currency'), valuePlace)
  const titleOf = makeTitles(plan.titles?.campaign, places, [])
  const readLine = makeReadLine(dataset)
  const readStatus = makeReadStatus(plan, places)
  const readTimes = makeReadTimes(plan, places)
  const custom = makeCustomReader(plan, dataset, places, 'deal')
  const keyPrefix = dataset.reading.campaignGeneration === 'mailing' ? 'campaign:mailing:' : 'campaign:'
  return (row) => {
    const findings: Findings = []
    const id = readText(cellOf(row, idPlace)) ?? readText(cellOf(row, titlePlace))
    const matchKeys = id === undefined ? [] : [`${keyPrefix}${id}`]
    const fail = (code: string, place?: Place) => {
      const column = place === undefined ? {} : { column: place.mapping.column }
      return { result: 'fail', code, ...column, findings, matchKeys } as const
    }
    if (id === undefined) return fail('campaign.id_missing', idPlace ?? titlePlace)
    const currency = readCurrency(row)
    if (currency === undefined) return fail('campaign.currency_unknown', readCurrency.place)
    const valueCell = cellOf(row, valuePlace)
    const revenue = valueCell === null ? undefined : readAmount(valueCell, currency)
    if (valueCell !== null && revenue === undefined) return fail('campaign.revenue_invalid', valuePlace)
    const productsCell = cellOf(row, productsPlace)
    const written = productsCell === null ? [] : nestedLines(productsCell)
    const read = written?.map((line, at) =>
      readLine(line, currency, { ...columnOf(productsPlace), line: at + 1 }, findings),
    )
    if (read === undefined || read.includes('invalid')) return fail('campaign.line_invalid', productsPlace)
    const lines = read.filter((line): line is DealLine => typeof line === 'object')
    const orders = readNumber(cellOf(row, ordersPlace)) ?? 0
    if (!revenue && lines.length === 0 && orders <= 0) {
      return { result: 'skip', code: 'campaign.no_revenue', remediation: false, findings, matchKeys }
    }
    const totalMinor = revenue ?? linesTotal(lines)
    const books = balanceLines(lines, totalMinor, 0, plan.language)
    if (books.adjustmentMinor !== 0) {
      tell(findings, 'campaign.rounding_line', valuePlace?.mapping.column, {
        amountMinor: books.adjustmentMinor,
        currency,
      })
    }
    const status = readStatus(row, findings)
    const { created, ...times } = readTimes(row, status, findings)
    const values = withRates(custom.read(row, findings), custom.put)
    custom.put(values, 'altcraft_campaign_id__c', { type: 'varchar', value: id.slice(0, 255) })
    if (created) custom.put(values, 'original_created__c', { type: 'date', value: created.date })
    const ownerId = readOwner(plan, row, ownerPlace, findings)
    const writtenStatus = readText(cellOf(row, statusPlace))
    const record: DealRecord = {
      title:
        titleOf?.(row, { number: id, date: created?.date, totalMinor, currency, status: writtenStatus }) ??
        (readText(cellOf(row, titlePlace)) ?? id).slice(0, 255),
      source: 'campaign',
      status,
      stage: stageOf(plan, 'campaign', status, writtenStatus),
      currency,
      totalMinor,
      person: [],
      ...(created === undefined ? {} : { createdAt: created.instant() }),
      ...times,
      ...(ownerId === undefined ? {} : { ownerId }),
      lines: books.lines,
      custom: values,
    }
    return {
      result: 'drafts',
      drafts: [{ entity: 'deal', sourceKey: `${keyPrefix}${id}`, matchKeys: [], record }],
      findings,
    }
  }
}

function columnOf(place: Place | undefined): { column?: string } {
  return place === undefined ? {} : { column: place.mapping.column }
}

/** A state that nobody knows leaves the deal open, and is told. */
function makeReadStatus(plan: PlanDocument, places: Places) {
  const place = places.one('deal.status')
  return (row: SourceRow, findings: Findings): DealStatus => {
    const cell = cellOf(row, place)
    const text = readText(cell)
    if (text === undefined) return 'open'
    const key = valueKey(text)
    const map = plan.valueMaps.campaignStatus
    if (Object.hasOwn(map, key)) return map[key] ?? 'open'
    const isActive = readBoolean(cell)
    if (isActive !== undefined) return isActive ? 'open' : 'lost'
    warn(findings, 'campaign.status_unknown', place?.mapping.column)
    return map[otherwiseKey] ?? 'open'
  }
}

function makeReadTimes(plan: PlanDocument, places: Places) {
  const readMoment = makeReadMoment(plan)
  const createdPlace = places.one('deal.add_time')
  const closedPlace = places.one('deal.close_time')
  const expectedPlace = places.one('deal.expected_close_date')
  const read = (row: SourceRow, place: Place | undefined, findings: Findings) => {
    const cell = cellOf(row, place)
    if (cell === null || place === undefined) return undefined
    const moment = readMoment(cell, place.mapping)
    if (moment === undefined) warnOfDate(findings, cell, place.mapping.column)
    return moment
  }
  return (row: SourceRow, status: DealStatus, findings: Findings) => {
    const created = read(row, createdPlace, findings)
    const ended = read(row, closedPlace, findings)
    const closed = status === 'open' ? undefined : (ended ?? created)
    // The field of the same column tells of a date that cannot be read.
    const expected = read(row, expectedPlace, []) ?? ended
    return {
      created,
      ...(closed === undefined ? {} : { closeTime: closed.instant() }),
      ...(status === 'open' && expected !== undefined ? { expectedCloseDate: expected.date } : {}),
    }
  }
}

type Put = (custom: CustomValues, key: string, value: { type: 'double'; value: number }) => void

/** Open and click rate in per cent of what was delivered, with two decimals, where the export has none. */
function withRates(custom: CustomValues, put: Put): CustomValues {
  const figure = (key: string) => {
    const value = custom[key]
    return value?.type === 'double' ? value.value : undefined
  }
  const delivered = figure('deliveries__c')
  for (const [rate, count] of [
    ['open_rate__c', 'opens__c'],
    ['click_rate__c', 'clicks__c'],
  ] as const) {
    const part = figure(count)
    if (custom[rate] !== undefined || part === undefined || !delivered) continue
    put(custom, rate, { type: 'double', value: Math.round((part / delivered) * 10_000) / 100 })
  }
  return custom
}

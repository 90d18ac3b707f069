import { createHash } from 'node:crypto'
import type { SourceRow } from '../../altcraft/types.ts'
import { readBoolean } from '../../altcraft/values/boolean.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { DatasetPlan, EventRecord, PlanDocument } from '../types.ts'
import type { Findings } from './findings.ts'
import { makeReadMoment } from './moments.ts'
import { makeReadPersonKeys } from './person-keys.ts'
import { cellOf, type Place, type Places, type RowDrafter } from './places.ts'

/** Of each text of an event, so that no line of a timeline fills a note alone. */
const longestText = 1_000
const mostTexts = 10

/**
 * A row of the action history, or a goal that was reached. Test events are skipped; rows without a person, a type or a time
 * that can be read fail. Where a person chose to move no history, rows are kept for the handoff.
 */
export function makeEventDrafter(plan: PlanDocument, dataset: DatasetPlan, places: Places): RowDrafter {
  if (plan.timeline === 'none') return () => ({ result: 'handoff' })
  const typePlace = places.one('event.type')
  const testPlace = places.one('event.test_flag')
  const personPlaces = places.many('event.person')
  const readPerson = makeReadPersonKeys(personPlaces, plan.phoneRegion)
  const readTime = makeReadTime(plan, places)
  const readDetails = makeReadDetails(places)
  return (row) => {
    const findings: Findings = []
    const fail = (code: string, place?: Place) =>
      ({ result: 'fail', code, ...(place === undefined ? {} : { column: place.mapping.column }), findings }) as const
    if (readBoolean(cellOf(row, testPlace)) === true) {
      return { result: 'skip', code: 'event.test', remediation: false, findings }
    }
    const person = readPerson(row)
    if (person.length === 0) return fail('event.no_person', personPlaces[0])
    const type = readText(cellOf(row, typePlace)) ?? (dataset.kind === 'goals' ? 'goal' : undefined)
    if (type === undefined) return fail('event.type_missing', typePlace)
    const time = readTime(row)
    if (time === undefined) return fail('event.time_invalid', readTime.place)
    const record: EventRecord = { person, type: type.slice(0, longestText), ...time, ...readDetails(row) }
    const key = eventKey(record)
    return {
      result: 'drafts',
      drafts: [{ entity: 'event', sourceKey: `event:${person[0]}:${key}`, matchKeys: [], record }],
      findings,
    }
  }
}

/** Tells events of one person apart: two rows that say the same are one event. */
export function eventKey({ id, type, at, channel, campaign, value, texts = [] }: EventRecord): string {
  const told = id === undefined ? [channel, campaign, value, ...texts] : [id]
  return createHash('sha1')
    .update(JSON.stringify([at, type, ...told]))
    .digest('base64url')
    .slice(0, 16)
}

function makeReadTime(plan: PlanDocument, places: Places) {
  const place = places.one('event.time')
  const readMoment = makeReadMoment(plan)
  const read = (row: SourceRow): Pick<EventRecord, 'at' | 'day'> | undefined => {
    const cell = cellOf(row, place)
    const moment = place === undefined || cell === null ? undefined : readMoment(cell, place.mapping)
    if (moment === undefined) return undefined
    return { at: moment.instant(), ...(moment.isDay ? { day: moment.date } : {}) }
  }
  return Object.assign(read, { place })
}

function makeReadDetails(places: Places) {
  const idPlace = places.one('event.id')
  const channelPlace = places.one('event.channel')
  const campaignPlace = places.one('event.campaign')
  const valuePlace = places.one('event.value')
  const textPlaces = places.many('event.text')
  return (row: SourceRow): Partial<EventRecord> => {
    const text = (place: Place | undefined) => readText(cellOf(row, place))?.slice(0, longestText)
    const texts = textPlaces.flatMap((place) => text(place) ?? []).slice(0, mostTexts)
    const told = {
      id: text(idPlace),
      channel: text(channelPlace),
      campaign: text(campaignPlace),
      value: text(valuePlace),
      texts: texts.length === 0 ? undefined : texts,
    }
    return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
  }
}

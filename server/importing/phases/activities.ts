import { canonicalJson, type Json, type JsonObject } from '../../lib/json.ts'
import { type ActivityWord, readEventWord } from '../../mapping/drafting/event-words.ts'
import { escapeHtml, htmlText } from '../../mapping/drafting/html.ts'
import type { PlanDocument } from '../../mapping/types.ts'
import { makeZone } from '../../mapping/zone.ts'
import type { Intent, JournalRow } from '../journal.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import type { WriteStep } from '../writing.ts'
import { insertPrepared, noteJournalRows, type PreparedRow, partsPerDraft } from './attached-rows.ts'
import { type PersonEvents, readPeopleWithEvents } from './event-people.ts'
import { resolveAttached } from './resolve-attached.ts'
import { type TimelineEvent, toTimelineEvent, uniteEvents } from './timeline.ts'

type ActivityType = { key: string; name: string }

/** An activity per event, where a person chose that. May be repeated until the first of them is written. */
export async function prepareActivities(ctx: RunContext): Promise<StepResult> {
  const { db, run, plan, clock } = ctx
  if (plan.timeline !== 'activities') return 'done'
  let types: ActivityType[] | undefined
  for (;;) {
    if (ctx.stop.aborted) return 'again'
    const people = await readPeopleWithEvents(ctx, Number(run.cursor['root'] ?? 0))
    const last = people.at(-1)
    if (last === undefined) return 'done'
    types ??= await ctx.pipedrive.activityTypes()
    const prepared = people.map((person) => toRows(person, plan, types ?? []))
    await asHolder(db, run, async (trx) => {
      const rows = prepared.flatMap((person) => person.rows)
      await insertPrepared(trx, run, 'activity', rows, clock.now())
      await noteJournalRows(
        trx,
        run,
        'event',
        prepared.flatMap((person) => person.tellers),
      )
      run.cursor = { root: last.rootSeq }
      await saveStep(trx, run, run.step ?? '', run.cursor)
    })
  }
}

/** The activities of one person, and which of them tells each event. */
function toRows({ personId, events }: PersonEvents, plan: PlanDocument, types: readonly ActivityType[]) {
  const told = events.map(({ seq, record }) => ({ seq, record, event: toTimelineEvent(record, plan.language) }))
  const kept = new Set(
    uniteEvents(
      [],
      told.map(({ event }) => event),
    ).map(({ key }) => key),
  )
  const byKey = new Map<string, number>()
  const byPair = new Map<string, number>()
  const rows: PreparedRow[] = []
  for (const { seq, record, event } of told) {
    if (!kept.has(event.key) || byKey.has(event.key)) continue
    const journalSeq = seq * partsPerDraft
    byKey.set(event.key, journalSeq)
    if (event.pair !== undefined) byPair.set(event.pair, journalSeq)
    const { activity } = readEventWord(record.type, plan.language)
    rows.push({
      seq: journalSeq,
      sourceKey: `event:${personId}:${event.key}`,
      record: toActivityBody(event, personId, typeFor(activity, types), plan),
    })
  }
  const tellers = told.flatMap(({ seq, event }) => {
    const journalSeq = byKey.get(event.key) ?? byPair.get(event.pair ?? '')
    return journalSeq === undefined ? [] : [{ seq, journalSeq }]
  })
  return { rows, tellers }
}

/** The account's own type of this key, else a task, else whatever it has first. */
export function typeFor(word: ActivityWord, types: readonly ActivityType[]): string {
  const known = [word, 'task'].find((wanted) => types.some(({ key }) => key === wanted))
  return known ?? types[0]?.key ?? 'task'
}

const longestSubject = 255

/**
 * Done, at its original time, in UTC. Pipedrive cannot be told when an activity was made (facts, timestamps): it shows the
 * day of the import there, so the note repeats the original time.
 */
export function toActivityBody(
  { at, day, text }: TimelineEvent,
  personId: number,
  type: string,
  { language, timezone }: Pick<PlanDocument, 'language' | 'timezone'>,
): JsonObject {
  const time = day ?? `${makeZone(timezone).clockAt(at)} (${timezone})`
  const said =
    language === 'ru'
      ? `Время в Altcraft: ${time}. Датой создания Pipedrive показывает день импорта.`
      : `Time in Altcraft: ${time}. As its creation Pipedrive shows the day of the import.`
  return {
    subject: text.slice(0, longestSubject),
    type,
    due_date: day ?? at.slice(0, 10),
    ...(day === undefined ? { due_time: at.slice(11, 16) } : {}),
    done: true,
    participants: [{ person_id: personId, primary: true }],
    note: `<p>${escapeHtml(text)}</p><p>${escapeHtml(said)}</p>`,
  }
}

export const activities: WriteStep = {
  entity: 'activity',
  resolve: (ctx) => resolveAttached(ctx, 'activity', isSameActivity),
  toIntents: async (_ctx, rows) => rows.map(toIntent),
  async send(ctx, _seq, action, id, body) {
    const record =
      action === 'create' || id === undefined
        ? await ctx.pipedrive.addActivity(body)
        : await ctx.pipedrive.updateActivity(id, body)
    return { id: record.id, record }
  },
}

/** What an earlier run wrote stays as it is, unless the export tells the event otherwise now. */
function toIntent({ seq, record, pipedriveId, written }: JournalRow): Intent {
  const body = record as JsonObject
  if (pipedriveId === undefined) return { seq, action: 'create', desired: body, body }
  const changed = Object.entries(body).filter(
    ([field, value]) => canonicalJson(value) !== canonicalJson(written?.[field] ?? null),
  )
  if (changed.length === 0) return { seq, action: 'none', outcome: 'unchanged', desired: body }
  return { seq, action: 'update', desired: body, body: Object.fromEntries(changed), pipedriveId }
}

/** Whether an activity of the account is the one that was sent. Times come back with seconds, texts as HTML. */
export function isSameActivity(body: JsonObject, found: JsonObject): boolean {
  const fields = ['subject', 'type', 'due_date', 'done'].every((key) => body[key] === found[key])
  return fields && sameClock(body['due_time'], found['due_time']) && samePeople(body, found) && sameNote(body, found)
}

export function sameClock(written: Json | undefined, found: Json | undefined): boolean {
  const minutes = (time: Json | undefined) => (typeof time === 'string' ? time.slice(0, 5) : '')
  return minutes(written) === minutes(found)
}

function samePeople(body: JsonObject, found: JsonObject): boolean {
  const ids = (people: Json | undefined) =>
    (Array.isArray(people) ? people : []).map((one) => (one as JsonObject)['person_id']).join()
  return ids(body['participants']) === ids(found['participants'])
}

function sameNote(body: JsonObject, found: JsonObject): boolean {
  return htmlText(String(body['note'] ?? '')) === htmlText(String(found['note'] ?? ''))
}

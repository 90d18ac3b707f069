import type { Trx } from '../../../db/pool.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import { insertPrepared, insertUnwritten, noteJournalRows, type PreparedRow, partsPerDraft } from './attached-rows.ts'
import { type PersonEvents, readPeopleWithEvents } from './event-people.ts'
import { type TimelineEvent, type TimelinePart, toParts, toTimelineEvent, uniteEvents } from './timeline.ts'

/** What a note's row in the journal says; ids of Pipedrive. */
export interface NoteRow {
  content: string
  /** RFC 3339 UTC */
  addTime?: string
  personId?: number
  organizationId?: number
  dealId?: number
  /** Of a timeline: what this part tells, and how many parts there are. */
  events?: TimelineEvent[]
  parts?: number
}

/**
 * One timeline per person: what earlier exports told of the person and what this one does, in as many notes as it needs.
 * May be repeated until the first of them is written.
 */
export async function prepareTimelines(ctx: RunContext): Promise<StepResult> {
  const { db, run, plan } = ctx
  if (plan.timeline === 'activities' || plan.timeline === 'none') return 'done'
  for (;;) {
    if (ctx.stop.aborted) return 'again'
    const people = await readPeopleWithEvents(ctx, Number(run.cursor['root'] ?? 0))
    const last = people.at(-1)
    if (last === undefined) return 'done'
    await asHolder(db, run, async (trx) => {
      const known = await readKnownEvents(trx, people)
      for (const person of people) await prepareTimeline(trx, ctx, person, known.get(person.personId) ?? [])
      run.cursor = { root: last.rootSeq }
      await saveStep(trx, run, run.step ?? '', run.cursor)
    })
  }
}

async function prepareTimeline(
  trx: Trx,
  { run, plan, clock }: RunContext,
  { personId, rootSeq, events }: PersonEvents,
  known: TimelineEvent[],
): Promise<void> {
  const fresh = events.map(({ seq, record }) => ({ seq, event: toTimelineEvent(record, plan.language) }))
  const united = uniteEvents(
    known,
    fresh.map(({ event }) => event),
  )
  const parts = toParts(united, plan)
  if (parts.length >= partsPerDraft) {
    const unwritten = { outcome: 'failed', code: 'event.timeline_too_long', detail: { parts: parts.length } } as const
    return insertUnwritten(
      trx,
      run,
      'note',
      events.map(({ seq }) => ({ seq, unwritten })),
    )
  }
  const seqOf = (index: number) => rootSeq * partsPerDraft + index
  const rows = parts.map((part, index): PreparedRow => {
    const record: NoteRow = { ...part, personId, parts: parts.length }
    return { seq: seqOf(index), sourceKey: timelineKey(personId, index + 1), record: record as unknown as Json }
  })
  await insertPrepared(trx, run, 'note', rows, clock.now())
  const partOf = makePartOf(parts)
  await noteJournalRows(
    trx,
    run,
    'event',
    fresh.map(({ seq, event }) => ({ seq, journalSeq: seqOf(partOf(event)) })),
  )
}

/** The part that tells an event; one that was left out is told by its pair. */
function makePartOf(parts: readonly TimelinePart[]): (event: TimelineEvent) => number {
  const byKey = new Map<string, number>()
  const byPair = new Map<string, number>()
  for (const [index, { events }] of parts.entries()) {
    for (const { key, pair } of events) {
      byKey.set(key, index)
      if (pair !== undefined) byPair.set(pair, index)
    }
  }
  return ({ key, pair }) => byKey.get(key) ?? byPair.get(pair ?? '') ?? 0
}

function timelineKey(personId: number, part: number): string {
  return `note:${personId}:timeline:${part}`
}

/** What the timelines of these people told when they were last written. The first part knows how many there are. */
async function readKnownEvents(trx: Trx, people: readonly PersonEvents[]): Promise<Map<number, TimelineEvent[]>> {
  const { rows }: { rows: { personId: number; written: JsonObject }[] } = await trx.raw(
    `select p.id as "personId", l.written
     from unnest(:ids::bigint[]) as p(id)
     join links first on first.entity = 'note' and first.source_key = 'note:' || p.id || ':timeline:1'
     cross join lateral generate_series(1, coalesce((first.written ->> 'parts')::int, 1)) as part
     join links l on l.company_id = first.company_id and l.entity = 'note'
       and l.source_key = 'note:' || p.id || ':timeline:' || part
     order by p.id, part`,
    { ids: people.map(({ personId }) => personId) },
  )
  const known = new Map<number, TimelineEvent[]>()
  for (const { personId, written } of rows) {
    const events = (written['events'] ?? []) as unknown as TimelineEvent[]
    known.set(personId, [...(known.get(personId) ?? []), ...events])
  }
  return known
}

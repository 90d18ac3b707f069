import { eventKey } from '../../mapping/drafting/event-draft.ts'
import { readEventWord } from '../../mapping/drafting/event-words.ts'
import { escapeHtml } from '../../mapping/drafting/html.ts'
import type { EventRecord, PlanDocument } from '../../mapping/types.ts'
import { makeZone } from '../../mapping/zone.ts'

/** An event as a timeline tells it; kept with the note, so that a later export adds to it and takes nothing away. */
export interface TimelineEvent {
  key: string
  /** RFC 3339 UTC */
  at: string
  /** `YYYY-MM-DD` where no time of day is known. */
  day?: string
  text: string
  /** Of openings and clicks: equal for the first occurrence and the plain event that is told beside it. */
  pair?: string
  isRepeat?: true
}

export interface TimelinePart {
  /** HTML */
  content: string
  /** Of its first event, RFC 3339 UTC. */
  addTime: string
  events: TimelineEvent[]
}

/** Characters of one note: Pipedrive takes about 100,000 (facts, notes). */
export const noteLimit = 90_000

export function toTimelineEvent(record: EventRecord, language: PlanDocument['language']): TimelineEvent {
  const { at, day, channel, campaign, value, texts = [] } = record
  const word = readEventWord(record.type, language)
  const named = campaign === undefined ? undefined : language === 'ru' ? `«${campaign}»` : `“${campaign}”`
  const text = [word.text, named, channel, value, ...texts].filter((part) => part !== undefined).join(' · ')
  const isPaired = word.repeats !== undefined || /^l?(?:open|click)$|^read$/.test(word.type)
  return {
    key: eventKey(record),
    at,
    ...(day === undefined ? {} : { day }),
    text,
    ...(isPaired ? { pair: JSON.stringify([at, word.type, channel, campaign]) } : {}),
    ...(word.repeats === undefined ? {} : { isRepeat: true }),
  }
}

/** All events once, oldest first; a first occurrence that is told beside its plain event is left out. */
export function uniteEvents(known: readonly TimelineEvent[], fresh: readonly TimelineEvent[]): TimelineEvent[] {
  const byKey = new Map([...known, ...fresh].map((event) => [event.key, event]))
  const plain = new Set([...byKey.values()].flatMap(({ pair, isRepeat }) => (pair && !isRepeat ? [pair] : [])))
  return [...byKey.values()]
    .filter(({ pair, isRepeat }) => !(isRepeat && pair !== undefined && plain.has(pair)))
    .sort((a, b) => compare(a.at, b.at) || compare(a.text, b.text) || compare(a.key, b.key))
}

/** Notes that tell the events, the newest last, each within the limit. */
export function toParts(
  events: readonly TimelineEvent[],
  { language, timezone }: Pick<PlanDocument, 'language' | 'timezone'>,
  limit = noteLimit,
): TimelinePart[] {
  const zone = makeZone(timezone)
  const lineOf = ({ at, day, text }: TimelineEvent) =>
    `<li>${day ?? zone.clockAt(at)} — ${escapeHtml(text).replace(/\s+/g, ' ')}</li>`
  const groups: { lines: string[]; events: TimelineEvent[] }[] = []
  let left = 0
  for (const event of events) {
    const line = lineOf(event)
    if (line.length > left) {
      groups.push({ lines: [], events: [] })
      left = limit - frameLength
    }
    groups.at(-1)?.lines.push(line)
    groups.at(-1)?.events.push(event)
    left -= line.length
  }
  return groups.map(({ lines, events: told }, index) => ({
    content: frame(lines, { language, timezone, part: index + 1, parts: groups.length }),
    addTime: told[0]?.at ?? '',
    events: told,
  }))
}

/** Of what stands around the lines, at most. */
const frameLength = 500

function frame(
  lines: string[],
  { language, timezone, part, parts }: { language: 'en' | 'ru'; timezone: string; part: number; parts: number },
): string {
  const title = language === 'ru' ? 'История событий из Altcraft' : 'History of events from Altcraft'
  const number = parts === 1 ? '' : ` (${part}/${parts})`
  const times = language === 'ru' ? 'Время' : 'Times'
  return `<p><b>${title}${number}</b></p><ul>${lines.join('')}</ul><p>${times}: ${escapeHtml(timezone)}</p>`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

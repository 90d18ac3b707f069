import { describe, expect, it } from 'vitest'
import { toActivityBody, typeFor } from '../../server/importing/phases/activities.ts'
import { noteLimit, toParts, toTimelineEvent, uniteEvents } from '../../server/importing/phases/timeline.ts'
import { htmlText } from '../../server/mapping/drafting/html.ts'
import type { EventRecord } from '../../server/mapping/types.ts'

const moscow = { language: 'en', timezone: 'Europe/Moscow' } as const

function event(type: string, at: string, more: Partial<EventRecord> = {}): EventRecord {
  return { person: ['id:1'], type, at, ...more }
}

const told = (...records: EventRecord[]) => records.map((record) => toTimelineEvent(record, 'en'))
const textOf = (events: ReturnType<typeof told>) => toParts(events, moscow).map(({ content }) => htmlText(content))

describe('a timeline', () => {
  it('tells events in words, oldest first, at the times of the plan’s zone', () => {
    const events = uniteEvents(
      [],
      told(
        event('click', '2024-09-27T15:52:57Z', { campaign: 'Autumn <sale>', channel: 'email' }),
        event('send', '2024-09-26T21:30:00Z', { campaign: 'Autumn <sale>' }),
        event('Звонок менеджера', '2024-09-30T21:00:00Z', { day: '2024-10-01', texts: ['asked for a price'] }),
      ),
    )
    expect(textOf(events)).toEqual([
      'History of events from Altcraft 2024-09-27 00:30:00 — Sent · “Autumn <sale>”' +
        ' 2024-09-27 18:52:57 — Link clicked · “Autumn <sale>” · email' +
        ' 2024-10-01 — Звонок менеджера · asked for a price Times: Europe/Moscow',
    ])
    expect(toParts(events, moscow)[0]?.addTime).toBe('2024-09-26T21:30:00Z')
    expect(toParts(events, moscow)[0]?.content).not.toContain('<sale>')
  })

  it('tells a first occurrence once, and alone where the plain event is missing', () => {
    const pair = told(
      event('uopen', '2024-01-01T10:00:00Z', { campaign: 'A' }),
      event('open', '2024-01-01T10:00:00Z', { campaign: 'A' }),
      event('open', '2024-01-02T10:00:00Z', { campaign: 'A' }),
      event('uclick_push', '2024-01-03T10:00:00Z', { campaign: 'A' }),
    )
    expect(uniteEvents([], pair).map(({ text }) => text)).toEqual([
      'Opened · “A”',
      'Opened · “A”',
      'Link clicked · “A”',
    ])
  })

  it('grows by what a later export adds, and loses nothing that one leaves out', () => {
    const first = uniteEvents([], told(event('open', '2024-01-01T10:00:00Z'), event('click', '2024-01-02T10:00:00Z')))
    const later = told(event('click', '2024-01-02T10:00:00Z'), event('call', '2024-01-03T10:00:00Z'))
    expect(uniteEvents(first, later).map(({ text }) => text)).toEqual(['Opened', 'Link clicked', 'Call'])
    expect(uniteEvents(first, [])).toEqual(first)
    expect(uniteEvents(first, first)).toEqual(first)
  })

  it('is split into numbered notes that Pipedrive takes, each at the time of its first event', () => {
    const many = told(
      ...Array.from({ length: 3000 }, (_, i) =>
        event('open', new Date(Date.UTC(2024, 0, 1, 0, i)).toISOString(), { campaign: 'Кампания '.repeat(5) + i }),
      ),
    )
    const parts = toParts(uniteEvents([], many), moscow)
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.flatMap(({ events }) => events)).toHaveLength(3000)
    parts.forEach(({ content, events, addTime }, index) => {
      expect(content.length).toBeLessThanOrEqual(noteLimit)
      expect(content).toContain(`(${index + 1}/${parts.length})`)
      expect(addTime).toBe(events[0]?.at)
    })
  })

  it('of nothing is no note', () => {
    expect(toParts([], moscow)).toEqual([])
  })
})

describe('an activity', () => {
  it('is done at its original UTC time, says the local one, and that it was made later', () => {
    const [call] = told(event('Звонок', '2024-09-26T21:30:45Z', { texts: ['<b>price</b>'] }))
    if (call === undefined) throw new Error('no event')
    expect(toActivityBody(call, 7, 'call', moscow)).toEqual({
      subject: 'Звонок · <b>price</b>',
      type: 'call',
      due_date: '2024-09-26',
      due_time: '21:30',
      done: true,
      participants: [{ person_id: 7, primary: true }],
      note: '<p>Звонок · &lt;b&gt;price&lt;/b&gt;</p><p>Time in Altcraft: 2024-09-27 00:30:45 (Europe/Moscow). As its creation Pipedrive shows the day of the import.</p>',
    })
  })

  it('of a day without a time has no time', () => {
    const [visit] = told(event('visit', '2024-09-26T21:00:00Z', { day: '2024-09-27' }))
    if (visit === undefined) throw new Error('no event')
    const body = toActivityBody(visit, 7, 'task', moscow)
    expect(body).toMatchObject({ due_date: '2024-09-27' })
    expect(body).not.toHaveProperty('due_time')
  })

  it('has a type that the account has', () => {
    const types = [
      { key: 'lunch', name: 'Lunch' },
      { key: 'task', name: 'Task' },
      { key: 'call', name: 'Call' },
    ]
    expect(typeFor('call', types)).toBe('call')
    expect(typeFor('meeting', types)).toBe('task')
    expect(typeFor('meeting', [{ key: 'lunch', name: 'Lunch' }])).toBe('lunch')
  })
})

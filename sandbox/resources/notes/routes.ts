import { ok } from '../../api/answer.ts'
import { type Call, pathId, type Routes } from '../../api/call.ts'
import { v1Page, v1PageKeys, v1Sort } from '../../api/pages-v1.ts'
import { Query } from '../../api/query.ts'
import { date } from '../../api/times.ts'
import { found } from '../records.ts'
import type { Note } from './stored.ts'
import { toNoteWire } from './wire.ts'
import { changeNote, createNote, pinFlags } from './write.ts'

const listKeys = [
  ...v1PageKeys,
  ...pinFlags,
  'sort',
  'user_id',
  'deal_id',
  'person_id',
  'org_id',
  'start_date',
  'end_date',
  'updated_since',
]
const dayMs = 86_400_000

export const noteRoutes = (): Routes => ({
  'GET /api/v1/notes': (call) => {
    const query = new Query(call.query, listKeys)
    const kept = call.company.notes.all().filter(keeps(query))
    const sorted = v1Sort(kept, query.text('sort'), {
      id: (note) => note.id,
      add_time: (note) => note.addMs,
      update_time: (note) => note.updateMs,
    })
    return v1Page(sorted, query, wire(call))
  },
  'POST /api/v1/notes': (call) => ok(wire(call)(createNote(call.company, call.user, call.body))),
  'GET /api/v1/notes/:id': (call) => ok(wire(call)(noteOf(call))),
  'PUT /api/v1/notes/:id': (call) => ok(wire(call)(changeNote(call.company, call.user, noteOf(call), call.body))),
  'DELETE /api/v1/notes/:id': (call) => {
    call.company.notes.remove(noteOf(call))
    return ok(true)
  },
})

const wire = (call: Call) => (note: Note) => toNoteWire(call.company, note, call.user.id)
const noteOf = (call: Call) => found(call.company.notes.live(pathId(call, 'Note')), 'Note')

function keeps(query: Query): (note: Note) => boolean {
  const wanted: [keyof Note, number | undefined][] = [
    ['userId', query.integer('user_id')],
    ['dealId', query.integer('deal_id')],
    ['personId', query.integer('person_id')],
    ['orgId', query.integer('org_id')],
  ]
  const conditions = wanted.filter(([, value]) => value !== undefined)
  const pins = pinFlags.flatMap((name) => {
    const value = query.integer(name, 0, 1)
    return value === undefined ? [] : [[name, value === 1] as const]
  })
  const day = (key: string) => (query.text(key) === undefined ? undefined : Date.parse(date(query.text(key), key)))
  const fromMs = day('start_date') ?? Number.NEGATIVE_INFINITY
  const toMs = (day('end_date') ?? Number.POSITIVE_INFINITY) + dayMs
  const sinceMs = query.moment('updated_since') ?? Number.NEGATIVE_INFINITY
  return (note) =>
    !note.isDeleted &&
    note.addMs >= fromMs &&
    note.addMs < toMs &&
    note.updateMs >= sinceMs &&
    conditions.every(([key, value]) => note[key] === value) &&
    pins.every(([name, value]) => note.pinned[name] === value)
}

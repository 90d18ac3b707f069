import type { AddNoteRequest } from 'pipedrive/v1'
import type { Api } from './api.ts'
import { dataObject } from './pages.ts'
import type { Pipedrive } from './types.ts'
import { isWireRecord, writtenRecord } from './wire.ts'

/** Notes exist in v1 only. Bodies: `AddNoteRequest` of the client, `add_time` as v1 writes times. */
export function makeNotes({ notes }: Pick<Api, 'notes'>): Pick<Pipedrive, 'note' | 'addNote' | 'updateNote'> {
  return {
    async note(id) {
      const record = dataObject(await notes.getNote({ id }))
      return isWireRecord(record) && record.active_flag !== false ? record : undefined
    },
    addNote: async (body) => writtenRecord(await notes.addNote({ AddNoteRequest: body as unknown as AddNoteRequest })),
    updateNote: async (id, body) => writtenRecord(await notes.updateNote({ id, NoteRequest: body })),
  }
}

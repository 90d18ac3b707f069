import type { Api } from './api.ts'
import { ifThere } from './removal.ts'
import type { Pipedrive } from './types.ts'

/** What hangs on records, taken away or given its former content back. */
export function makeAttached({
  notes,
  activities,
  files,
}: Pick<Api, 'notes' | 'activities' | 'files'>): Pick<Pipedrive, 'removeAttached' | 'changeAttached'> {
  const remove = {
    note: (id: number): Promise<unknown> => notes.deleteNote({ id }),
    activity: (id: number): Promise<unknown> => activities.deleteActivity({ id }),
    file: (id: number): Promise<unknown> => files.deleteFile({ id }),
  }
  return {
    removeAttached: (kind, id) => ifThere(() => remove[kind](id)),
    async changeAttached(kind, id, body) {
      if (kind === 'note') await notes.updateNote({ id, NoteRequest: body })
      else await activities.updateActivity({ id, AddActivityRequest: body })
    },
  }
}

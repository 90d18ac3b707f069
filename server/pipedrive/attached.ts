import type { Api } from './api.ts'
import { ifThere } from './removal.ts'
import type { Pipedrive } from './types.ts'

/** Takes away what hangs on records. */
export function makeAttached({
  notes,
  activities,
  files,
}: Pick<Api, 'notes' | 'activities' | 'files'>): Pick<Pipedrive, 'removeAttached'> {
  const remove = {
    note: (id: number): Promise<unknown> => notes.deleteNote({ id }),
    activity: (id: number): Promise<unknown> => activities.deleteActivity({ id }),
    file: (id: number): Promise<unknown> => files.deleteFile({ id }),
  }
  return { removeAttached: (kind, id) => ifThere(() => remove[kind](id)) }
}

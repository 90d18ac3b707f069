import type { AddActivityRequest } from 'pipedrive/v2'
import type { Api } from './api.ts'
import { dataList } from './pages.ts'
import type { Pipedrive } from './types.ts'
import { text, writtenRecord } from './wire.ts'

type Activities = Pick<Pipedrive, 'activityTypes' | 'addActivity' | 'updateActivity'>

/** Bodies: `AddActivityRequest` of the client; persons are linked by `participants`. Types are read from v1, which has them alone. */
export function makeActivities({ activities, activityTypes }: Pick<Api, 'activities' | 'activityTypes'>): Activities {
  return {
    async activityTypes() {
      const active = dataList(await activityTypes.getActivityTypes()).filter(({ active_flag }) => active_flag !== false)
      return active.map(({ key_string, name }) => ({ key: text(key_string), name: text(name) }))
    },
    addActivity: async (body) => writtenRecord(await activities.addActivity({ AddActivityRequest: toRequest(body) })),
    updateActivity: async (id, body) =>
      writtenRecord(await activities.updateActivity({ id, AddActivityRequest: toRequest(body) })),
  }
}

const toRequest = (body: object) => body as AddActivityRequest

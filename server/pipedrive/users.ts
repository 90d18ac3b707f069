import { NeedsPerson, RecordRejected } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../lib/json.ts'
import type { Api } from './api.ts'
import { dataList, dataObject } from './pages.ts'
import type { Me, Pipedrive, PipedriveUser } from './types.ts'
import { number, text } from './wire.ts'

export function makeUsers({ users }: Pick<Api, 'users'>): Pick<Pipedrive, 'me' | 'users' | 'permissions'> {
  return {
    me: async () => toMe(dataObject(await users.getCurrentUser())),
    users: async () => dataList(await users.getUsers()).map(toUser),
    async permissions(userId) {
      try {
        return toFlags(dataObject(await users.getUserPermissions({ id: userId })))
      } catch (error) {
        // Not every user may ask, and then nothing is known: neither granted nor denied.
        const isUntold =
          error instanceof RecordRejected || (error instanceof NeedsPerson && error.code === 'permission.missing')
        if (isUntold) return undefined
        throw error
      }
    },
  }
}

function toUser(user: JsonObject): PipedriveUser {
  return {
    id: number(user.id),
    name: text(user.name),
    email: text(user.email),
    active: user.active_flag === true && user.is_deleted !== true,
  }
}

function toMe(user: JsonObject): Me {
  const { language } = user
  return {
    ...toUser(user),
    companyId: number(user.company_id),
    companyName: text(user.company_name),
    companyDomain: text(user.company_domain),
    language: text(isJsonObject(language) ? language.language_code : language) || 'en',
    defaultCurrency: text(user.default_currency) || 'USD',
    timezone: text(user.timezone_name) || 'UTC',
  }
}

function toFlags(flags: JsonObject): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(flags).filter((flag): flag is [string, boolean] => typeof flag[1] === 'boolean'),
  )
}

import type { AddFilterRequestTypeConst } from 'pipedrive/v1'
import type { Api } from './api.ts'
import { dataList } from './pages.ts'
import type { Pipedrive } from './types.ts'
import { number, text, writtenRecord } from './wire.ts'

/** Filters exist in v1 only. The list has no pages, and shows conditions only where Pipedrive cares to. */
export function makeFilters({ filters }: Pick<Api, 'filters'>): Pick<Pipedrive, 'filters' | 'createFilter'> {
  return {
    async filters() {
      return dataList(await filters.getFilters()).map(({ id, name, type, conditions = null }) => ({
        id: number(id),
        name: text(name),
        type: text(type),
        conditions,
      }))
    },
    async createFilter({ name, type, conditions }) {
      const request = { name, conditions, type: type as AddFilterRequestTypeConst }
      const { id } = writtenRecord(await filters.addFilter({ AddFilterRequest: request }))
      return { id }
    },
  }
}

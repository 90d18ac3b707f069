import type { Api } from './api.ts'
import { cursorPages, dataList, toList } from './pages.ts'
import type { Pipedrive } from './types.ts'
import { number, text } from './wire.ts'

/** What an account is set up with and we only read. Deleted pipelines and stages are left out. */
export function makeAccount({
  currencies,
  pipelines,
  stages,
}: Pick<Api, 'currencies' | 'pipelines' | 'stages'>): Pick<Pipedrive, 'currencies' | 'pipelines' | 'stages'> {
  return {
    async currencies() {
      const active = dataList(await currencies.getCurrencies()).filter(({ active_flag }) => active_flag !== false)
      return active.map(({ code, decimal_points }) => ({ code: text(code), decimalPoints: number(decimal_points) }))
    },
    async pipelines() {
      const all = await toList(cursorPages((page) => pipelines.getPipelines(page)))
      return all
        .filter(({ is_deleted }) => is_deleted !== true)
        .map(({ id, name, order_nr }) => ({ id: number(id), name: text(name), order: number(order_nr) }))
    },
    async stages() {
      const all = await toList(cursorPages((page) => stages.getStages(page)))
      return all
        .filter(({ is_deleted }) => is_deleted !== true)
        .map(({ id, name, pipeline_id, order_nr }) => ({
          id: number(id),
          name: text(name),
          pipelineId: number(pipeline_id),
          order: number(order_nr),
        }))
    },
  }
}

import { ok, scopeMissing } from '../../api/answer.ts'
import { type Handler, pathId, type Routes } from '../../api/call.ts'
import { pageKeys, pageOfList } from '../../api/pages.ts'
import { Query } from '../../api/query.ts'
import { found } from '../records.ts'
import type { Pipeline, Stage } from './stored.ts'

/** Times that no test may rest on: pipelines are part of the seed. */
const since = '2024-01-01T00:00:00Z'

const toPipelineWire = (pipeline: Pipeline) => ({
  id: pipeline.id,
  name: pipeline.name,
  order_nr: pipeline.orderNr,
  is_deleted: false,
  is_deal_probability_enabled: true,
  add_time: since,
  update_time: since,
})

const toStageWire = (stage: Stage) => ({
  id: stage.id,
  order_nr: stage.orderNr,
  name: stage.name,
  is_deleted: false,
  deal_probability: 100,
  pipeline_id: stage.pipelineId,
  is_deal_rot_enabled: false,
  days_to_rotten: null,
  add_time: since,
  update_time: since,
})

const needsAdmin: Handler = () => {
  throw scopeMissing()
}

/** Read only: writing needs the `admin` scope, which the app was not granted. */
export const pipelineRoutes = (): Routes => ({
  'GET /api/v2/pipelines': ({ company, query: values }) => {
    const query = new Query(values, pageKeys)
    query.oneOf('sort_by', ['id', 'update_time', 'add_time'])
    const page = pageOfList(company.pipelines, query, (pipeline) => pipeline.id)
    return ok(page.rows.map(toPipelineWire), { next_cursor: page.nextCursor })
  },
  'GET /api/v2/pipelines/:id': (call) => {
    const id = pathId(call, 'Pipeline')
    return ok(
      toPipelineWire(
        found(
          call.company.pipelines.find((one) => one.id === id),
          'Pipeline',
        ),
      ),
    )
  },
  'GET /api/v2/stages': ({ company, query: values }) => {
    const query = new Query(values, [...pageKeys, 'pipeline_id'])
    const sort = query.oneOf('sort_by', ['id', 'update_time', 'add_time', 'order_nr'])
    const pipelineId = query.integer('pipeline_id')
    const stages = company.stages.filter((stage) => pipelineId === undefined || stage.pipelineId === pipelineId)
    const page = pageOfList(stages, query, (stage) => (sort === 'order_nr' ? stage.orderNr : stage.id))
    return ok(page.rows.map(toStageWire), { next_cursor: page.nextCursor })
  },
  'GET /api/v2/stages/:id': (call) => {
    const id = pathId(call, 'Stage')
    return ok(
      toStageWire(
        found(
          call.company.stages.find((one) => one.id === id),
          'Stage',
        ),
      ),
    )
  },
  'POST /api/v2/pipelines': needsAdmin,
  'PATCH /api/v2/pipelines/:id': needsAdmin,
  'DELETE /api/v2/pipelines/:id': needsAdmin,
  'POST /api/v2/stages': needsAdmin,
  'PATCH /api/v2/stages/:id': needsAdmin,
  'DELETE /api/v2/stages/:id': needsAdmin,
})

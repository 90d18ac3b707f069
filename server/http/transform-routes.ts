import { Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import type { Json } from '../lib/json.ts'
import { targetsOf } from '../mapping/columns/targets/targets.ts'
import { FailurePolicySchema, TransformSchema } from '../mapping/transform-schema.ts'
import { type ColumnPreview, previewColumn } from '../mapping/transforms/preview.ts'
import { type PreviewGround, readPreviewGround, readSampleRows } from '../mapping/transforms/preview-store.ts'
import { readsRow } from '../mapping/transforms/reads-row.ts'
import { findUnusable } from '../mapping/transforms/unusable-steps.ts'
import type { DatasetPlan, PlanDocument } from '../mapping/types.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, ErrorAnswer, Id, MigrationParams, Nullable, sessionErrors } from './schemas.ts'

const PreviewBody = Type.Object({
  datasetId: Id,
  column: Type.String({
    minLength: 1,
    maxLength: 1000,
    description: 'One that the file does not have is made of others: its first step looks at the row.',
  }),
  mapping: Type.Object(
    {
      target: Type.String({ minLength: 1, maxLength: 100 }),
      transforms: Type.Optional(Type.Array(TransformSchema, { maxItems: 20 })),
      onFailure: Type.Optional(FailurePolicySchema),
    },
    { description: 'The proposed change; nothing is stored.' },
  ),
})

const Step = Type.Object({ name: Type.String(), params: Type.Record(Type.String(), Type.Unknown()) })
const Outcome = Type.Enum(['ok', 'blank', 'kept', 'rejected'])
const Previewed = {
  after: Type.Unknown({ description: 'As the import would hold it; texts are cut at 500 characters.' }),
  outcome: Outcome,
  problem: Nullable(Type.String()),
}

const PreviewView = Type.Object({
  steps: Type.Array(Step),
  implied: Type.Array(Step, { description: 'What the reader of the target does behind the steps.' }),
  samples: Type.Array(
    Type.Object({
      rowNumber: Count,
      before: Type.Unknown(),
      steps: Type.Array(Type.Unknown(), { description: 'The value after each step.' }),
      ...Previewed,
    }),
  ),
  tops: Type.Array(Type.Object({ value: Type.String(), count: Count, ...Previewed })),
  counts: Type.Object({ ok: Count, failed: Count }, { description: 'Over the samples.' }),
})

/** Behind the session guard. */
export function registerTransformRoutes(app: App, { db }: HttpDeps): void {
  app.post(
    '/api/migrations/:migrationId/plan/preview',
    {
      schema: {
        summary: 'What steps of a column would make of real rows',
        params: MigrationParams,
        body: PreviewBody,
        response: { 200: PreviewView, 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors },
      },
      // The usual validator takes from a step what belongs to another of the alternatives.
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session: { companyId }, params: { migrationId }, body }) =>
      inCompany(db, companyId, async (trx) => {
        const { datasetId, column, mapping } = body
        const transforms = mapping.transforms ?? []
        const ground = await readGround(trx, { companyId, migrationId, datasetId, column })
        if (!ground.columns.includes(column) && !readsRow(transforms[0])) {
          throw new InvalidRequest(400, 'transform.column_unknown', { column })
        }
        const { target } = mapping
        if (!targetsOf(ground.dataset.kind).includes(target)) {
          throw new InvalidRequest(400, 'transform.target_unknown', { target })
        }
        const unusable = findUnusable(transforms, ground.columns)
        if (unusable !== undefined) throw new InvalidRequest(400, 'transform.unusable', { ...unusable })
        const rows = await readSampleRows(trx, companyId, datasetId, ground.profile?.sampleRows ?? [])
        const change = { column, target, transforms, onFailure: mapping.onFailure }
        const preview = previewColumn({ ...ground, rows, change })
        return { steps: transforms.map(toStep), ...toView(preview) }
      }),
  )
}

/** Throws 404 `migration.unknown` or `dataset.unknown`, 409 `plan.not_proposed`. */
async function readGround(
  trx: Trx,
  keys: Parameters<typeof readPreviewGround>[1],
): Promise<Omit<PreviewGround, 'document'> & { plan: PlanDocument; dataset: DatasetPlan }> {
  const ground = await readPreviewGround(trx, keys)
  if (ground === undefined) {
    await readMigration(trx, keys.migrationId)
    throw new InvalidRequest(404, 'dataset.unknown')
  }
  const { document: plan, ...rest } = ground
  const dataset = plan?.datasets.find(({ datasetId }) => datasetId === keys.datasetId)
  if (plan === undefined || dataset === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
  return { ...rest, plan, dataset }
}

function toStep({ name, ...params }: { name: string }): { name: string; params: Record<string, unknown> } {
  return { name, params }
}

function toView({ implied, samples, tops }: ColumnPreview) {
  const failed = samples.filter(({ problem }) => problem !== null).length
  return {
    implied: implied.map(toStep),
    samples: samples.map(({ before, after, steps, ...sample }) => ({
      ...sample,
      before: cut(before),
      after: cut(after),
      steps: steps.map(cut),
    })),
    tops: tops.map(({ after, value, ...top }) => ({ ...top, value: String(cut(value)), after: cut(after) })),
    counts: { ok: samples.length - failed, failed },
  }
}

const longest = 500

/** Long lists and objects as the beginning of their JSON text. */
function cut(value: Json): Json {
  const text = typeof value === 'object' ? JSON.stringify(value) : value
  return typeof text !== 'string' || text.length <= longest ? value : `${text.slice(0, longest - 1)}…`
}

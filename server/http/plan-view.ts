import { type Static, Type } from '@fastify/type-provider-typebox'
import type { Trx } from '../../db/pool.ts'
import { type DatasetView, toDatasetViews } from '../mapping/column-view.ts'
import { type Plan, readDocumentBefore, readLatestPlan } from '../mapping/plan-store.ts'
import type { Question } from '../mapping/types.ts'
import { readDatasets } from '../staging/datasets.ts'
import { isOutdated } from './plan-access.ts'
import { Count, Detail, ErrorAnswer, Id, Nullable, sessionErrors } from './schemas.ts'

const Why = Type.Object({ code: Type.String(), detail: Detail })

const QuestionView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  column: Nullable(Type.String()),
  examples: Type.Array(Type.String()),
  options: Type.Array(Type.Object({ value: Type.String(), detail: Type.Optional(Detail) })),
  proposal: Type.String(),
  reason: Why,
  valueMap: Nullable(Type.String({ description: 'The value map whose unknown values it is about.' })),
  values: Nullable(Count),
  answer: Nullable(Type.String()),
})

const Tier = Type.Enum(['certain', 'likely', 'guess'])

const PlannedColumn = Type.Object({
  column: Type.String(),
  target: Type.String(),
  fieldKey: Type.Optional(Type.String()),
  tier: Tier,
  source: Type.Enum(['rules', 'precedent', 'model', 'person']),
  reasons: Type.Array(Why),
  alternatives: Type.Array(Type.Object({ target: Type.String(), tier: Tier })),
  transforms: Type.Optional(Type.Array(Type.Object({ name: Type.String() }, { additionalProperties: true }))),
  onFailure: Type.Optional(Type.Enum(['reject_row', 'leave_blank', 'keep_text'])),
  fillRate: Type.Number({ description: 'Share of rows that fill it, 0–1.' }),
  distinct: Count,
  samples: Type.Array(Type.String()),
  types: Type.Record(Type.String(), Count),
  isNew: Type.Boolean({ description: 'The version before did not have this column.' }),
})

const PlannedDataset = Type.Object({
  datasetId: Id,
  kind: Type.String(),
  files: Type.Array(Type.String(), { description: 'More than one: parts of one export, mapped as one.' }),
  rows: Count,
  tiers: Type.Object({ certain: Count, likely: Count, guess: Count }),
  columns: Type.Array(PlannedColumn),
})

export const PlanView = Type.Object({
  state: Type.Enum(['none', 'proposing', 'proposed', 'confirmed', 'failed']),
  outdated: Type.Boolean({ description: 'Files were changed since it was proposed: it has to be proposed again.' }),
  version: Nullable(Count),
  checksum: Nullable(Type.String()),
  questions: Type.Array(QuestionView),
  datasets: Type.Array(PlannedDataset),
  estimate: Nullable(Type.Object({ requests: Count, apiTokens: Count, seconds: Count })),
  document: Type.Unknown(),
  error: Nullable(Type.Object({ code: Type.String(), detail: Detail })),
})
export type PlanView = Static<typeof PlanView>

export const planErrors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }
export const planAnswers = { 200: PlanView, ...planErrors }

/** The latest version of the migration's plan as a person sees it. */
export async function readPlanView(trx: Trx, migrationId: string): Promise<PlanView> {
  const plan = await readLatestPlan(trx, migrationId)
  return toView(plan, await isOutdated(trx, plan), await readDatasetViews(trx, plan))
}

async function readDatasetViews(trx: Trx, plan: Plan | undefined): Promise<DatasetView[]> {
  if (plan?.document === undefined) return []
  const staged = await readDatasets(trx, plan.migrationId)
  return toDatasetViews(plan.document, staged, await readDocumentBefore(trx, plan))
}

function toView(plan: Plan | undefined, outdated: boolean, datasets: DatasetView[]): PlanView {
  return {
    outdated,
    state: plan?.state ?? ('none' as const),
    version: plan?.version ?? null,
    checksum: plan?.checksum ?? null,
    questions: (plan?.questions ?? []).map(toQuestionView),
    datasets,
    estimate: plan?.estimate ?? null,
    document: plan?.document ?? null,
    error: plan?.error ?? null,
  }
}

function toQuestionView(question: Question): Static<typeof QuestionView> {
  const { id, code, column, examples, options, proposal, reason, answer, valueMap, values } = question
  return {
    id,
    code,
    column: column ?? null,
    examples,
    options,
    proposal,
    reason,
    answer: answer ?? null,
    valueMap: valueMap ?? null,
    values: values ?? null,
  }
}

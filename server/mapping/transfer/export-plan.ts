import type { Decisions } from '../decisions.ts'
import { planChecksum } from '../plan-checksum.ts'
import type { Plan } from '../plan-store.ts'
import type { AccountSnapshot, DatasetPlan, Question } from '../types.ts'
import { type PlanFile, type PortablePlan, planFileFormat, planFileVersion, type StageByName } from './plan-file.ts'

/** A plan with a document, as stored. */
export type ExportedPlan = Pick<Plan, 'state' | 'questions' | 'answers' | 'decisions' | 'account'> & {
  document: NonNullable<Plan['document']>
}

/** The plan for another account: where columns go, and what people decided and answered, by names. Pure. */
export function exportPlan({ state, document, questions, answers, decisions, account }: ExportedPlan): PlanFile {
  const plan: PortablePlan = {
    datasets: document.datasets
      .filter(({ partOf }) => partOf === undefined)
      .map((dataset) => toPortableDataset(dataset, state === 'confirmed')),
    fields: toPortableFields(decisions, account),
    values: toPortableValues(decisions, account),
    titles: decisions.titles,
    ...(decisions.matchRules === undefined ? {} : { matchRules: decisions.matchRules }),
    ...(decisions.sameName === undefined ? {} : { sameName: decisions.sameName }),
    ...(decisions.timeline === undefined ? {} : { timeline: decisions.timeline }),
    answers: questions.flatMap((question) => toPortableAnswer(question, answers)),
  }
  return { format: planFileFormat, formatVersion: planFileVersion, checksum: planChecksum(plan), plan }
}

function toPortableDataset({ file, kind, columns }: DatasetPlan, confirmed: boolean): PortablePlan['datasets'][number] {
  return {
    file,
    kind,
    columns: columns.map(({ column, target, source, transforms, onFailure }) => ({
      column,
      target,
      decided: confirmed || source === 'person',
      ...(transforms === undefined ? {} : { transforms }),
      ...(onFailure === undefined ? {} : { onFailure }),
    })),
  }
}

function toPortableFields(decisions: Decisions, account: AccountSnapshot | undefined): PortablePlan['fields'] {
  return Object.entries(decisions.fields).map(([field, { use, ...decision }]) => {
    const used = account?.fields.find(({ entity, code }) => code === use && field.startsWith(`${entity}:`))
    return { field, ...decision, ...(used === undefined ? {} : { use: { name: used.name, type: used.type } }) }
  })
}

function toPortableValues(decisions: Decisions, account: AccountSnapshot | undefined): PortablePlan['values'] {
  return Object.entries(decisions.values).map(([map, values]) => ({
    map,
    values: Object.entries(values).flatMap(([value, to]) => {
      const named = to === null ? null : byName(map, to, account)
      return named === undefined ? [] : [{ value, to: named }]
    }),
  }))
}

/** What stands for a stage or pipeline by its name; undefined when it is gone. */
function byName(map: string, to: string, account: AccountSnapshot | undefined): string | StageByName | undefined {
  if (map === 'stages') return stageByName(to, account)
  if (!map.startsWith('pipeline:')) return to
  const pipeline = account?.pipelines.find(({ id }) => String(id) === to)
  return pipeline && { pipeline: pipeline.name }
}

function stageByName(stageId: string, account: AccountSnapshot | undefined): StageByName | undefined {
  const stage = account?.stages.find(({ id }) => String(id) === stageId)
  const pipeline = account?.pipelines.find(({ id }) => id === stage?.pipelineId)
  return stage && pipeline && { pipeline: pipeline.name, stage: stage.name }
}

/** Options that are stages tell their names; every other answer holds as it is. */
function toPortableAnswer({ id, options }: Question, answers: Record<string, string>): PortablePlan['answers'] {
  const answer = Object.hasOwn(answers, id) ? answers[id] : undefined
  if (answer === undefined) return []
  const { stage, pipeline } = options.find(({ value }) => value === answer)?.detail ?? {}
  const isStage = typeof stage === 'string' && typeof pipeline === 'string'
  return [{ question: id, answer: isStage ? { pipeline, stage } : answer }]
}

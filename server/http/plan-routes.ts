import { type Static, Type } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { InvalidRequest } from '../errors.ts'
import { newId } from '../lib/ids.ts'
import { addPlan, confirmPlan, type Plan, readLatestPlan, saveProposal } from '../mapping/plan-store.ts'
import { readGiven } from '../mapping/precedents.ts'
import { proposeFor } from '../mapping/propose-job.ts'
import type { DatasetPlan } from '../mapping/types.ts'
import { readDatasets } from '../staging/datasets.ts'
import { lockMigration } from '../uploads/upload-store.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, Detail, ErrorAnswer, Id, MigrationParams, Nullable, sessionErrors } from './schemas.ts'

const Question = Type.Object({
  id: Type.String(),
  code: Type.String(),
  column: Nullable(Type.String()),
  examples: Type.Array(Type.String()),
  options: Type.Array(Type.Object({ value: Type.String(), detail: Type.Optional(Detail) })),
  proposal: Type.String(),
  reason: Type.String(),
  answer: Nullable(Type.String()),
})

const PlannedDataset = Type.Object({
  datasetId: Id,
  kind: Type.String(),
  files: Type.Array(Type.String(), { description: 'More than one: parts of one export, mapped as one.' }),
})

const PlanView = Type.Object({
  state: Type.Enum(['none', 'proposing', 'proposed', 'confirmed', 'failed']),
  outdated: Type.Boolean({ description: 'Files were changed since it was proposed: it has to be proposed again.' }),
  version: Nullable(Count),
  checksum: Nullable(Type.String()),
  questions: Type.Array(Question),
  datasets: Type.Array(PlannedDataset),
  estimate: Nullable(Type.Object({ requests: Count, apiTokens: Count, seconds: Count })),
  document: Type.Unknown(),
  error: Nullable(Type.Object({ code: Type.String(), detail: Detail })),
})

const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }
const answers = { 200: PlanView, ...errors }

/** The plan of a migration: proposed by a worker, answered and confirmed by a person, frozen from then on. */
export function registerPlanRoutes(app: App, { db, clock, jobs }: HttpDeps): void {
  app.post(
    '/api/migrations/:migrationId/plan',
    {
      schema: {
        summary: 'Proposes a plan for all files that are staged now (a new version)',
        params: MigrationParams,
        response: { 202: PlanView, ...errors },
      },
    },
    async ({ session, params }, reply) => {
      const { companyId, userId } = session
      const plan = await inCompany(db, companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        await assertStaged(trx, params.migrationId)
        const id = newId('plan', clock.now())
        await addPlan(trx, { companyId, id, migrationId: params.migrationId, createdAt: clock.now() })
        await jobs.enqueue(trx, 'propose-plan', { companyId, planId: id, userId })
        return readView(trx, params.migrationId)
      })
      return reply.code(202).send(plan)
    },
  )

  app.get(
    '/api/migrations/:migrationId/plan',
    { schema: { summary: 'The latest plan with its questions', params: MigrationParams, response: answers } },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return readView(trx, params.migrationId)
      }),
  )

  app.put(
    '/api/migrations/:migrationId/plan/answers',
    {
      schema: {
        summary: 'Answers questions; with acceptProposed the rest takes its proposal. The plan changes accordingly',
        params: MigrationParams,
        body: Type.Object({
          answers: Type.Record(Type.String(), Type.String()),
          acceptProposed: Type.Optional(Type.Boolean()),
        }),
        response: answers,
      },
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const plan = await proposedPlan(trx, params.migrationId)
        const known = new Map(plan.questions.map((question) => [question.id, question]))
        const unknown = Object.keys(body.answers).find((id) => !known.has(id))
        if (unknown !== undefined) throw new InvalidRequest(400, 'answer.unknown_question', { question: unknown })
        const proposals = Object.fromEntries(plan.questions.map(({ id, proposal }) => [id, proposal]))
        const answers = { ...(body.acceptProposed ? proposals : {}), ...plan.answers, ...body.answers }
        const datasets = await readDatasets(trx, params.migrationId)
        await saveProposal(
          trx,
          plan.id,
          proposeFor(datasets, plan.account, { ...(await readGiven(trx, plan)), answers }),
        )
        return readView(trx, params.migrationId)
      }),
  )

  app.post(
    '/api/migrations/:migrationId/plan/confirm',
    {
      schema: {
        summary: 'Confirms the plan with this checksum: from here on it is frozen, and records may move',
        params: MigrationParams,
        body: Type.Object({ checksum: Type.String() }),
        response: answers,
      },
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { companyId, userId } = session
        // Nothing may come, go or be read again between this look at the files and the confirmation.
        await lockMigration(trx, params.migrationId)
        const plan = await proposedPlan(trx, params.migrationId)
        await assertStaged(trx, params.migrationId)
        if (await isOutdated(trx, plan)) throw new InvalidRequest(409, 'plan.files_changed')
        const open = plan.questions.filter(({ answer }) => answer === undefined).map(({ id }) => id)
        if (open.length > 0) throw new InvalidRequest(409, 'plan.questions_open', { questions: open })
        const at = clock.now()
        const confirmed = await confirmPlan(trx, { id: plan.id, checksum: body.checksum, userId, at })
        if (!confirmed) throw new InvalidRequest(409, 'plan.changed')
        await writeAudit(trx, { companyId, at, userId, action: 'plan.confirmed', subject: plan.id })
        return readView(trx, params.migrationId)
      }),
  )
}

async function assertStaged(trx: Trx, migrationId: string): Promise<void> {
  const files = await trx('source_files').where({ migration_id: migrationId }).select('name', 'state')
  const waiting = files.filter(({ state }) => ['uploading', 'uploaded', 'staging'].includes(state))
  if (waiting.length > 0) {
    throw new InvalidRequest(409, 'plan.files_not_ready', { files: waiting.map(({ name }) => name) })
  }
  if (!files.some(({ state }) => state === 'staged')) throw new InvalidRequest(409, 'plan.no_files')
}

/** The files were changed, removed or read again since the plan was proposed. */
async function isOutdated(trx: Trx, plan: Plan | undefined): Promise<boolean> {
  if (plan?.state !== 'proposed') return false
  const staged = await trx('datasets').where({ migration_id: plan.migrationId }).orderBy('id').select('id')
  const planned = (plan.document?.datasets ?? []).map(({ datasetId }) => datasetId).sort()
  return staged.map(({ id }) => id).join() !== planned.join()
}

type ProposedPlan = Plan & { account: NonNullable<Plan['account']> }

async function proposedPlan(trx: Trx, migrationId: string): Promise<ProposedPlan> {
  await readMigration(trx, migrationId)
  const plan = await readLatestPlan(trx, migrationId)
  if (plan?.state === 'confirmed') throw new InvalidRequest(409, 'plan.confirmed')
  if (plan?.state !== 'proposed' || plan.account === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
  return { ...plan, account: plan.account }
}

async function readView(trx: Trx, migrationId: string): Promise<Static<typeof PlanView>> {
  const plan = await readLatestPlan(trx, migrationId)
  return toView(plan, await isOutdated(trx, plan))
}

function toView(plan: Plan | undefined, outdated: boolean): Static<typeof PlanView> {
  return {
    outdated,
    state: plan?.state ?? ('none' as const),
    version: plan?.version ?? null,
    checksum: plan?.checksum ?? null,
    questions: (plan?.questions ?? []).map(({ id, code, column, examples, options, proposal, reason, answer }) => ({
      id,
      code,
      column: column ?? null,
      examples,
      options,
      proposal,
      reason,
      answer: answer ?? null,
    })),
    datasets: toPlannedDatasets(plan?.document?.datasets ?? []),
    estimate: plan?.estimate ?? null,
    document: plan?.document ?? null,
    error: plan?.error ?? null,
  }
}

/** Each lead once, with the files of its parts behind its own. */
function toPlannedDatasets(datasets: readonly DatasetPlan[]): Static<typeof PlannedDataset>[] {
  const partsOf = Map.groupBy(datasets, ({ partOf }) => partOf)
  return (partsOf.get(undefined) ?? []).map(({ datasetId, kind, file }) => ({
    datasetId,
    kind,
    files: [file, ...(partsOf.get(datasetId) ?? []).map((part) => part.file)],
  }))
}

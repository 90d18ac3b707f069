import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { InvalidRequest } from '../errors.ts'
import { newId } from '../lib/ids.ts'
import { addPlan, confirmPlan } from '../mapping/plan-store.ts'
import { savePrecedents } from '../mapping/precedents.ts'
import { assertAnswer } from '../mapping/questions/asker.ts'
import { AnyName } from '../mapping/transform-schema.ts'
import { lockMigration } from '../uploads/upload-store.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { assertStaged, changePlan, isOutdated, type ProposedPlan, proposedPlan } from './plan-access.ts'
import { PlanView, planAnswers, planErrors, readPlanView } from './plan-view.ts'
import { MigrationParams } from './schemas.ts'

/** The plan of a migration: proposed by a worker, answered and confirmed by a person, frozen from then on. */
export function registerPlanRoutes(app: App, { db, clock, jobs }: HttpDeps): void {
  app.post(
    '/api/migrations/:migrationId/plan',
    {
      schema: {
        summary: 'Proposes a plan for all files that are staged now (a new version)',
        params: MigrationParams,
        response: { 202: PlanView, ...planErrors },
      },
    },
    async ({ session, params }, reply) => {
      const { companyId, userId } = session
      const plan = await inCompany(db, companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        // Versions are counted one after the other.
        await lockMigration(trx, params.migrationId)
        await assertStaged(trx, params.migrationId)
        const id = newId('plan', clock.now())
        await addPlan(trx, { companyId, id, migrationId: params.migrationId, createdAt: clock.now() })
        await jobs.enqueue(trx, 'propose-plan', { companyId, planId: id, userId })
        return readPlanView(trx, params.migrationId)
      })
      return reply.code(202).send(plan)
    },
  )

  app.get(
    '/api/migrations/:migrationId/plan',
    { schema: { summary: 'The latest plan with its questions', params: MigrationParams, response: planAnswers } },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return readPlanView(trx, params.migrationId)
      }),
  )

  app.put(
    '/api/migrations/:migrationId/plan/answers',
    {
      schema: {
        summary: 'Answers questions; with acceptProposed the rest takes its proposal. The plan changes accordingly',
        params: MigrationParams,
        body: Type.Object({
          answers: Type.Record(AnyName, Type.String()),
          acceptProposed: Type.Optional(Type.Boolean()),
        }),
        response: planAnswers,
      },
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        await changePlan(trx, params.migrationId, undefined, (plan) => {
          assertAnswers(plan, body.answers)
          const proposals = Object.fromEntries(plan.questions.map(({ id, proposal }) => [id, proposal]))
          return { answers: { ...(body.acceptProposed ? proposals : {}), ...plan.answers, ...body.answers } }
        })
        return readPlanView(trx, params.migrationId)
      }),
  )

  app.post(
    '/api/migrations/:migrationId/plan/confirm',
    {
      schema: {
        summary: 'Confirms the plan with this checksum: from here on it is frozen, and records may move',
        params: MigrationParams,
        body: Type.Object({ checksum: Type.String() }),
        response: planAnswers,
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
        assertAnswered(plan)
        const at = clock.now()
        const confirmed = await confirmPlan(trx, { id: plan.id, checksum: body.checksum, userId, at })
        if (!confirmed) throw new InvalidRequest(409, 'plan.changed')
        await savePrecedents(trx, companyId, plan.document, at)
        await writeAudit(trx, { companyId, at, userId, action: 'plan.confirmed', subject: plan.id })
        return readPlanView(trx, params.migrationId)
      }),
  )
}

/**
 * Throws 409 `plan.questions_open`; `plan.values_open` when only value maps are open: which ones, and how many of their values
 * nobody knows.
 */
function assertAnswered({ questions }: ProposedPlan): void {
  const open = questions.filter(({ answer }) => answer === undefined)
  if (open.length === 0) return
  const ids = open.map(({ id }) => id)
  const maps = new Set(open.flatMap(({ valueMap }) => valueMap ?? []))
  if (open.some(({ valueMap }) => valueMap === undefined))
    throw new InvalidRequest(409, 'plan.questions_open', { questions: ids })
  const count = open.reduce((sum, { values }) => sum + (values ?? 1), 0)
  throw new InvalidRequest(409, 'plan.values_open', { maps: [...maps], count, questions: ids })
}

function assertAnswers({ questions }: ProposedPlan, answers: Record<string, string>): void {
  const known = new Map(questions.map((question) => [question.id, question]))
  for (const [id, answer] of Object.entries(answers)) {
    const question = known.get(id)
    if (question === undefined) throw new InvalidRequest(400, 'answer.unknown_question', { question: id })
    assertAnswer(question, answer)
  }
}

import { Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { readLatestPlan } from '../mapping/plan-store.ts'
import { exportPlan } from '../mapping/transfer/export-plan.ts'
import { importPlan, type Told } from '../mapping/transfer/import-plan.ts'
import { PlanFileSchema } from '../mapping/transfer/plan-file.ts'
import { makePlanFileReader } from '../mapping/transfer/read-plan-file.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { changePlan } from './plan-access.ts'
import { PlanView, planErrors, readPlanView } from './plan-view.ts'
import { Count, Detail, MigrationParams } from './schemas.ts'

const largestFileBytes = 4 * 1024 * 1024
const shownTold = 500

const ImportBody = Type.Object(
  {
    checksum: Type.String({ maxLength: 64, description: 'Of the plan of this migration that was seen.' }),
    file: Type.Unknown({ description: 'What the export answered.' }),
    edited: Type.Optional(Type.Literal(true, { description: 'The file was changed by hand since it was exported.' })),
  },
  { additionalProperties: false },
)

const ImportAnswer = Type.Object({
  plan: PlanView,
  total: Count,
  told: Type.Array(Type.Object({ code: Type.String(), detail: Detail }), {
    description: 'What could not be taken over and is open here; the first 500.',
  }),
})

/** A plan leaves one account and is taken over in another. */
export function registerPlanTransferRoutes(app: App, { db }: HttpDeps): void {
  const readPlanFile = makePlanFileReader()

  app.get(
    '/api/migrations/:migrationId/plan/export',
    {
      schema: {
        summary: 'The latest plan as a file for another account: names instead of ids',
        params: MigrationParams,
        response: { 200: PlanFileSchema, ...planErrors },
      },
    },
    async ({ session, params }, reply) => {
      const plan = await inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return readLatestPlan(trx, params.migrationId)
      })
      if (plan?.document === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
      const file = exportPlan({ ...plan, document: plan.document })
      reply.header('content-disposition', `attachment; filename="altcraft-plan-v${plan.version}.json"`)
      return file
    },
  )

  app.post(
    '/api/migrations/:migrationId/plan/import',
    {
      bodyLimit: largestFileBytes,
      schema: {
        summary: 'Takes over what an exported plan says, as far as it is possible here; tells what is not',
        params: MigrationParams,
        body: ImportBody,
        response: { 200: ImportAnswer, ...planErrors },
      },
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    async ({ session, params, body }) => {
      const { plan: theirs } = readPlanFile(body.file, { edited: body.edited ?? false })
      return inCompany(db, session.companyId, async (trx) => {
        const told: Told[] = []
        const answered = new Set<string>()
        await changePlan(trx, params.migrationId, body.checksum, (plan) => {
          const { told: missing, answers, decisions } = importPlan(theirs, plan)
          told.push(...missing)
          for (const id of Object.keys(answers)) answered.add(id)
          return { answers, decisions }
        })
        const plan = await readPlanView(trx, params.migrationId)
        const open = plan.questions.filter(({ id, answer }) => answer === null && answered.has(id))
        told.push(...open.map(({ id }) => ({ code: 'import.answer_open', detail: { question: id } })))
        return { plan, total: told.length, told: told.slice(0, shownTold) }
      })
    },
  )
}

import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { InvalidRequest } from '../errors.ts'
import {
  countOpenQuestions,
  decideQuestion,
  decideQuestions,
  readQuestions,
  recordQuestionCodes,
} from '../importing/record-question-store.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, ErrorAnswer, Id, MigrationParams, Nullable, sessionErrors, Timestamp } from './schemas.ts'

const strict = { additionalProperties: false }
const Code = Type.Enum([...recordQuestionCodes])
const Decision = Type.Enum(['theirs', 'ours', 'match', 'create'])
const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }

const QuestionView = Type.Object({
  id: Id,
  runId: Id,
  code: Code,
  entity: Type.String(),
  sourceKey: Type.String(),
  pipedriveId: Nullable(Type.Integer()),
  field: Type.String({ description: 'As in a request of the API; empty where it is about the record as a whole.' }),
  fieldName: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
  choices: Type.Array(Decision),
  decision: Nullable(Decision),
  decidedAt: Nullable(Timestamp),
})

const path = '/api/migrations/:migrationId/record-questions'

/** What only a person can decide about single records: fields that changed on both sides, namesakes in the account. */
export function registerRecordQuestionRoutes(app: App, { db, clock }: HttpDeps): void {
  app.get(
    path,
    {
      schema: {
        summary: 'What a person has to decide about single records, oldest first',
        params: MigrationParams,
        querystring: Type.Object({
          state: Type.Enum(['open', 'decided'], { default: 'open' }),
          after: Type.Optional(Id),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: {
          200: Type.Object({ open: Count, questions: Type.Array(QuestionView), next: Nullable(Id) }),
          ...errors,
        },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        const questions = await readQuestions(trx, { ...params, ...query, after: Number(query.after ?? 0) })
        return {
          open: await countOpenQuestions(trx, params.migrationId),
          questions,
          next: questions.length === query.limit ? (questions.at(-1)?.id ?? null) : null,
        }
      }),
  )

  app.put(
    `${path}/:questionId`,
    {
      schema: {
        summary: 'Decides about one record; the next run that has it carries it out',
        params: Type.Object({ migrationId: Id, questionId: Type.String({ pattern: '^[0-9]{1,15}$' }) }),
        body: Type.Object({ decision: Decision }, strict),
        response: { 200: QuestionView, ...errors },
      },
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { companyId, userId } = session
        await readMigration(trx, params.migrationId)
        const at = clock.now()
        const decided = { ...params, questionId: Number(params.questionId), decision: body.decision, userId, at }
        const question = await decideQuestion(trx, decided)
        if (question === undefined) throw new InvalidRequest(404, 'record_question.unknown')
        const detail = { migration: params.migrationId, decision: body.decision }
        await writeAudit(trx, {
          companyId,
          at,
          userId,
          action: 'record_question.decided',
          subject: question.id,
          detail,
        })
        return question
      }),
  )

  app.put(
    path,
    {
      schema: {
        summary: 'Decides about all open ones of a kind at once',
        params: MigrationParams,
        body: Type.Object(
          { code: Code, decision: Decision, field: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) },
          strict,
        ),
        response: { 200: Type.Object({ decided: Count, open: Count }), ...errors },
      },
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { companyId, userId } = session
        const { migrationId } = params
        await readMigration(trx, migrationId)
        const at = clock.now()
        const decided = await decideQuestions(trx, { migrationId, ...body, userId, at })
        const detail = { ...body, count: decided }
        await writeAudit(trx, {
          companyId,
          at,
          userId,
          action: 'record_questions.decided',
          subject: migrationId,
          detail,
        })
        return { decided, open: await countOpenQuestions(trx, migrationId) }
      }),
  )
}

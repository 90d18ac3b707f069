import type { Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import type { JsonObject } from '../lib/json.ts'
import { type QuestionCode, type QuestionDecision, questionChoices } from './record-questions.ts'

export const recordQuestionCodes = Object.keys(questionChoices) as QuestionCode[]

/** A question about one record as people see it; times RFC 3339. */
export interface RecordQuestion {
  id: string
  runId: string
  code: QuestionCode
  entity: string
  sourceKey: string
  pipedriveId: number | null
  field: string
  fieldName: string
  detail: JsonObject
  choices: QuestionDecision[]
  decision: QuestionDecision | null
  decidedAt: string | null
}

export async function readQuestions(
  trx: Trx,
  page: { migrationId: string; state: 'open' | 'decided'; after: number; limit: number },
): Promise<RecordQuestion[]> {
  const questions = trx('record_questions')
    .where({ migration_id: page.migrationId })
    .where('id', '>', page.after)
    .orderBy('id')
    .limit(page.limit)
  const rows = await (page.state === 'open' ? questions.whereNull('decision') : questions.whereNotNull('decision'))
  const names = await readFieldNames(trx)
  return rows.map((row) => toQuestion(row, names))
}

export async function countOpenQuestions(trx: Trx, migrationId: string): Promise<number> {
  const row = await trx('record_questions').where({ migration_id: migrationId, decision: null }).count('* as n').first()
  return Number(row?.['n'] ?? 0)
}

interface Decided {
  migrationId: string
  decision: QuestionDecision
  userId: number
  at: Date
}

/** Undefined for a question that the migration does not have. Throws 409 `record_question.not_a_choice`. May be repeated. */
export async function decideQuestion(
  trx: Trx,
  { migrationId, questionId, decision, userId, at }: Decided & { questionId: number },
): Promise<RecordQuestion | undefined> {
  const where = { migration_id: migrationId, id: questionId }
  const row = await trx('record_questions').where(where).forUpdate().first()
  if (row === undefined) return undefined
  assertChoice(row.code, decision)
  const [after] = await trx('record_questions')
    .where(where)
    .update({ decision, decided_by: userId, decided_at: at })
    .returning('*')
  return toQuestion(after, await readFieldNames(trx))
}

/** Decides what is still open, of one field or of all; answers how many that were. */
export async function decideQuestions(
  trx: Trx,
  { migrationId, code, field, decision, userId, at }: Decided & { code: QuestionCode; field?: string | undefined },
): Promise<number> {
  assertChoice(code, decision)
  return trx('record_questions')
    .where({ migration_id: migrationId, code, decision: null, ...(field === undefined ? {} : { field }) })
    .update({ decision, decided_by: userId, decided_at: at })
}

function assertChoice(code: QuestionCode, decision: QuestionDecision): void {
  const choices: readonly QuestionDecision[] = questionChoices[code]
  if (!choices.includes(decision)) {
    throw new InvalidRequest(409, 'record_question.not_a_choice', { decision, choices: [...choices] })
  }
}

/** Names of custom fields by `custom_fields.<code>`. */
async function readFieldNames(trx: Trx): Promise<Map<string, string>> {
  const rows = await trx('bindings').whereNotNull('code').select('code', 'field_name')
  return new Map(rows.map(({ code, field_name }) => [`custom_fields.${code}`, field_name]))
}

interface QuestionRow {
  id: number
  run_id: string
  code: QuestionCode
  entity: string
  source_key: string
  pipedrive_id: number | null
  field: string
  detail: JsonObject
  decision: QuestionDecision | null
  decided_at: Date | null
}

function toQuestion(row: QuestionRow, names: Map<string, string>): RecordQuestion {
  return {
    id: String(row.id),
    runId: row.run_id,
    code: row.code,
    entity: row.entity,
    sourceKey: row.source_key,
    pipedriveId: row.pipedrive_id,
    field: row.field,
    fieldName: names.get(row.field) ?? row.field,
    detail: row.detail,
    choices: [...questionChoices[row.code]],
    decision: row.decision,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}

import type { Trx } from '../../db/pool.ts'
import type { Detail } from '../errors.ts'
import { toStorableJson } from '../staging/storable.ts'
import { type Decisions, type ModelSuggestion, noDecisions } from './decisions.ts'
import { upgradePlan } from './plan-upgrade.ts'
import type { AccountSnapshot, PlanDocument, Question } from './types.ts'

/** A plan as stored. `proposing`: a worker is at it; `proposed`: may be answered and confirmed; `confirmed`: frozen. */
export interface Plan {
  id: string
  migrationId: string
  version: number
  state: 'proposing' | 'proposed' | 'confirmed' | 'failed'
  document: PlanDocument | undefined
  /** As it was stored, of whatever format: the checksum is of this one. */
  stored: object | undefined
  checksum: string | undefined
  questions: Question[]
  answers: Record<string, string>
  decisions: Decisions
  suggestions: ModelSuggestion[]
  account: AccountSnapshot | undefined
  estimate: Estimate | undefined
  error: { code: string; detail: Detail } | undefined
}

export interface Estimate {
  requests: number
  apiTokens: number
  seconds: number
}

export async function readLatestPlan(trx: Trx, migrationId: string): Promise<Plan | undefined> {
  const row = await trx('plans').where({ migration_id: migrationId }).orderBy('version', 'desc').first()
  return row && toPlan(row)
}

/** The version that was confirmed last. */
export async function readConfirmedPlan(trx: Trx, migrationId: string): Promise<Plan | undefined> {
  const row = await trx('plans')
    .where({ migration_id: migrationId, state: 'confirmed' })
    .orderBy('version', 'desc')
    .first()
  return row && toPlan(row)
}

/** With `lock`, nobody else changes it until the transaction ends. */
export async function readPlan(trx: Trx, id: string, lock: 'lock' | 'no lock' = 'no lock'): Promise<Plan | undefined> {
  const query = trx('plans').where({ id }).first()
  const row = await (lock === 'lock' ? query.forUpdate() : query)
  return row && toPlan(row)
}

/** The version before, of those that have a document. */
export async function readPlanBefore(
  trx: Trx,
  { migrationId, version }: Pick<Plan, 'migrationId' | 'version'>,
): Promise<Plan | undefined> {
  const row = await trx('plans')
    .where({ migration_id: migrationId })
    .where('version', '<', version)
    .whereNotNull('document')
    .orderBy('version', 'desc')
    .first()
  return row && toPlan(row)
}

/** The document of the version before, of those that have one. */
export async function readDocumentBefore(
  trx: Trx,
  { migrationId, version }: Pick<Plan, 'migrationId' | 'version'>,
): Promise<PlanDocument | undefined> {
  const row = await trx('plans')
    .where({ migration_id: migrationId })
    .where('version', '<', version)
    .whereNotNull('document')
    .orderBy('version', 'desc')
    .first('document')
  return row && upgradePlan(row.document)
}

/** Begins the next version; what was answered and decided before is kept. */
export async function addPlan(
  trx: Trx,
  plan: { companyId: number; id: string; migrationId: string; createdAt: Date },
): Promise<void> {
  const latest = await readLatestPlan(trx, plan.migrationId)
  await trx('plans').insert({
    company_id: plan.companyId,
    id: plan.id,
    migration_id: plan.migrationId,
    version: (latest?.version ?? 0) + 1,
    state: 'proposing',
    answers: JSON.stringify(latest?.answers ?? {}),
    decisions: JSON.stringify(latest?.decisions ?? noDecisions),
    created_at: plan.createdAt,
  })
}

export interface Proposed {
  document: PlanDocument
  checksum: string
  questions: Question[]
  answers: Record<string, string>
  decisions: Decisions
  suggestions: ModelSuggestion[]
  account: AccountSnapshot
  estimate: Estimate
}

/** Stores a proposal; false when the plan was confirmed meanwhile. */
export async function saveProposal(trx: Trx, id: string, proposed: Proposed): Promise<boolean> {
  const updated = await trx('plans')
    .where({ id })
    .whereIn('state', ['proposing', 'proposed', 'failed'])
    .update({
      state: 'proposed',
      document: toStorableJson(proposed.document),
      checksum: proposed.checksum,
      questions: toStorableJson(proposed.questions),
      answers: toStorableJson(proposed.answers),
      decisions: toStorableJson(proposed.decisions),
      suggestions: toStorableJson(proposed.suggestions),
      account: toStorableJson(proposed.account),
      estimate: JSON.stringify(proposed.estimate),
      error_code: null,
      error_detail: null,
    })
  return updated > 0
}

export async function savePlanFailure(trx: Trx, id: string, code: string, detail: Detail): Promise<void> {
  await trx('plans')
    .where({ id, state: 'proposing' })
    .update({ state: 'failed', error_code: code, error_detail: JSON.stringify(detail) })
}

/** Freezes the plan if it still is the one that the person saw; false otherwise. */
export async function confirmPlan(
  trx: Trx,
  plan: { id: string; checksum: string; userId: number; at: Date },
): Promise<boolean> {
  const updated = await trx('plans')
    .where({ id: plan.id, state: 'proposed', checksum: plan.checksum })
    .update({ state: 'confirmed', confirmed_by: plan.userId, confirmed_at: plan.at })
  return updated > 0
}

interface PlanRow {
  id: string
  migration_id: string
  version: number
  state: Plan['state']
  document: object | null
  checksum: string | null
  questions: (Omit<Question, 'reason'> & { reason: Question['reason'] | string })[]
  answers: Record<string, string>
  decisions: Decisions
  suggestions: ModelSuggestion[]
  account: AccountSnapshot | null
  estimate: Estimate | null
  error_code: string | null
  error_detail: Detail | null
}

function toPlan(row: PlanRow): Plan {
  return {
    id: row.id,
    migrationId: row.migration_id,
    version: row.version,
    state: row.state,
    document: row.document === null ? undefined : upgradePlan(row.document),
    stored: row.document ?? undefined,
    checksum: row.checksum ?? undefined,
    questions: row.questions.map(toQuestion),
    answers: row.answers,
    decisions: row.decisions,
    suggestions: row.suggestions,
    account: row.account ?? undefined,
    estimate: row.estimate ?? undefined,
    error: row.error_code === null ? undefined : { code: row.error_code, detail: row.error_detail ?? {} },
  }
}

/** While a process of the version before still runs, it stores a reason as a sentence. */
function toQuestion({ reason, ...question }: PlanRow['questions'][number]): Question {
  return { ...question, reason: typeof reason === 'string' ? { code: 'text', detail: { text: reason } } : reason }
}

import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import { NeedsPerson } from '../errors.ts'
import type { FieldDefinition, FieldEntity, Pipedrive } from '../pipedrive/types.ts'
import { type Dataset, readDatasets } from '../staging/datasets.ts'
import { joinParts } from '../staging/join-parts.ts'
import { asStorable } from '../staging/storable.ts'
import { carryOver } from './carry-over.ts'
import { toGroups, withParts } from './dataset-groups.ts'
import { estimateCost } from './estimate.ts'
import { followPlan } from './following/follow-plan.ts'
import { readFollowedPlan } from './following/followed-plan.ts'
import { takeOverSaid } from './following/take-over-said.ts'
import type { SuggestTargets } from './model/types.ts'
import { openColumns } from './open-columns.ts'
import { planChecksum } from './plan-checksum.ts'
import type { Given } from './plan-input.ts'
import { type Plan, type Proposed, readPlan, readPlanBefore, savePlanFailure, saveProposal } from './plan-store.ts'
import { readGiven } from './precedents.ts'
import { proposePlan } from './propose-plan.ts'
import type { AccountSnapshot } from './types.ts'
import { countValues } from './value-maps/count-values.ts'

export interface ProposeDeps {
  db: Knex
  openPipedrive(companyId: number, userId: number): Promise<AccountPipedrive>
  /** The optional model; undefined where none is configured. */
  suggestTargets?: SuggestTargets | undefined
}

export interface AccountPipedrive extends Pipedrive {
  /** How many custom fields the company's plan allows, as far as the answers so far tell the plan. */
  fieldCap(): number | undefined
  flush(): Promise<void>
}

/**
 * Reads what the plan needs to know of the account (users, pipelines, stages, fields, permissions, currencies; nothing is
 * written), counts what value maps must list (before it holds the migration, as that may take seconds), and stores a
 * proposal. Repeatable; a plan that is proposed by now is left alone.
 */
export function makeProposeJob({ db, openPipedrive, suggestTargets }: ProposeDeps) {
  return async function propose(companyId: number, planId: string, userId: number): Promise<void> {
    const plan = await inCompany(db, companyId, (trx) => readPlan(trx, planId))
    if (plan === undefined || isDone(plan)) return
    try {
      const pipedrive = await openPipedrive(companyId, userId)
      const account = await readAccount(pipedrive)
      await pipedrive.flush()
      const open = await inCompany(db, companyId, async (trx) => {
        const datasets = await readDatasets(trx, plan.migrationId)
        const { document } = proposeFor(datasets, account, await readCarriedOver(trx, plan, datasets))
        await countValues(trx, companyId, datasets, document)
        return suggestTargets === undefined
          ? []
          : openColumns(
              toGroups(datasets).map(({ whole }) => whole),
              document,
            )
      })
      // No transaction waits for the model.
      const suggestions = open.length === 0 ? [] : ((await suggestTargets?.(open)) ?? [])
      await inCompany(db, companyId, async (trx) => {
        const waiting = await readPlan(trx, planId, 'lock')
        if (waiting === undefined || isDone(waiting)) return
        await joinParts(trx, plan.migrationId)
        const datasets = await readDatasets(trx, plan.migrationId)
        const given = { ...(await readCarriedOver(trx, waiting, datasets)), suggestions }
        await saveProposal(trx, planId, proposeFor(datasets, account, given))
      })
    } catch (error) {
      if (!(error instanceof NeedsPerson)) throw error
      await inCompany(db, companyId, (trx) => savePlanFailure(trx, planId, error.code, error.detail))
    }
  }
}

/**
 * What people said about the version before, or, in a first one, about the plan of the migration that this one follows, under the
 * names of today's files. Of that version itself rather than of the copy
 * that was taken when this one was asked for: it may have been proposed since, and have other names by now.
 */
async function readCarriedOver(trx: Trx, plan: Plan, datasets: readonly Dataset[]): Promise<Given> {
  const before = await readPlanBefore(trx, plan)
  const given = await readGiven(trx, { ...plan, ...(before && pickSaid(before)) })
  const leads = toGroups(datasets).map(({ whole }) => whole)
  if (before !== undefined) return carryOver(given, before.document?.datasets ?? [], leads)
  const followed = await readFollowedPlan(trx, plan.migrationId)
  return followed === undefined ? given : takeOverSaid(given, followed, leads)
}

function pickSaid({ answers, decisions }: Plan): Pick<Plan, 'answers' | 'decisions'> {
  return { answers, decisions }
}

/** What a person may have decided since is not proposed over. */
function isDone({ state }: Plan): boolean {
  return state === 'proposed' || state === 'confirmed'
}

/**
 * The proposal for these answers. Parts of one export are mapped as one: asked about once, and each has the plan of its lead.
 * Pure: answering a question needs neither Pipedrive nor a worker.
 */
export function proposeFor(datasets: Dataset[], account: AccountSnapshot, given: Given): Proposed {
  const groups = toGroups(datasets)
  const input = groups.map(({ whole }) => whole)
  const proposed = proposePlan({ ...given, datasets: input, account, answers: knownOnly(given.answers) })
  const { document: leads, questions } = followPlan(proposed, given.followed, given.decisions)
  // The checksum is of what will be read again.
  const document = asStorable(withParts(leads, groups))
  const answers = Object.fromEntries(
    questions.flatMap(({ id, answer }) => (answer === undefined ? [] : [[id, answer]])),
  )
  const estimate = estimateCost(input, leads)
  return {
    document,
    checksum: planChecksum(document),
    questions,
    answers,
    decisions: given.decisions,
    suggestions: [...given.suggestions],
    account,
    estimate,
  }

  // Answers to questions that another set of files does not raise mean nothing here, nor do options that are gone. An answer
  // may raise further questions: as long as some are taken, the others are looked at again.
  function knownOnly(all: Record<string, string>): Record<string, string> {
    const known = new Map<string, string>()
    let open = Object.entries(all)
    while (open.length > 0) {
      const { questions } = proposePlan({ ...given, datasets: input, account, answers: Object.fromEntries(known) })
      const optionsOf = new Map(questions.map(({ id, options }) => [id, options]))
      const taken = open.filter(([id, answer]) => {
        const options = optionsOf.get(id)
        return options?.length === 0 || options?.some(({ value }) => value === answer)
      })
      if (taken.length === 0) break
      for (const [id, answer] of taken) known.set(id, answer)
      open = open.filter(([id]) => !known.has(id))
    }
    return Object.fromEntries(known)
  }
}

const fieldEntities: FieldEntity[] = ['person', 'organization', 'deal', 'product']

async function readAccount(pipedrive: AccountPipedrive): Promise<AccountSnapshot> {
  const me = await pipedrive.me()
  const [users, pipelines, stages, permissions, currencies] = await Promise.all([
    pipedrive.users(),
    pipedrive.pipelines(),
    pipedrive.stages(),
    pipedrive.permissions(me.id),
    pipedrive.currencies(),
  ])
  const fields: FieldDefinition[] = (await Promise.all(fieldEntities.map((entity) => pipedrive.fields(entity)))).flat()
  const fieldsInUse = fields.filter(({ isCustom }) => isCustom).length
  const fieldCap = pipedrive.fieldCap()
  return {
    me,
    users,
    pipelines,
    stages,
    fields,
    fieldsInUse,
    currencies,
    ...(fieldCap === undefined ? {} : { fieldCap }),
    ...(permissions === undefined ? {} : { permissions }),
  }
}

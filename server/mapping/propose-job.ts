import type { Knex } from 'knex'
import { inCompany } from '../../db/pool.ts'
import { NeedsPerson } from '../errors.ts'
import type { FieldDefinition, FieldEntity, Pipedrive } from '../pipedrive/types.ts'
import { type Dataset, readDatasets } from '../staging/datasets.ts'
import { joinParts } from '../staging/join-parts.ts'
import { toGroups, withParts } from './dataset-groups.ts'
import { estimateCost } from './estimate.ts'
import { planChecksum } from './plan-checksum.ts'
import type { Given } from './plan-input.ts'
import { type Proposed, readPlan, savePlanFailure, saveProposal } from './plan-store.ts'
import { readGiven } from './precedents.ts'
import { proposePlan } from './propose-plan.ts'
import type { AccountSnapshot } from './types.ts'

export interface ProposeDeps {
  db: Knex
  openPipedrive(companyId: number, userId: number): Promise<AccountPipedrive>
}

export interface AccountPipedrive extends Pipedrive {
  /** How many custom fields the company's plan allows, as far as the answers so far tell the plan. */
  fieldCap(): number | undefined
  flush(): Promise<void>
}

/**
 * Reads what the plan needs to know of the account (users, pipelines, stages, fields; nothing is written) and stores a
 * proposal. Repeatable; a plan that was confirmed meanwhile is left alone.
 */
export function makeProposeJob({ db, openPipedrive }: ProposeDeps) {
  return async function propose(companyId: number, planId: string, userId: number): Promise<void> {
    const plan = await inCompany(db, companyId, (trx) => readPlan(trx, planId))
    if (plan === undefined || plan.state === 'confirmed') return
    try {
      const pipedrive = await openPipedrive(companyId, userId)
      const account = await readAccount(pipedrive)
      await pipedrive.flush()
      await inCompany(db, companyId, async (trx) => {
        await joinParts(trx, plan.migrationId)
        const datasets = await readDatasets(trx, plan.migrationId)
        await saveProposal(trx, planId, proposeFor(datasets, account, await readGiven(trx, plan)))
      })
    } catch (error) {
      if (!(error instanceof NeedsPerson)) throw error
      await inCompany(db, companyId, (trx) => savePlanFailure(trx, planId, error.code, error.detail))
    }
  }
}

/**
 * The proposal for these answers. Parts of one export are mapped as one: asked about once, and each has the plan of its lead.
 * Pure: answering a question needs neither Pipedrive nor a worker.
 */
export function proposeFor(datasets: Dataset[], account: AccountSnapshot, given: Given): Proposed {
  const groups = toGroups(datasets)
  const input = groups.map(({ whole }) => whole)
  const { document: leads, questions } = proposePlan({
    ...given,
    datasets: input,
    account,
    answers: knownOnly(given.answers),
  })
  const document = withParts(leads, groups)
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

  // Answers to questions that another set of files does not raise mean nothing here.
  function knownOnly(all: Record<string, string>): Record<string, string> {
    const ids = new Set(proposePlan({ ...given, datasets: input, account, answers: {} }).questions.map(({ id }) => id))
    return Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)))
  }
}

const fieldEntities: FieldEntity[] = ['person', 'organization', 'deal', 'product']

async function readAccount(pipedrive: AccountPipedrive): Promise<AccountSnapshot> {
  const [me, users, pipelines, stages] = await Promise.all([
    pipedrive.me(),
    pipedrive.users(),
    pipedrive.pipelines(),
    pipedrive.stages(),
  ])
  const fields: FieldDefinition[] = (await Promise.all(fieldEntities.map((entity) => pipedrive.fields(entity)))).flat()
  const fieldsInUse = fields.filter(({ isCustom }) => isCustom).length
  const fieldCap = pipedrive.fieldCap()
  return { me, users, pipelines, stages, fields, fieldsInUse, ...(fieldCap === undefined ? {} : { fieldCap }) }
}

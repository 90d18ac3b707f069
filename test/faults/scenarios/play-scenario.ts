import { inCompany } from '../../../db/pool.ts'
import { type Accounts, companyId } from './accounts.ts'
import { checkRestored } from './checks/check-restored.ts'
import { findProblems } from './checks/find-problems.ts'
import type { Records } from './checks/source-ids.ts'
import { beginRun, confirmProposedPlan } from './plan.ts'
import { playRun } from './play.ts'
import { type Disruption, describeScenario, type Scenario } from './scenario.ts'
import { type Stage, seedAccount, setStage } from './stage.ts'

/** What it costs to read a user: an installation does, and no ledger sees it. */
const userTokens = 2

/** Plays a scenario to its end; answers what is not as it must be, preceded by what it takes to see it again. */
export async function playScenario(scenario: Scenario, accounts: Accounts): Promise<string[]> {
  const stage = await setStage(scenario, await accounts.get(scenario.export))
  const problems = await play(stage).catch((error: unknown) => [toText(error)])
  await stage.close()
  if (problems.length === 0) return []
  const replay = `FAULTS_SCENARIO=${scenario.seed} npm run test:faults`
  return [replay, ...describeScenario(scenario).split('\n'), ...problems]
}

async function play(stage: Stage): Promise<string[]> {
  const { far, scenario } = stage
  await seedAccount(stage)
  const before = await far.records()
  await stage.installApp()
  await confirmProposedPlan(stage)
  const problems = [...(await playImport(stage)), ...(await playAgain(stage))]
  if (scenario.undo) problems.push(...(await playUndo(stage, before, scenario.undo)))
  return [...problems, ...(await checkLedger(stage)), ...stage.bugs.map(toText)]
}

async function playImport(stage: Stage): Promise<string[]> {
  const runId = await beginRun(stage)
  await amidFaults(stage, () => playRun(stage, runId, stage.scenario.disruptions))
  return findProblems(stage, runId)
}

/** The same import once more, undisturbed. */
async function playAgain(stage: Stage): Promise<string[]> {
  const written = writesOf(await stage.far.stats())
  const runId = await beginRun(stage)
  await playRun(stage, runId, [])
  const rewritten = writesOf(await stage.far.stats()) - written
  const problems = (await findProblems(stage, runId)).map((problem) => `after a second run: ${problem}`)
  return rewritten === 0 ? problems : [`a second run sends ${rewritten} writes`, ...problems]
}

async function playUndo(stage: Stage, before: Records, disruptions: Disruption[]): Promise<string[]> {
  const runId = await beginRun(stage, 'undo')
  await amidFaults(stage, () => playRun(stage, runId, disruptions))
  return checkRestored(before, await stage.far.records()).map((problem) => `after the undo: ${problem}`)
}

async function amidFaults({ far, scenario }: Stage, work: () => Promise<void>): Promise<void> {
  await far.arm(scenario.faults)
  if (scenario.dailyBudget !== undefined) await far.setOptions({ dailyBudget: scenario.dailyBudget })
  await work()
  await far.disarm()
  await far.setOptions({ dailyBudget: 1_000_000 })
}

/**
 * The ledger never has less than Pipedrive counted, and has exactly that where no process was lost with what it had leased, no
 * day was reset in between, nobody else spent (an installation does), and no traffic was blocked (what that costs, no answer
 * tells).
 */
async function checkLedger({ database, far, installs, scenario }: Stage): Promise<string[]> {
  const { dailyBudget, disruptions, faults, undo = [] } = scenario
  const row = await inCompany(database.db, companyId, (trx) => trx('api_usage').sum('tokens as tokens').first())
  const charged = Number(row?.['tokens'] ?? 0)
  const spent = (await far.stats()).totalTokens - installs * userTokens
  const isCalm = [...disruptions, ...undo].every(({ kind }) => kind === 'expire' || kind === 'pause')
  const isBlocked = faults.some(({ kind }) => kind === 'html403')
  const isRight = isCalm && !isBlocked && dailyBudget === undefined ? charged === spent : charged >= spent
  return isRight ? [] : [`the ledger has ${charged} API tokens, Pipedrive counted ${spent}`]
}

function writesOf({ methods }: { methods: Record<string, number> }): number {
  return Object.entries(methods).reduce((sum, [method, n]) => (method === 'GET' ? sum : sum + n), 0)
}

function toText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by ${toText(error.cause)}`}`
}

import type { Accounts } from './accounts.ts'
import { findProblems } from './checks/find-problems.ts'
import { beginRun, confirmProposedPlan } from './plan.ts'
import { playRun } from './play.ts'
import { describeScenario, type Scenario } from './scenario.ts'
import { chargedTokens, type Stage, seedAccount, setStage } from './stage.ts'

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
  await stage.installApp()
  await confirmProposedPlan(stage)
  await far.arm(scenario.faults)
  await far.setOptions(scenario.dailyBudget === undefined ? {} : { dailyBudget: scenario.dailyBudget })
  const runId = await beginRun(stage)
  await playRun(stage, runId, scenario.disruptions)
  await far.disarm()
  await far.setOptions({ dailyBudget: 1_000_000 })
  const problems = await findProblems(stage, runId)

  const written = writesOf(await far.stats())
  const secondId = await beginRun(stage)
  await playRun(stage, secondId, [])
  const rewritten = writesOf(await far.stats()) - written
  if (rewritten > 0) problems.push(`a second run sends ${rewritten} writes`)
  problems.push(...(await findProblems(stage, secondId)).map((problem) => `after a second run: ${problem}`))

  const spent = (await far.stats()).totalTokens - stage.installs * userTokens
  const charged = await chargedTokens(stage)
  if (charged < spent) problems.push(`the ledger has ${charged} API tokens, Pipedrive counted ${spent}`)
  return [...problems, ...stage.bugs.map(toText)]
}

function writesOf({ methods }: { methods: Record<string, number> }): number {
  return Object.entries(methods).reduce((sum, [method, n]) => (method === 'GET' ? sum : sum + n), 0)
}

function toText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by ${toText(error.cause)}`}`
}

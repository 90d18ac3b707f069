import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reconciliationText } from './demo/account.ts'
import { readAnswers } from './demo/answers.ts'
import { makeApi } from './demo/api.ts'
import { buildPanel } from './demo/build-panel.ts'
import { problemsOf } from './demo/check-report.ts'
import { DemoFailure } from './demo/failure.ts'
import { install } from './demo/install.ts'
import { migrate } from './demo/migrate.ts'
import { type DemoOptions, readOptions, UsageError, usage } from './demo/options.ts'
import type { Answering } from './demo/plan.ts'
import { makeSession } from './demo/session.ts'
import { type Stack, startStack } from './demo/stack.ts'
import { undoMigration } from './demo/undo.ts'
import { defaultSeed } from './generator/sizes.ts'
import { writeAccount } from './generator/write-account.ts'

const out = process.stdout
const interruption = new AbortController()
// Not once: npm passes on what the terminal or a timeout has sent already, and a second signal must not leave children behind.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interruption.abort())
process.exitCode = await main(process.argv.slice(2))

/** Answers the exit code: 0 clean, 1 it went wrong, 2 bad options, 3 open questions, 130 interrupted. */
async function main(args: string[]): Promise<number> {
  try {
    return await demo(readOptions(args))
  } catch (error) {
    if (interruption.signal.aborted) return 130
    if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`)
    else if (error instanceof DemoFailure) console.error(`\n${error.message}`)
    else console.error(error)
    if (error instanceof UsageError) return 2
    return error instanceof DemoFailure ? error.exitCode : 1
  }
}

async function demo(options: DemoOptions): Promise<number> {
  const { signal } = interruption
  const answering = await answeringFor(options)
  if (!options.once) await buildPanel()
  const generated = options.records === undefined ? undefined : await generate(options.records)
  out.write('Starting the app\n')
  const stack = await startStack(options.pipedriveUrl, process.env, signal)
  try {
    return await importAll(stack, generated ?? options.filesDir ?? example('altcraft-export'), answering, options)
  } catch (error) {
    if (stack.hasEnded()) out.write('\nThe app ended by itself.\n')
    if (!isExpected(error) && stack.lastWords() !== '') out.write(`\nThe app's log ends with:\n${stack.lastWords()}\n`)
    throw error
  } finally {
    await stack.stop()
    if (generated !== undefined) await rm(generated, { recursive: true, force: true })
  }
}

/** Ended by a person, or waiting for answers: the app's log has nothing to say about that. */
function isExpected(error: unknown): boolean {
  return interruption.signal.aborted || (error instanceof DemoFailure && error.exitCode === 3)
}

async function importAll(stack: Stack, directory: string, answering: Answering, options: DemoOptions): Promise<number> {
  const { signal } = interruption
  const installed = await install(stack.appUrl, stack.oauthUrl, signal)
  out.write(`Installed in company ${installed.companyId} (${installed.companyDomain}) by user ${installed.userId}\n`)
  const bearer = makeSession(stack, installed)
  const deps = { api: makeApi(stack.appUrl, bearer, signal), appUrl: stack.appUrl, bearer, signal, out }
  const { report, run } = await migrate(deps, { directory, answering })
  if (options.reportFile !== undefined) await writeFile(options.reportFile, `${JSON.stringify(report, null, 2)}\n`)
  const problems = problemsOf(report)
  const isClean = run.state === 'completed' && report.clean && problems.length === 0
  out.write(`\n${reconciliationText(report)}\n`)
  for (const problem of problems) out.write(`  ${problem}\n`)
  out.write(`\n${isClean ? 'Clean: every row is accounted for.' : `Not clean: the run ended as ${run.state}.`}\n`)
  const isUndone = !options.thenUndo || (await undoMigration(deps, run)).clean
  const exitCode = isClean && isUndone ? 0 : 1
  if (options.once) return exitCode
  out.write(`\nThe panel is open at ${installed.settingsUrl}\nCtrl-C ends the demo.\n`)
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  return exitCode
}

/**
 * The bundled account, and those that are generated like it, bring their answers. They were written for the sandbox: what another
 * account has no option for takes the proposal.
 */
async function answeringFor({ answersFile, filesDir, pipedriveUrl, acceptProposed }: DemoOptions): Promise<Answering> {
  if (answersFile !== undefined) return { answers: await readAnswers(answersFile), acceptProposed, mayMisfit: false }
  if (filesDir !== undefined) return { answers: {}, acceptProposed, mayMisfit: false }
  const isElsewhere = pipedriveUrl !== undefined
  const answers = await readAnswers(example('altcraft-export-answers.json'))
  return { answers, acceptProposed: acceptProposed || isElsewhere, mayMisfit: isElsewhere }
}

async function generate(records: number): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'altcraft-account-'))
  out.write(`Generating an account of ${records} profiles\n`)
  await writeAccount(directory, records, defaultSeed)
  return directory
}

function example(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

import { basename, resolve } from 'node:path'
import { costText, discoveryText, filesText } from './account.ts'
import type { Api } from './api.ts'
import { DemoFailure } from './failure.ts'
import { type Answering, answerQuestions, proposePlan } from './plan.ts'
import { followRun, readReport } from './run.ts'
import { counted } from './text.ts'
import { listFiles, uploadFile } from './upload.ts'
import type { DiscoveryView, FileView, Report, RunView } from './views.ts'
import { until } from './wait.ts'

export interface MigrateDeps {
  api: Api
  appUrl: string
  bearer: () => Promise<string>
  signal: AbortSignal
  out: NodeJS.WriteStream
}

const settled: readonly FileView['state'][] = ['staged', 'rejected', 'duplicate']

/**
 * Takes a folder of exports from upload to report, as a client of the HTTP API and nothing else, and tells on `out` what happens.
 * Throws `DemoFailure` when it cannot go on.
 */
export async function migrate(
  deps: MigrateDeps,
  { directory, answering }: { directory: string; answering: Answering },
): Promise<{ report: Report; run: RunView }> {
  const { api, signal, out } = deps
  const say = (text: string) => out.write(`${text}\n`)
  const paths = await listFiles(directory)
  const { id } = await api.send<{ id: string }>('POST', '/api/migrations', { name: basename(resolve(directory)) })

  say(`\nUpload: ${counted(paths.length, 'file')}`)
  for (const path of paths) await uploadFile(path, { ...deps, migrationId: id })
  const files = await staged(api, id, signal)
  say(`\nDiscovery\n${filesText(files)}`)
  if (!files.some(({ state }) => state === 'staged')) throw new DemoFailure('None of the files could be read.')
  say(discoveryText(await api.get<DiscoveryView>(`/api/migrations/${id}/discovery`)))

  const proposed = await proposePlan(api, id, signal)
  const plan = await answerQuestions(api, id, proposed, answering)
  say(`\nPlan: ${counted(plan.questions.length, 'question')} answered`)
  for (const { id: question, answer } of plan.questions) say(`  ${question} = ${answer}`)
  say(`\nCost\n${costText(plan.estimate)}`)

  await api.send('POST', `/api/migrations/${id}/plan/confirm`, { checksum: plan.checksum })
  const started = await api.send<RunView>('POST', `/api/migrations/${id}/runs`, { kind: 'full' })
  say('\nImport')
  const run = await followRun(api, started.id, out, signal)
  if (run.state === 'failed')
    throw new DemoFailure(
      `The import failed in phase ${run.phase ?? '(none)'}: ${run.pause?.code ?? 'no reason given'}.`,
    )
  return { report: await readReport(api, run.id, signal), run }
}

async function staged(api: Api, migrationId: string, signal: AbortSignal): Promise<FileView[]> {
  return until(
    async () => {
      const { files } = await api.get<{ files: FileView[] }>(`/api/migrations/${migrationId}/files`)
      return files.every(({ state }) => settled.includes(state)) ? files : undefined
    },
    { everyMs: 300, timeoutMs: 3_600_000, sentence: 'The files were not read within an hour.', signal },
  )
}

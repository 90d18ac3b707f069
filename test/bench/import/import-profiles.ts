import { answerQuestions, proposePlan } from '../../../examples/demo/plan.ts'
import { readReport } from '../../../examples/demo/run.ts'
import { uploadFile } from '../../../examples/demo/upload.ts'
import type { FileView, Report, RunView } from '../../../examples/demo/views.ts'
import { until } from '../../../examples/demo/wait.ts'
import type { Scene } from './ground.ts'

const dayMs = 86_400_000

/**
 * Uploads a file of profiles, takes every proposal, runs the import to its end and answers its report; all over the public API.
 * `beforeRun` is called when everything is staged and confirmed. Throws when the run ends otherwise than completed.
 */
export async function importProfiles(
  scene: Scene,
  path: string,
  { beforeRun = async () => undefined }: { beforeRun?: () => Promise<unknown> } = {},
): Promise<Report> {
  const { api, appUrl, bearer, signal } = scene
  const { id } = await api.send<{ id: string }>('POST', '/api/migrations', { name: 'Bench' })
  await uploadFile(path, { appUrl, bearer, signal, migrationId: id })
  await until(() => isStaged(scene, id), {
    everyMs: 200,
    timeoutMs: dayMs,
    sentence: 'The file was never staged.',
    signal,
  })
  const proposed = await proposePlan(api, id, signal)
  const plan = await answerQuestions(api, id, proposed, { answers: {}, acceptProposed: true, mayMisfit: true })
  await api.send('POST', `/api/migrations/${id}/plan/confirm`, { checksum: plan.checksum })
  await beforeRun()
  const run = await api.send<RunView>('POST', `/api/migrations/${id}/runs`, { kind: 'full' })
  await until(() => isCompleted(scene, run.id), {
    everyMs: 1_000,
    timeoutMs: dayMs,
    sentence: 'The run never ended.',
    signal,
  })
  return readReport(api, run.id, signal)
}

async function isStaged({ api }: Scene, migrationId: string): Promise<true | undefined> {
  const { files } = await api.get<{ files: FileView[] }>(`/api/migrations/${migrationId}/files`)
  const rejected = files.find(({ state }) => state === 'rejected')
  if (rejected) throw new Error(`${rejected.name} was rejected: ${rejected.reason?.code}`)
  return (files.length > 0 && files.every(({ state }) => state === 'staged')) || undefined
}

async function isCompleted({ api }: Scene, runId: string): Promise<true | undefined> {
  const { state, phase, pause } = await api.get<RunView>(`/api/runs/${runId}`)
  if (state === 'completed') return true
  if (['failed', 'cancelled', 'paused'].includes(state))
    throw new Error(`the run is ${state} in ${phase}: ${pause?.code}`)
  return undefined
}

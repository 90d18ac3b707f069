import { type Api, ApiFailure } from './api.ts'
import { DemoFailure } from './failure.ts'
import { makeProgressBar } from './progress.ts'
import type { Report, RunView } from './views.ts'
import { until } from './wait.ts'

const ended: readonly RunView['state'][] = ['completed', 'failed', 'cancelled']

/**
 * Follows a run to its end by its event stream, which is opened again when it breaks. A pause with a time is waited out; one that needs
 * a person throws `DemoFailure`.
 */
export async function followRun(
  api: Api,
  runId: string,
  out: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<RunView> {
  const bar = makeProgressBar(out)
  const follow = async (): Promise<RunView | undefined> => {
    for await (const run of api.events<RunView>(`/api/runs/${runId}/events`, 'run')) {
      bar.show(run)
      if (ended.includes(run.state)) return run
      if (run.state === 'paused' && run.pause?.until == null) {
        throw new DemoFailure(`The import is paused and needs a person: ${run.pause?.code ?? 'no reason given'}.`)
      }
    }
    const run = await api.get<RunView>(`/api/runs/${runId}`)
    return ended.includes(run.state) ? run : undefined
  }
  try {
    const forever = { everyMs: 500, timeoutMs: Number.POSITIVE_INFINITY, sentence: '', signal }
    return await until(() => follow().catch(ignoreBrokenStream), forever)
  } finally {
    bar.end()
  }
}

/** A connection that breaks throws a TypeError (fetch standard); everything else is told. */
function ignoreBrokenStream(error: unknown): undefined {
  if (!(error instanceof TypeError)) throw error
}

/** The run's report; it may come a moment after the run's end. */
export async function readReport(api: Api, runId: string, signal: AbortSignal): Promise<Report> {
  const probe = () =>
    api.get<Report>(`/api/runs/${runId}/report`).catch((error: unknown) => {
      if (error instanceof ApiFailure && [404, 409].includes(error.status)) return undefined
      throw error
    })
  return until(probe, { everyMs: 500, timeoutMs: 60_000, sentence: 'The run left no report.', signal })
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Report } from '../../../examples/demo/views.ts'
import type { Scene } from './ground.ts'
import { importProfiles } from './import-profiles.ts'
import type { SandboxStats } from './sandbox.ts'

export interface LargeImport {
  report: Report
  /** Of this import alone. */
  stats: SandboxStats
  /** From the order to the report: drafting, matching, writing, verification. */
  seconds: number
  /** CPU milliseconds per row of the file, of the whole import. */
  cpuMsPerRow: { worker: number; sandbox: number; postgres: number }
  /** Resident memory of the worker, in MB, every quarter of a second. */
  workerMegabytes: number[]
}

/** One import of a file with `rows` rows, watched from outside its processes. Staging and planning are done before the watch begins. */
export async function importWatched(scene: Scene, path: string, rows: number): Promise<LargeImport> {
  let before = scene.cpu()
  let startedAt = 0
  const sampling = new AbortController()
  let samples: Promise<number[]> = Promise.resolve([])
  try {
    const report = await importProfiles(scene, path, {
      async beforeRun() {
        await scene.sandbox.control('POST', 'stats/reset')
        before = scene.cpu()
        startedAt = performance.now()
        samples = sampleMemory(scene, sampling.signal)
      },
    })
    const seconds = (performance.now() - startedAt) / 1_000
    const after = scene.cpu()
    const stats = await scene.sandbox.stats()
    sampling.abort()
    const perRow = (name: 'worker' | 'sandbox' | 'postgres') =>
      Number((((after[name] - before[name]) / rows) * 1_000).toFixed(3))
    return {
      report,
      stats,
      seconds,
      cpuMsPerRow: { worker: perRow('worker'), sandbox: perRow('sandbox'), postgres: perRow('postgres') },
      workerMegabytes: await samples,
    }
  } finally {
    sampling.abort()
  }
}

async function sampleMemory(scene: Scene, stop: AbortSignal): Promise<number[]> {
  const samples: number[] = []
  while (!stop.aborted) {
    samples.push(Math.round(scene.workerBytes() / 1024 ** 2))
    await pause(250)
  }
  return samples
}

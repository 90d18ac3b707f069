import { join } from 'node:path'
import { writeProfilesCsv } from '../ingest/profiles-csv.ts'
import { type Bar, bar } from './bars.ts'
import type { Ground } from './ground.ts'
import { importWatched } from './large-import.ts'
import { unlimitedFlags } from './speed.ts'

export interface Memory {
  records: number
  /** Resident memory of the worker in MB: at the start, after each fifth of the import's time, and the most ever seen. */
  start: number
  fifths: number[]
  peak: number
  clean: boolean
}

/** Whether the worker's memory stays flat however large the import is. */
export async function benchMemory(ground: Ground, records: number): Promise<{ memory: Memory; bars: Bar[] }> {
  const path = join(ground.folder, 'memory.csv')
  await writeProfilesCsv(path, records, 4)
  const scene = await ground.start(unlimitedFlags)
  try {
    const { workerMegabytes, report } = await importWatched(scene, path, records)
    const at = (share: number) => workerMegabytes[Math.round((workerMegabytes.length - 1) * share)] ?? 0
    const memory: Memory = {
      records,
      start: at(0),
      fifths: [0.2, 0.4, 0.6, 0.8, 1].map(at),
      peak: Math.max(...workerMegabytes),
      clean: report.clean,
    }
    return { memory, bars: [bar('MB of the worker at most', memory.peak, 'at most', 300)] }
  } finally {
    await scene.stop()
  }
}

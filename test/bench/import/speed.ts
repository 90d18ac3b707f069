import { join } from 'node:path'
import { writeProfilesCsv } from '../ingest/profiles-csv.ts'
import { type Bar, bar } from './bars.ts'
import { createdPersons, writeSeconds } from './burst-cells.ts'
import type { Ground } from './ground.ts'
import { importWatched } from './large-import.ts'
import { unbounded } from './loops.ts'
import { makePlainClient } from './plain-client.ts'

export interface Speed {
  records: number
  /** Between the first and the last write. */
  personsPerSecond: number
  /** The whole import: drafting and verification, too. */
  rowsPerSecondInAll: number
  cpuMsPerRow: { worker: number; sandbox: number; postgres: number }
  /** A loop with the same client, 64 requests at once, that writes nothing down. */
  plainLoopPersonsPerSecond: number
}

export const unlimitedFlags = ['--no-limits', '--plan', 'ultimate', '--daily-budget', '900000000']

/** How fast it is where nothing limits: sandbox, PostgreSQL, web and worker on the same machine. */
export async function benchSpeed(ground: Ground, records: number): Promise<{ speed: Speed; bars: Bar[] }> {
  const path = join(ground.folder, 'speed.csv')
  await writeProfilesCsv(path, records, 3)
  const scene = await ground.start(unlimitedFlags)
  try {
    const { stats, seconds, cpuMsPerRow } = await importWatched(scene, path, records)
    const speed: Speed = {
      records,
      personsPerSecond: Math.round(createdPersons(stats) / writeSeconds(stats)),
      rowsPerSecondInAll: Math.round(records / seconds),
      cpuMsPerRow,
      plainLoopPersonsPerSecond: await plainLoop(ground),
    }
    return { speed, bars: [bar('persons per second without limits', speed.personsPerSecond, 'at least', 800)] }
  } finally {
    await scene.stop()
  }
}

async function plainLoop(ground: Ground): Promise<number> {
  const sandbox = await ground.startSandbox(unlimitedFlags)
  try {
    await unbounded(await makePlainClient(sandbox), { limit: 0, seconds: 8 })
    const stats = await sandbox.stats()
    return Math.round(createdPersons(stats) / writeSeconds(stats))
  } finally {
    await sandbox.stop()
  }
}

import { join } from 'node:path'
import { writeProfilesCsv } from '../ingest/profiles-csv.ts'
import { type Bar, bar } from './bars.ts'
import type { Ground } from './ground.ts'
import { importProfiles } from './import-profiles.ts'
import { type Loop, queued, queuedStrictly, sequential } from './loops.ts'
import { makePlainClient } from './plain-client.ts'
import type { SandboxStats } from './sandbox.ts'

const plans = { lite: 80, growth: 160, premium: 400 } as const
type Plan = keyof typeof plans

export interface Cell {
  plan: Plan
  /** Requests per 2 s. */
  limit: number
  latencyMs: number
  engine: 'importer' | 'sequential' | 'p-queue' | 'p-queue strict'
  /** Share of the allowed requests, as the sandbox counts them: between the first and the last write, of loops in all their time. */
  use: number
  status429: number
  /** Answers of the page for those who ignored 429s. */
  blocked: number
  personsPerSecond: number
}

/**
 * The allowed burst under three plans and three latencies: the importer beside plain loops with the same client. The importer's
 * fields exist, from a small import before; then the sandbox counts one whole import, from its first to its last write.
 */
export async function benchBurst(
  ground: Ground,
  { seconds, cells }: { seconds: number; cells: readonly { plan: Plan; latencyMs: number }[] },
): Promise<{ cells: Cell[]; bars: Bar[] }> {
  const measured: Cell[] = []
  for (const { plan, latencyMs } of cells) {
    const stats = await importerStats(ground, plan, latencyMs, seconds)
    measured.push(toCell(plan, latencyMs, 'importer', stats, writeSeconds(stats)))
    for (const [engine, loop] of loops) {
      measured.push(toCell(plan, latencyMs, engine, await loopStats(ground, loop, plan, latencyMs, seconds), seconds))
    }
  }
  const own = measured.filter(({ engine }) => engine === 'importer')
  return {
    cells: measured,
    bars: [
      bar('least use of the allowed burst', Math.min(...own.map(({ use }) => use)), 'at least', 0.97),
      bar('429s', Math.max(...own.map(({ status429 }) => status429)), 'at most', 0),
    ],
  }
}

const loops: [Cell['engine'], Loop][] = [
  ['sequential', sequential],
  ['p-queue', queued],
  ['p-queue strict', queuedStrictly],
]

export const allCells = (Object.keys(plans) as Plan[]).flatMap((plan) =>
  [20, 100, 500].map((latencyMs) => ({ plan, latencyMs })),
)

const toFlags = (plan: Plan, latencyMs: number) => [
  ...['--plan', plan, '--latency', String(latencyMs)],
  ...['--daily-budget', '100000000'],
]

async function importerStats(ground: Ground, plan: Plan, latencyMs: number, seconds: number): Promise<SandboxStats> {
  const scene = await ground.start(toFlags(plan, latencyMs))
  try {
    const { sandbox } = scene
    const [few, many] = [join(ground.folder, 'few.csv'), join(ground.folder, 'many.csv')]
    await writeProfilesCsv(few, 50, 1)
    await writeProfilesCsv(many, Math.ceil((plans[plan] / 2) * seconds), 2)
    await importProfiles(scene, few)
    await importProfiles(scene, many, { beforeRun: () => sandbox.control('POST', 'stats/reset') })
    return await sandbox.stats()
  } finally {
    await scene.stop()
  }
}

async function loopStats(
  ground: Ground,
  loop: Loop,
  plan: Plan,
  latencyMs: number,
  seconds: number,
): Promise<SandboxStats> {
  const sandbox = await ground.startSandbox(toFlags(plan, latencyMs))
  try {
    await loop(await makePlainClient(sandbox), { limit: plans[plan], seconds })
    return await sandbox.stats()
  } finally {
    await sandbox.stop()
  }
}

/** `seconds`: the time that counts. */
function toCell(plan: Plan, latencyMs: number, engine: Cell['engine'], stats: SandboxStats, seconds: number): Cell {
  const { burst, statuses, tooMany } = stats
  const use = engine === 'importer' ? burst.meanUse : createdPersons(stats) / ((plans[plan] / 2) * seconds)
  return {
    plan,
    limit: plans[plan],
    latencyMs,
    engine,
    use: Number((use ?? 0).toFixed(4)),
    status429: tooMany,
    blocked: statuses['403'] ?? 0,
    personsPerSecond: Number((createdPersons(stats) / seconds).toFixed(1)),
  }
}

export function writeSeconds({ firstWriteMs, lastWriteMs }: SandboxStats): number {
  return ((lastWriteMs ?? 0) - (firstWriteMs ?? 0)) / 1_000
}

export function createdPersons({ created }: SandboxStats): number {
  return created['POST /api/v2/persons'] ?? 0
}

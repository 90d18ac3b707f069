import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { writeProfilesCsv } from '../ingest/profiles-csv.ts'
import { type Bar, bar } from './bars.ts'
import { createdPersons } from './burst-cells.ts'
import type { Ground } from './ground.ts'
import { importWatched, type LargeImport } from './large-import.ts'
import { unlimitedFlags } from './speed.ts'

export interface Cost {
  import: 'first' | 'again'
  /** Persons in the account before. */
  existing: number
  rows: number
  created: number
  unchanged: number
  /** By the sandbox's count; `ledgerTokens` by ours. */
  tokens: number
  ledgerTokens: number
  tokensPerRow: number
  /** Reading back what was written. */
  verificationPerRow: number
}

/** A page of a list: records, and API tokens. */
const page = { records: 500, tokens: 10 }
/** What was written so recently before an import is read back with it: our clock and Pipedrive's may differ by a minute. */
const skewMs = 61_000

/**
 * API tokens of an import into an account that holds `existing` persons, everything included, and of the same file a second
 * time. What is read of the list of persons beyond one reading of those that were there (for matching) counts as verification.
 */
export async function benchCost(
  ground: Ground,
  { records, existing }: { records: number; existing: number },
): Promise<{ costs: Cost[]; bars: Bar[] }> {
  const path = join(ground.folder, 'cost.csv')
  await writeProfilesCsv(path, records, 5)
  const scene = await ground.start(unlimitedFlags)
  try {
    await scene.sandbox.control('POST', 'seed', { bulk: { persons: existing } })
    await pause(skewMs)
    const first = toCost('first', existing, records, await importWatched(scene, path, records))
    const again = toCost('again', existing + first.created, records, await importWatched(scene, path, records))
    const bars = [
      bar('API tokens per created person', first.tokensPerRow, 'at most', 5.05),
      bar('API tokens per unchanged person', again.tokensPerRow, 'at most', 0.05),
      bar('API tokens per verified record', first.verificationPerRow, 'at most', 0.03),
      bar(
        'difference of ledger and sandbox',
        Math.max(...[first, again].map((cost) => Math.abs(cost.tokens - cost.ledgerTokens))),
        'at most',
        0,
      ),
    ]
    return { costs: [first, again], bars }
  } finally {
    await scene.stop()
  }
}

function toCost(name: Cost['import'], existing: number, rows: number, { report, stats }: LargeImport): Cost {
  const matching = Math.ceil(existing / page.records) * page.tokens
  const listing = stats.tokens['GET /api/v2/persons'] ?? 0
  return {
    import: name,
    existing,
    rows,
    created: createdPersons(stats),
    unchanged: report.outcomes['profiles']?.unchanged ?? 0,
    tokens: stats.totalTokens,
    ledgerTokens: report.api.apiTokens,
    tokensPerRow: Number((stats.totalTokens / rows).toFixed(4)),
    verificationPerRow: Number(((listing - matching) / rows).toFixed(4)),
  }
}

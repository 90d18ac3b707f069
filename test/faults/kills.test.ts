import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunView } from '../../examples/demo/views.ts'
import { writeAccount } from '../../examples/generator/write-account.ts'
import { expectBalanced, expectNothingDoubled } from '../support/books.ts'
import { chargedTokens, kill, startTestSandbox, startTestStack } from '../support/stack.ts'
import { writing } from '../support/writing.ts'

const isLong = process.env['FAULTS'] === 'long'
const seed = Number(process.env['FAULTS_SEED'] ?? 20_261_124)
const kills = isLong ? 50 : 3
/** About 5,000 records with organizations, products, deals and lines. */
const profiles = isLong ? 2_000 : 300

describe('an import', { timeout: 3_600_000 }, () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-kills-'))
    await writeAccount(folder, profiles, seed)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it(`whose worker is killed ${kills} times holds every record once, and its books balance`, async () => {
    console.log(`seed ${seed}`)
    const random = makeRandom(seed)
    const sandbox = await startTestSandbox({ plan: 'lite', seats: 40, latencyMs: 40 })
    const stack = await startTestStack(sandbox, { workers: 0 })
    try {
      let worker = await stack.startWorker()
      const { runId } = await stack.begin(folder)
      for (let i = 0; i < kills; i += 1) {
        // The dead worker's slice is given on when its heartbeats are missed: wait until this one writes.
        await writing(sandbox)
        await pause(random() * 1_500)
        await kill(worker)
        expect((await stack.api.get<RunView>(`/api/runs/${runId}`)).state, `at kill ${i + 1}`).toBe('running')
        worker = await stack.startWorker()
      }
      await stack.reach(runId, ['completed'], 900_000)
      const report = await stack.report(runId)
      const records = Object.values(report.entities).reduce((sum, { created }) => sum + created, 0)
      const { totalTokens } = await sandbox.stats()
      const charged = await chargedTokens(stack)
      console.log(`${kills} kills, ${records} records, ledger ${charged}, sandbox ${totalTokens} API tokens`)
      expect(report.clean).toBe(true)
      await expectBalanced(report, sandbox)
      await expectNothingDoubled(sandbox)
      expect(charged).toBe(totalTokens)
    } finally {
      await stack.close()
      await sandbox.close()
    }
  })
})

/** Numerical Recipes' linear congruential generator: repeatable, and random enough to choose moments. */
function makeRandom(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

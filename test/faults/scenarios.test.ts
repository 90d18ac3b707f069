import { afterAll, describe, expect, it } from 'vitest'
import { makeAccounts } from './scenarios/accounts.ts'
import { playScenario } from './scenarios/play-scenario.ts'
import { makeDraws } from './scenarios/random.ts'
import { makeScenario } from './scenarios/scenario.ts'

const isLong = process.env['FAULTS'] === 'long'
const chosen = process.env['FAULTS_SCENARIO']
const seed = Number(process.env['FAULTS_SEED'] ?? (isLong ? Date.now() % 2 ** 31 : 20_261_124))
const scenarios = isLong ? 200 : 20

function seeds(): number[] {
  if (chosen !== undefined) return [Number(chosen)]
  const draws = makeDraws(seed)
  return Array.from({ length: scenarios }, () => draws.seed())
}

describe('an import to which anything may happen', { timeout: 120_000 }, () => {
  const accounts = makeAccounts()
  console.log(chosen === undefined ? `${scenarios} scenarios of seed ${seed} (FAULTS_SEED)` : `scenario ${chosen}`)
  afterAll(() => accounts.close())

  // Most of the time is waiting.
  it.concurrent.each(seeds())('holds everything once in scenario %i', async (own) => {
    expect(await playScenario(makeScenario(own), accounts)).toEqual([])
  })
})

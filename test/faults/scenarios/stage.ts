import { makeSecretBox } from '../../../server/lib/secret-box.ts'
import { type HttpSend, makeHttpSend } from '../../../server/pipedrive/http-send.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { type FarSide, startFarSide } from '../../support/engine/far-side.ts'
import { type FastClock, makeFastClock } from '../../support/engine/fast-clock.ts'
import { type Effect, type Fate, mute } from '../../support/engine/mortal-process.ts'
import { engineConfig, startTestEngine, type TestEngine } from '../../support/engine/test-engine.ts'
import type { StagedExport } from './accounts.ts'
import { type Draws, makeDraws } from './random.ts'
import type { Scenario } from './scenario.ts'

/** Where a scenario is played: a database, an account in Pipedrive, and time. Engines come and go. */
export interface Stage {
  scenario: Scenario
  staged: StagedExport
  database: TestDatabase
  far: FarSide
  clock: FastClock
  network: Network
  draws: Draws
  /** What engines took for bugs of their own. */
  bugs: unknown[]
  /** A person asked for a pause, and has not resumed yet. */
  isPauseAsked: boolean
  /** How often installing was tried: each time the user is read, past the ledger. */
  installs: number
  /** As often as it takes. */
  installApp(): Promise<void>
  /** `fateOf`: what becomes of it as each of its effects begins. */
  startEngine(fateOf?: (effect: Effect) => Fate): TestEngine
  close(): Promise<void>
}

/** Twenty seconds in one: what is waited for (takeovers, windows of the burst, pauses) costs little. */
const speed = 20
/** Of the engines' clock; 300 ms. */
const requestTimeoutMs = 6_000

export async function setStage(scenario: Scenario, staged: StagedExport): Promise<Stage> {
  const clock = makeFastClock({ start: new Date(), speed })
  const { plan, latencyMs } = scenario
  const [far, database] = await Promise.all([
    startFarSide(clock, { plan, latencyMs, seed: String(scenario.seed) }),
    testDatabase(staged.template),
  ])
  mute(database.db)
  const config = engineConfig(far.url, requestTimeoutMs)
  const secretBox = makeSecretBox(config.encryptionKeys)
  const draws = makeDraws(scenario.seed + 1)
  const network = makeNetwork(scenario, clock)
  const engines: TestEngine[] = []
  const stage: Stage = {
    scenario,
    staged,
    database,
    far,
    clock,
    network,
    draws,
    bugs: [],
    isPauseAsked: false,
    installs: 0,
    async installApp() {
      let isInstalled = false
      while (!isInstalled) {
        stage.installs += 1
        isInstalled = await far.consent({ db: database.db, secretBox, config })
      }
    },
    startEngine(fateOf = () => undefined) {
      const engine = startTestEngine({
        databaseUrl: database.url,
        clock,
        send: network.send,
        http: fetch,
        fateOf,
        config,
        secretBox,
        random: draws.next,
        onBug: (error) => stage.bugs.push(error),
      })
      engines.push(engine)
      return engine
    },
    async close() {
      for (const { process } of engines) process.kill()
      await far.close()
      await database.drop()
    },
  }
  return stage
}

/** The network as engines see it: on their clock, and with requests that are late but within their time. */
interface Network {
  send: HttpSend
  /** Of the requests from now on, one arrives late: the next. */
  delayNext(): void
}

function makeNetwork({ seed, lateShare }: Scenario, clock: FastClock): Network {
  const draws = makeDraws(seed + 2)
  const http = makeHttpSend()
  let isNextLate = false
  return {
    async send(request) {
      const isLate = isNextLate || draws.chance(lateShare)
      isNextLate = false
      const lateMs = isLate ? request.timeoutMs * 0.8 * draws.next() : 0
      if (isLate) await clock.sleep(lateMs)
      return http({ ...request, timeoutMs: Math.max(1, Math.round((request.timeoutMs - lateMs) / clock.speed)) })
    },
    delayNext() {
      isNextLate = true
    },
  }
}

/** What the account holds before the import. */
export async function seedAccount({ scenario, staged, far }: Stage): Promise<void> {
  const { strangers, knownShare } = scenario
  const some = <T>(list: T[]) => list.filter((_, index) => (index * 7919) % 100 < knownShare * 100)
  await far.seed({
    persons: some([...new Set(staged.emails)]).map((email) => ({ name: `Known ${email}`, emails: [{ value: email }] })),
    products: some([...new Set(staged.codes)]).map((code) => ({ name: `Known ${code}`, code })),
    bulk: { persons: strangers, products: strangers, organizations: strangers, deals: strangers },
  })
}

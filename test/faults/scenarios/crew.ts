import { setTimeout as pause } from 'node:timers/promises'
import { inCompany } from '../../../db/pool.ts'
import { InvalidRequest, LeaseLost } from '../../../server/errors.ts'
import { requestPause } from '../../../server/importing/runs.ts'
import type { Effect, Fate } from '../../support/engine/mortal-process.ts'
import type { TestEngine } from '../../support/engine/test-engine.ts'
import { companyId } from './accounts.ts'
import type { Disruption, Place } from './scenario.ts'
import type { Stage } from './stage.ts'

/** The workers of a run, and what happens to them. */
export interface Crew {
  /** Works one slice, or goes on with the one that a rival is at; returns when nobody is known to work any more. */
  work(): Promise<void>
  /** Nothing happens to workers any more. */
  calm(): void
  /** Wakes who is frozen, and returns when nobody does anything. */
  dismiss(): Promise<void>
}

interface Worker {
  engine: TestEngine
  /** Of its slice; never rejects. */
  slice: Promise<void>
  freezing: Promise<void>
  freeze(): void
  /** Others work; what happens now happens to them. */
  isOut: boolean
}

// How long a server lets a transaction be idle that nobody goes on with.
const idleTransactionMs = 30

export function makeCrew(stage: Stage, runId: string, disruptions: readonly Disruption[]): Crew {
  const { database, far, network, startEngine } = stage
  const all: Worker[] = []
  let left = disruptions.map((disruption) => ({ disruption, counted: 0 }))
  let thaws: { inEffects: number; thaw(): void }[] = []
  let acts: Promise<void>[] = []
  let working: Worker | undefined
  let rival: Worker | undefined

  function hire(): Worker {
    let freeze = () => {}
    const freezing = new Promise<void>((resolve) => {
      freeze = resolve
    })
    const engine = startEngine((effect) => (worker.isOut ? undefined : fateOf(worker, effect)))
    const worker: Worker = { engine, freezing, freeze, slice: Promise.resolve(), isOut: false }
    all.push(worker)
    return worker
  }

  /** The job's end; one that fails is tried again, which is what the next slice does. */
  function begin(worker: Worker): void {
    worker.slice = worker.engine.work(companyId, runId).catch((error: unknown) => {
      if (!(error instanceof LeaseLost) && !isConnectionLost(error)) stage.bugs.push(error)
    })
  }

  function fateOf(worker: Worker, effect: Effect): Fate {
    for (const one of thaws) one.inEffects -= 1
    for (const { thaw } of thaws.filter(({ inEffects }) => inEffects <= 0)) thaw()
    thaws = thaws.filter(({ inEffects }) => inEffects > 0)
    for (const one of left) if (isOf(one.disruption.of, effect)) one.counted += 1
    const due = left.find(({ disruption, counted }) => counted >= disruption.nth)
    if (due === undefined) return undefined
    left = left.filter((one) => one !== due)
    return strike(due.disruption, worker)
  }

  function strike(disruption: Disruption, worker: Worker): Fate {
    switch (disruption.kind) {
      case 'killBefore':
        return 'before'
      case 'killDuring':
        network.delayNext()
        return 'during'
      case 'killAfter':
        return 'after'
      case 'freeze':
        freeze(worker, disruption.forEffects)
        return undefined
      case 'rival':
        if (rival === undefined) {
          rival = hire()
          begin(rival)
        }
        return undefined
      case 'cut':
        acts.push(database.cutConnections().then(() => pause(5)))
        return undefined
      case 'expire':
        acts.push(far.expireTokens())
        return undefined
      case 'withdraw':
        acts.push(far.withdrawConsent())
        return undefined
      case 'pause':
        acts.push(askForPause())
        return undefined
    }
  }

  function freeze(worker: Worker, forEffects: number): void {
    const { process } = worker.engine
    process.freeze()
    worker.isOut = true
    let isFrozen = true
    thaws.push({
      inEffects: forEffects,
      thaw() {
        isFrozen = false
        process.thaw()
      },
    })
    acts.push(
      (async () => {
        await pause(idleTransactionMs)
        await database.endIdleTransactions(process.sessions())
        void reap()
      })(),
    )
    worker.freeze()

    async function reap(): Promise<void> {
      while (isFrozen) {
        await pause(idleTransactionMs)
        await database.endIdleTransactions(process.sessions()).catch(() => undefined)
      }
    }
  }

  async function askForPause(): Promise<void> {
    stage.isPauseAsked = true
    try {
      await inCompany(database.db, companyId, (trx) => requestPause(trx, runId))
    } catch (error) {
      // It has ended, or the connection was cut.
      if (!(error instanceof InvalidRequest) && !isConnectionLost(error)) throw error
    }
  }

  async function done(): Promise<void> {
    const begun = acts
    acts = []
    await Promise.all(begun)
  }

  return {
    async work() {
      if (rival) {
        working = rival
        rival = undefined
      } else {
        working = working ?? hire()
        begin(working)
      }
      let isDead = false
      void working.engine.process.death.then(() => {
        isDead = true
      })
      await Promise.race([working.slice, working.freezing])
      await done()
      if (isDead || working.isOut) working = undefined
    },
    calm() {
      left = []
    },
    async dismiss() {
      left = []
      for (const { thaw } of thaws) thaw()
      thaws = []
      await Promise.all(all.map(({ slice }) => slice))
      await done()
      for (const { engine } of all) await engine.close().catch(ignoreLost)
    },
  }
}

function isOf(place: Place | 'effects', effect: Effect): boolean {
  if (place === 'effects') return true
  if (effect.kind !== 'request') return false
  return (place.method ?? effect.method) === effect.method && new RegExp(place.path ?? '').test(effect.url)
}

function ignoreLost(error: unknown): void {
  if (!isConnectionLost(error)) throw error
}

function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error instanceof Error ? (error as Error & { code?: string }) : {}
  return /^(08|57P)/.test(code) || /^E(CONN|PIPE)/.test(code) || /Connection terminated|connection error/i.test(message)
}

import type { Knex } from 'knex'
import type { Client } from 'pg'
import { makeDatabase } from '../../../db/pool.ts'
import type { Clock } from '../../../server/lib/clock.ts'
import type { HttpSend } from '../../../server/pipedrive/http-send.ts'

/** What a process does to the world outside. `url`: with the query. */
export type Effect = { kind: 'statement' } | { kind: 'request'; method: string; url: string }

/**
 * `before`: the process dies instead of doing it. `during`: it is on its way when the process dies. `after`: it is done, and the
 * process dies before it hears of it. `undefined`: it goes on.
 */
export type Fate = 'before' | 'during' | 'after' | undefined

export interface World {
  databaseUrl: string
  clock: Clock
  send: HttpSend
  http: typeof fetch
  /** Asked as each effect begins. */
  fateOf(effect: Effect): Fate
}

/**
 * A process within this one, as far as the engine can tell: it acts only by its database, network and clock, so whoever
 * holds back what they answer holds the process.
 *
 * alive: everything is passed on. frozen: what was begun is carried out, and no answer is heard, no sleep ends, until it is
 * thawed. dead: its database connections are gone, nothing is begun, and no answer is ever heard; requests that had left
 * still arrive.
 */
export interface MortalProcess {
  db: Knex
  clock: Clock
  send: HttpSend
  http: typeof fetch
  /** Resolves when it dies. */
  death: Promise<void>
  kill(): void
  freeze(): void
  thaw(): void
  /** Process ids of its database sessions. */
  sessions(): number[]
  /** An orderly end of one that has nothing to do any more. */
  close(): Promise<void>
}

export function startMortalProcess({ databaseUrl, clock, send, http, fateOf }: World): MortalProcess {
  const connections = new Set<Client>()
  let isDead = false
  let frozen: { until: Promise<void>; thaw(): void } | undefined
  let died = () => {}
  const death = new Promise<void>((resolve) => {
    died = resolve
  })

  function kill(): void {
    if (isDead) return
    isDead = true
    for (const { connection } of connections as Set<Client & { connection: { stream: { destroy(): void } } }>) {
      connection.stream.destroy()
    }
    // Waits for what never ends, and keeps no timers meanwhile.
    void db.destroy().catch(() => undefined)
    died()
  }

  /** When the process hears something: at once, after a thaw, or never. */
  async function hearing(): Promise<void> {
    while (frozen) await frozen.until
    if (isDead) await never
  }

  async function perform<T>(effect: Effect, begin: () => Promise<T>): Promise<T> {
    if (isDead) return never
    const fate = fateOf(effect)
    if (fate === 'before') kill()
    if (isDead) return never
    try {
      const effected = begin()
      if (fate === 'during') kill()
      return await effected
    } finally {
      if (fate === 'after') kill()
      await hearing()
    }
  }

  const db = databaseOf(databaseUrl, async (connect) => {
    if (isDead) return never
    const connection = await connect()
    connections.add(connection)
    connection.on('end', () => connections.delete(connection))
    hearThrough(connection, (query) => perform({ kind: 'statement' }, query))
    await hearing()
    return connection
  })

  return {
    db,
    clock: {
      now: () => clock.now(),
      async sleep(ms, signal) {
        await clock.sleep(ms, signal)
        await hearing()
      },
    },
    send: (request) => perform({ kind: 'request', ...request }, () => send(request)),
    http: (input, init) =>
      perform({ kind: 'request', method: init?.method ?? 'GET', url: String(input) }, () => http(input, init)),
    death,
    kill,
    freeze() {
      let thaw = () => {}
      const until = new Promise<void>((resolve) => {
        thaw = resolve
      })
      frozen ??= { until, thaw }
    },
    thaw() {
      const { thaw } = frozen ?? {}
      frozen = undefined
      thaw?.()
    },
    sessions: () => [...connections].map((connection) => Reflect.get(connection, 'processID')),
    async close() {
      if (!isDead) await db.destroy()
    },
  }
}

const never = new Promise<never>(() => {})

/** A database whose pool opens its connections by `open`. */
function databaseOf(url: string, open: (connect: () => Promise<Client>) => Promise<Client>): Knex {
  const db = makeDatabase(url)
  mute(db)
  const connect: () => Promise<Client> = db.client.acquireRawConnection.bind(db.client)
  db.client.acquireRawConnection = () => open(connect)
  return db
}

/** It warns of every connection that ends. */
export function mute(db: Knex): void {
  db.client.logger = { ...db.client.logger, warn: () => undefined }
}

type Heard = (error: Error | null, result: unknown) => void

/** Every statement of the connection, BEGIN and COMMIT too, goes through `perform`. */
function hearThrough(connection: Client, perform: (query: () => Promise<unknown>) => Promise<unknown>): void {
  const query = connection.query.bind(connection) as (statement: unknown, heard: Heard) => void
  const run = (statement: unknown) =>
    new Promise((resolve, reject) => query(statement, (error, result) => (error ? reject(error) : resolve(result))))
  Reflect.set(connection, 'query', (statement: unknown, heard: Heard) => {
    perform(() => run(statement)).then(
      (result) => heard(null, result),
      (error: Error) => heard(error, undefined),
    )
  })
}

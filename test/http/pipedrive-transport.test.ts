import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  BudgetExhausted,
  LeaseLost,
  NeedsPerson,
  OutcomeUnknown,
  RecordRejected,
  Retryable,
} from '../../server/errors.ts'
import { type Clock, systemClock } from '../../server/lib/clock.ts'
import type { AccessTokens } from '../../server/pipedrive/access-token.ts'
import { makeHoldback } from '../../server/pipedrive/holdback.ts'
import { makeHttpSend } from '../../server/pipedrive/http-send.ts'
import type { Ledger } from '../../server/pipedrive/ledger-types.ts'
import { makePacer, type Pacer } from '../../server/pipedrive/pacer.ts'
import { makePipedrive } from '../../server/pipedrive/pipedrive.ts'
import type { TransportDeps } from '../../server/pipedrive/transport.ts'

interface Seen {
  method: string
  url: string
  token: string
  body: string
}
type Behaviour = (response: ServerResponse, seen: Seen, request: IncomingMessage) => void

const ok: Behaviour = (response) => json(response, 200, { success: true, data: { id: 1, name: 'Anna' } })
const okList: Behaviour = (response) => json(response, 200, { success: true, data: [], additional_data: {} })

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Answers the n-th request by the n-th behaviour, and all further ones by the last. */
async function misbehave(...behaviours: Behaviour[]) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const token = (request.headers.authorization ?? '').replace('Bearer ', '')
    const entry = { method: request.method ?? '', url: request.url ?? '', token, body }
    const behaviour = behaviours[Math.min(seen.length, behaviours.length - 1)] ?? ok
    seen.push(entry)
    behaviour(response, entry, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    seen,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Waits are not waited for, except the pacer's short naps. */
const hastyClock: Clock = { now: systemClock.now, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 30), signal) }

/** Lets everything through and remembers what was charged. */
function makeOpenLedger(): Ledger & { charged: string[] } {
  const charged: string[] = []
  return {
    charged,
    async charge(operation) {
      charged.push(operation)
      return { sending: async () => {}, settle: () => {}, withdraw: () => charged.pop() }
    },
    learnSeats: () => {},
    keepReserve: () => {},
    flush: async () => {},
    disownedAt: async () => undefined,
    settleDisowned: async () => {},
    state: async () => ({ tokens: 0, requests: 0, dailyLimit: 0, dailyRemaining: undefined, spendable: 0 }),
  }
}

function makeTokens(origin: () => string): AccessTokens & { refreshes: string[] } {
  const refreshes: string[] = []
  let accessToken = 'first'
  return {
    refreshes,
    current: async () => ({ accessToken, apiDomain: origin() }),
    async refreshed(stale) {
      if (stale === accessToken) {
        refreshes.push(stale)
        accessToken = 'second'
      }
      return { accessToken, apiDomain: origin() }
    },
  }
}

let server: Awaited<ReturnType<typeof misbehave>>
let origin: string
let tokens: ReturnType<typeof makeTokens>
let ledger: ReturnType<typeof makeOpenLedger>

beforeEach(() => {
  tokens = makeTokens(() => origin)
  ledger = makeOpenLedger()
})
afterEach(() => server.close())

const clientOf = (...behaviours: Behaviour[]) => clientWith({}, ...behaviours)

async function clientWith(more: Partial<TransportDeps>, ...behaviours: Behaviour[]) {
  server = await misbehave(...behaviours)
  origin = server.origin
  const pacer = makePacer({ clock: hastyClock })
  const http = makeHttpSend({ maxAnswerBytes: 100_000 })
  const holdback = makeHoldback(hastyClock)
  const limits = { pacer, ledger, holdback, requestTimeoutMs: 300 }
  return makePipedrive({ tokens, clock: hastyClock, http, random: () => 0.5, ...limits, ...more })
}

const person = { name: 'Anna' }
async function drain(pages: AsyncIterable<unknown[]>): Promise<unknown[]> {
  const all: unknown[] = []
  for await (const page of pages) all.push(...page)
  return all
}

describe('requests', () => {
  test('a record is created by v2 with the body and the token', async () => {
    const client = await clientOf(ok)
    const record = await client.create('person', { name: 'Анна', custom_fields: { ['a'.repeat(40)]: 3 } })
    expect(record).toEqual({ id: 1, name: 'Anna' })
    expect(server.seen).toEqual([
      {
        method: 'POST',
        url: '/api/v2/persons',
        token: 'first',
        body: JSON.stringify({ name: 'Анна', custom_fields: { ['a'.repeat(40)]: 3 } }),
      },
    ])
  })

  test('a list follows the cursor to its end', async () => {
    const page = (ids: number[], next_cursor: string | null): Behaviour => {
      const data = ids.map((id) => ({ id }))
      return (response) => json(response, 200, { success: true, data, additional_data: { next_cursor } })
    }
    const client = await clientOf(page([1, 2], 'more'), page([3], null))
    const query = { sortBy: 'update_time', updatedSince: '2026-01-01T00:00:00Z', ids: [1, 2, 3] } as const
    expect(await drain(client.list('deal', { ...query, ids: [...query.ids] }))).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 3 },
    ])
    const [first, second] = server.seen.map(({ url }) => new URL(url, origin).searchParams)
    expect(Object.fromEntries(first ?? [])).toEqual({
      limit: '500',
      sort_by: 'update_time',
      updated_since: '2026-01-01T00:00:00Z',
      ids: '1,2,3',
    })
    expect(second?.get('cursor')).toBe('more')
  })

  test.each(['nested', 'flat'])('numeric field ids are read from %s v1 paging keys', async (shape) => {
    const page = (id: number, paging: object): Behaviour => {
      const additional_data = shape === 'nested' ? { pagination: paging } : paging
      return (response) => json(response, 200, { success: true, data: [{ id, key: `key${id}` }], additional_data })
    }
    const client = await clientOf(
      page(11, { start: 0, limit: 500, more_items_in_collection: true, next_start: 500 }),
      page(12, { start: 500, limit: 500, more_items_in_collection: false }),
    )
    expect(await client.fieldIds('person')).toEqual(
      new Map([
        ['key11', 11],
        ['key12', 12],
      ]),
    )
    expect(server.seen[1]?.url).toContain('start=500')
  })
})

describe('throttling', () => {
  test('a 429 is waited out, also for a write, and each attempt is charged', async () => {
    const throttled: Behaviour = (response) => json(response, 429, {}, { 'retry-after': '1' })
    const client = await clientOf(throttled, throttled, ok)
    await client.create('person', person)
    expect(server.seen).toHaveLength(3)
    expect(ledger.charged).toEqual(['POST /persons', 'POST /persons', 'POST /persons'])
  })

  test('endless 429s end', async () => {
    const client = await clientOf((response) => json(response, 429, {}))
    await expect(client.create('person', person)).rejects.toBeInstanceOf(Retryable)
    expect(server.seen).toHaveLength(8)
  })

  test('a long wait is the caller’s, not slept through', async () => {
    const client = await clientOf((response) => json(response, 429, {}, { 'retry-after': '600' }))
    await expect(client.create('person', person)).rejects.toMatchObject({ code: 'burst.limit', afterMs: 600_000 })
    expect(server.seen).toHaveLength(1)
  })

  test('a spent day is not asked again', async () => {
    const headers = { 'x-daily-ratelimit-token-remaining': '0' }
    const client = await clientOf((response) => json(response, 429, {}, headers))
    await expect(client.create('person', person)).rejects.toBeInstanceOf(BudgetExhausted)
    expect(server.seen).toHaveLength(1)
  })

  test('after an HTML 403 nothing more is sent', async () => {
    const client = await clientOf((response) => response.writeHead(403).end('<html>blocked</html>'))
    await expect(client.create('person', person)).rejects.toMatchObject({ code: 'traffic.blocked' })
    await expect(client.me()).rejects.toMatchObject({ code: 'traffic.blocked' })
    expect(server.seen).toHaveLength(1)
  })
})

describe('access tokens', () => {
  const bySecondToken: Behaviour = (response, seen) =>
    seen.token === 'second' ? ok(response, seen, {} as IncomingMessage) : json(response, 401, { success: false })

  test('twenty calls with a stale token renew it once, and all succeed', async () => {
    const client = await clientOf(bySecondToken)
    const records = await Promise.all(Array.from({ length: 20 }, () => client.create('person', person)))
    expect(records).toHaveLength(20)
    expect(tokens.refreshes).toEqual(['first'])
  })

  test('a new token that is refused too needs a person', async () => {
    const client = await clientOf((response) => json(response, 401, { success: false }))
    await expect(client.create('person', person)).rejects.toMatchObject({ code: 'oauth.reconnect' })
    expect(server.seen).toHaveLength(2)
  })

  test('the host that a renewed token names is used', async () => {
    const other = await misbehave(ok)
    const client = await clientOf((response) => json(response, 401, {}))
    tokens.refreshed = async () => ({ accessToken: 'second', apiDomain: other.origin })
    await client.create('person', person)
    expect(other.seen).toHaveLength(1)
    await other.close()
  })
})

describe('lost answers', () => {
  const cut: Behaviour = (_response, _seen, request) => request.socket.destroy()
  const hang: Behaviour = () => {}
  const broken: Behaviour = (response) => response.writeHead(200).end('{"success":true,"data":{')
  const failing: Behaviour = (response) => json(response, 502, { success: false })

  test.each([
    ['a cut connection', cut],
    ['a hanging server', hang],
    ['broken JSON', broken],
    ['a server error', failing],
    ['an answer without an id', okList],
  ])('%s leaves a creation open, and it is not sent again', async (_, behaviour) => {
    const client = await clientOf(behaviour)
    await expect(client.create('person', person)).rejects.toBeInstanceOf(OutcomeUnknown)
    expect(server.seen).toHaveLength(1)
  })

  test.each([
    ['a cut connection', cut],
    ['a hanging server', hang],
    ['broken JSON', broken],
    ['a server error', failing],
  ])('%s lets a read be tried again', async (_, behaviour) => {
    const client = await clientOf(behaviour, okList)
    expect(await drain(client.list('person'))).toEqual([])
    expect(server.seen).toHaveLength(2)
  })

  test('a read that never succeeds ends', async () => {
    const client = await clientOf(failing)
    await expect(client.pipelines()).rejects.toBeInstanceOf(Retryable)
    expect(server.seen).toHaveLength(5)
  })

  test('a write to a closed port was not sent', async () => {
    const client = await clientOf(ok)
    await server.close()
    await expect(client.create('person', person)).rejects.toMatchObject({ code: 'pipedrive.unreachable' })
  })

  test('a bulk answer with too few lines leaves the lines open', async () => {
    const client = await clientOf((response) => json(response, 201, { success: true, data: [{ id: 1 }] }))
    const line = { product_id: 1, item_price: 2, quantity: 3 }
    await expect(client.addDealProducts(7, [line, line])).rejects.toBeInstanceOf(OutcomeUnknown)
  })
})

describe('when nothing is to be sent', () => {
  test('a write that its run withholds is not charged', async () => {
    const beforeWrite = () => Promise.reject(new LeaseLost('run.lease_lost'))
    const client = await clientWith({ beforeWrite }, ok)
    await expect(client.create('person', person)).rejects.toBeInstanceOf(LeaseLost)
    expect([server.seen.length, ledger.charged.length]).toEqual([0, 0])
  })

  test('a stop ends what waits for its turn, and takes its charge back', async () => {
    const stop = new AbortController()
    const pacer: Pacer = makePacer({ clock: systemClock, limit: 1 })
    const client = await clientWith({ stop: stop.signal, pacer, clock: systemClock }, ok)
    await client.create('person', person)
    const waiting = [client.create('person', person), client.me()]
    const ended = Promise.all(waiting.map((one) => expect(one).rejects.toMatchObject({ code: 'request.interrupted' })))
    while (pacer.stats().waiting < 2) await systemClock.sleep(5)
    stop.abort()
    await ended
    expect([server.seen.length, ledger.charged.length]).toEqual([1, 1])
  })

  test('a stop ends a wait before another attempt, and a read under way', async () => {
    for (const behaviour of [(response: ServerResponse) => json(response, 503, {}), () => undefined]) {
      const stop = new AbortController()
      const client = await clientWith({ stop: stop.signal, clock: systemClock, requestTimeoutMs: 60_000 }, behaviour)
      const reading = expect(client.me()).rejects.toBeInstanceOf(Retryable)
      while (server.seen.length < 1) await systemClock.sleep(5)
      stop.abort()
      await reading
      expect(server.seen).toHaveLength(1)
      await server.close()
    }
  })

  test('a write under way at a stop is heard, or asked for later', async () => {
    const giveUp = new AbortController()
    const client = await clientWith({ giveUp: giveUp.signal, requestTimeoutMs: 60_000 }, () => undefined)
    const writing = expect(client.create('person', person)).rejects.toBeInstanceOf(OutcomeUnknown)
    while (server.seen.length < 1) await systemClock.sleep(5)
    giveUp.abort()
    await writing
  })

  test('a Pipedrive that fails again and again is left alone, but for a probe', async () => {
    const client = await clientOf((response) => json(response, 503, {}))
    for (let i = 0; i < 20; i += 1) await expect(client.create('person', person)).rejects.toBeInstanceOf(OutcomeUnknown)
    const down = { code: 'pipedrive.unavailable' }
    await expect(client.create('person', person)).rejects.toMatchObject(down)
    await expect(client.pipelines()).rejects.toMatchObject(down)
    expect(server.seen).toHaveLength(20)
    await expect(client.probe()).rejects.toBeInstanceOf(Retryable)
    expect(server.seen).toHaveLength(21)
  })

  test('without consent, what waits behind the first is not sent', async () => {
    tokens.current = () => Promise.reject(new NeedsPerson('oauth.uninstalled'))
    const client = await clientOf(ok)
    await expect(client.me()).rejects.toMatchObject({ code: 'oauth.uninstalled' })
    tokens.current = async () => ({ accessToken: 'known', apiDomain: origin })
    await expect(client.me()).rejects.toMatchObject({ code: 'oauth.uninstalled' })
    expect(server.seen).toHaveLength(0)
  })
})

describe('answers that nobody should follow or hold', () => {
  test('a redirect is not followed', async () => {
    const elsewhere = await misbehave(ok)
    const client = await clientOf((response) => response.writeHead(307, { location: elsewhere.origin }).end())
    await expect(client.create('person', person)).rejects.toBeInstanceOf(NeedsPerson)
    expect(elsewhere.seen).toHaveLength(0)
    await elsewhere.close()
  })

  test('an endless answer is cut off', async () => {
    const client = await clientOf((response) => response.writeHead(200).end(`"${'x'.repeat(200_000)}"`))
    await expect(client.create('person', person)).rejects.toMatchObject({ detail: { reason: 'answer_too_large' } })
  })

  test('a rejected record brings the reason and neither its data nor the token', async () => {
    const body = { success: false, error: 'Validation failed: anna@example.org', field_code: 'f'.repeat(40) }
    const client = await clientOf((response) => json(response, 400, body))
    const error = await client.create('person', { name: 'Anna', emails: [] }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RecordRejected)
    expect(error).toMatchObject({ code: 'pipedrive.400', detail: { field_code: 'f'.repeat(40) } })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/anna|first/i)
  })
})

test('permissions that may not be read are unknown, not denied', async () => {
  const client = await clientOf((response) => json(response, 403, { success: false, error: 'Forbidden' }))
  expect(await client.permissions(3)).toBeUndefined()
})

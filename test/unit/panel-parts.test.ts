import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toBudget } from '../../extension-ui/settings/budget.ts'
import { toFlow } from '../../extension-ui/settings/flow-layout.ts'
import { phasesOf, toPhaseState } from '../../extension-ui/settings/phase-state.ts'
import { ApiError } from '../../extension-ui/src/api/api-error.ts'
import { readEvents } from '../../extension-ui/src/api/events.ts'
import { makeSession } from '../../extension-ui/src/api/session.ts'
import {
  outcomes,
  type Phase,
  phases,
  type RunView,
  type Session,
  type User,
} from '../../extension-ui/src/api/types.ts'
import { type Channel, watchRun } from '../../extension-ui/src/api/watch-run.ts'
import { makeFormat } from '../../extension-ui/src/i18n/format.ts'
import { completedRun, runningRun, user } from '../browser/samples.ts'

function streamOf(chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

test('events are read whatever pieces they arrive in', async () => {
  const bytes = new TextEncoder().encode(': beat\r\n\r\nevent: run\r\ndata: {"name":"Ветер"}\r\n\r\n')
  const pieces = [...bytes].map((byte) => new Uint8Array([byte]))
  for (const chunks of [pieces, [bytes]]) {
    const events = []
    for await (const event of readEvents(streamOf(chunks))) events.push(event)
    expect(events).toEqual([{ type: 'heartbeat' }, { type: 'event', name: 'run', data: '{"name":"Ветер"}' }])
  }
})

function sessionFor(who: User, bearer: string, expiresAt: number): Session {
  return { bearer, expiresAt: new Date(expiresAt).toISOString(), user: who }
}

test('a session is opened once for all who ask, and renewed before it ends', async () => {
  let now = 0
  const exchanged: string[] = []
  const session = makeSession({
    exchange: async (token) => sessionFor(user, `bearer ${exchanged.push(token)}`, now + 600_000),
    firstToken: 'first',
    freshToken: async () => 'fresh',
    now: () => now,
  })
  const all = await Promise.all([session.current(), session.current(), session.current()])
  expect(all.map(({ bearer }) => bearer)).toEqual(['bearer 1', 'bearer 1', 'bearer 1'])
  now = 545_000
  expect((await session.current()).bearer).toBe('bearer 2')
  session.drop('bearer 2')
  expect((await session.current()).bearer).toBe('bearer 3')
  expect(exchanged).toEqual(['first', 'fresh', 'fresh'])
})

test('a refusal to open a session is not asked again with another token', async () => {
  const session = makeSession({
    exchange: async () => Promise.reject(new ApiError(403, 'session.not_installed')),
    firstToken: 'first',
    freshToken: async () => Promise.reject(new Error('No token is needed')),
    now: () => 0,
  })
  await expect(session.current()).rejects.toMatchObject({ code: 'session.not_installed' })
})

async function* failing(): AsyncGenerator<RunView | undefined> {
  yield* []
  throw new ApiError(502, 'unexpected')
}

test('a run is followed to its end by asking when its stream fails, through a lost connection', async () => {
  const answers = [runningRun, undefined, completedRun]
  const seen: string[] = []
  const channels: Channel[] = []
  await watchRun({
    api: {
      runEvents: failing,
      run: async () => answers.shift() ?? Promise.reject(new ApiError(0, 'network')),
    },
    runId: runningRun.id,
    signal: new AbortController().signal,
    sleep: async () => undefined,
    onRun: ({ state }) => seen.push(state),
    onChannel: (channel) => channels.push(channel),
  })
  expect(seen).toEqual(['running', 'completed'])
  expect(channels).toEqual(['polling', 'lost', 'polling'])
})

const countsArbitrary = fc.record(
  Object.fromEntries(outcomes.map((outcome) => [outcome, fc.nat(2_000_000)])) as Record<
    (typeof outcomes)[number],
    fc.Arbitrary<number>
  >,
)

test('the picture of the rows loses none and overlaps nowhere', () => {
  fc.assert(
    fc.property(fc.array(countsArbitrary, { minLength: 1, maxLength: 8 }), (all) => {
      const flow = toFlow(all.map((counts, i) => ({ id: `${i}`, label: `${i}`, counts })))
      const total = all.flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0)
      for (const side of [flow.sources, flow.outcomes]) {
        expect(side.reduce((sum, { value }) => sum + value, 0)).toBe(total)
        let bottom = 0
        for (const { top, height } of side) {
          expect(top).toBeGreaterThanOrEqual(bottom)
          bottom = top + height
        }
        expect(bottom).toBeLessThanOrEqual(flow.height)
      }
    }),
  )
})

test('the import may use what remains of the day less the reserve', () => {
  const api = { apiTokens: 0, requests: 0, dailyLimit: 100_000, dailyRemaining: 80_000, reserveShare: 0.3 }
  expect(toBudget(api)).toEqual({ limit: 100_000, spent: 20_000, free: 50_000, reserve: 30_000 })
  expect(toBudget({ ...api, dailyRemaining: 12_000 })).toMatchObject({ spent: 88_000, free: 0 })
  expect(toBudget({ ...api, dailyLimit: null })).toBeUndefined()
})

test('phases before the current one are done, those after it wait', () => {
  const states = (run: Pick<RunView, 'state' | 'phase'>) =>
    phases.map((phase) => toPhaseState({ ...run, kind: 'full' }, phase))
  const [before, after] = [['done', 'done'], new Array(phases.length - 3).fill('waiting')]
  expect(states({ state: 'running', phase: 'products' })).toEqual([...before, 'current', ...after])
  expect(states({ state: 'paused', phase: 'products' })).toEqual([...before, 'held', ...after])
  expect(states({ state: 'queued', phase: null })).toEqual(phases.map(() => 'waiting'))
  expect(states({ state: 'completed', phase: null })).toEqual(phases.map(() => 'done'))
})

test('an undo goes through the phases from their end, and shows the rare ones only where there is something', () => {
  const some = { total: 2 }
  const progress = { persons: some, orders: some, notes: some } as RunView['progress']
  const shown = phasesOf({ kind: 'undo', progress })
  expect(shown).toEqual(['notes', 'orders', 'persons'])
  const state = (phase: Phase) => toPhaseState({ kind: 'undo', state: 'running', phase: 'orders' }, phase)
  expect(shown.map(state)).toEqual(['done', 'current', 'waiting'])
  expect(phasesOf({ kind: 'full', progress })).toContain('notes')
  expect(phasesOf({ kind: 'full', progress })).not.toContain('files')
})

test('numbers are written as the language does', () => {
  const [en, ru] = [makeFormat('en'), makeFormat('ru')]
  expect(en.duration(0.2)).toBe('1 sec')
  expect(en.duration(7_321)).toBe('2 hr 2 min')
  expect(ru.duration(96)).toBe('1 мин 36 с')
  expect([en.share(0), en.share(0.001), en.share(0.5)]).toEqual(['0%', '< 1%', '50%'])
  expect(en.money(123_456, 'EUR')).toBe('EUR\u00a01,234.56')
  expect(en.money(123_456, 'JPY')).toBe('JPY\u00a0123,456')
  expect(ru.bytes(1_500_000)).toMatch(/^1,5\sМБ$/)
})

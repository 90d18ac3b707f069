import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../server/lib/clock.ts'
import {
  answers,
  askWhere,
  completion,
  good,
  jobs,
  json,
  modelKey,
  openColumn,
  role,
  startModelEndpoint,
} from './mapping-model-fixture.ts'

/** A clock whose only sleep ends when the endpoint has been reached. */
function endingAt(reached: Promise<void>): Clock & { slept: number[] } {
  const slept: number[] = []
  const sleep = (ms: number) => {
    slept.push(ms)
    return reached
  }
  return { now: systemClock.now, sleep, slept }
}

describe('a model that fails', () => {
  it.each([400, 401, 429, 500, 503])('with %i is asked once and leaves the rules alone', async (status) => {
    const { suggestions, requests, logged } = await askWhere(
      (response) =>
        response.writeHead(status, { 'retry-after': '0' }).end(`{"error":{"message":"bad key ${modelKey}"}}`),
      [role()],
    )
    expect(suggestions).toEqual([])
    expect(requests).toHaveLength(1)
    expect(logged).toEqual([{ code: 'status', status }])
  })

  it('by redirecting is not followed, so the key goes nowhere else', async () => {
    const other = await startModelEndpoint((response) => json(response, completion(answers(good))))
    for (const status of [301, 302, 307, 308]) {
      const { suggestions, logged } = await askWhere(
        (response) => response.writeHead(status, { location: `${other.url}/chat/completions` }).end(),
        [role()],
      )
      expect(suggestions).toEqual([])
      expect(logged).toEqual([{ code: 'status', status }])
    }
    expect(other.requests).toEqual([])
  })

  it('by never answering is left at the deadline', async () => {
    const reached = Promise.withResolvers<void>()
    const clock = endingAt(reached.promise)
    const asked = await askWhere(() => reached.resolve(), [role()], { clock })
    expect(clock.slept).toEqual([30_000])
    expect(asked).toMatchObject({ suggestions: [], logged: [{ code: 'late' }] })
  })

  it('by answering drop by drop is left at the deadline, and its connection closed', async () => {
    const reached = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<void>()
    const drip = (response: ServerResponse) => {
      const dripping = setInterval(() => response.write(' ', () => reached.resolve()), 5)
      response.on('close', () => {
        clearInterval(dripping)
        closed.resolve()
      })
    }
    const asked = await askWhere(drip, [role()], { clock: endingAt(reached.promise) })
    expect(asked).toMatchObject({ suggestions: [], logged: [{ code: 'late' }] })
    await closed.promise
  })

  it('by a body without end is left when it is too large, and its connection closed', async () => {
    const closed = Promise.withResolvers<void>()
    const flood = (response: ServerResponse) => {
      response.on('close', closed.resolve)
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      }
      response.on('drain', pour)
      pour()
    }
    expect(await askWhere(flood, [role()])).toMatchObject({ suggestions: [], logged: [{ code: 'too_large' }] })
    await closed.promise
  })

  it('by too large an answer is not read, though it would be right', async () => {
    const answer = completion(answers(good) + ' '.repeat(210 * 1024))
    const asked = await askWhere((response) => json(response, answer), [role()])
    expect(asked).toMatchObject({ suggestions: [], logged: [{ code: 'too_large' }] })
  })

  it('by hanging up, or by not being there, leaves the rules alone', async () => {
    const hangUp = await askWhere((response) => void response.destroy(), [role()])
    expect(hangUp).toMatchObject({ suggestions: [], logged: [{ code: 'unreachable' }] })
    const half = await askWhere(
      (response) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('{"choices"', () => response.destroy())
      },
      [role()],
    )
    expect(half).toMatchObject({ suggestions: [], logged: [{ code: 'unreachable' }] })
  })

  it('at a later question gives no suggestions at all', async () => {
    let count = 0
    const { suggestions, requests } = await askWhere(
      (response) => {
        count += 1
        if (count === 2) response.writeHead(500).end()
        else json(response, completion(answers(good)))
      },
      Array.from({ length: 150 }, (_, at) => openColumn(`column ${at}`, jobs)),
    )
    expect(suggestions).toEqual([])
    expect(requests).toHaveLength(2)
  })
})

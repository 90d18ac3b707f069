import { setTimeout as pause } from 'node:timers/promises'
import PQueue from 'p-queue'
import { type CreatePerson, Refused } from './plain-client.ts'

/** Creates persons until `seconds` are over. `limit`: requests per 2 s, as a careful reader of the documentation would set it. */
export type Loop = (create: CreatePerson, options: { limit: number; seconds: number }) => Promise<void>

/** One after the other; a 429 is waited out as the answer says. */
export const sequential: Loop = async (create, { seconds }) => {
  const deadline = performance.now() + seconds * 1_000
  for (let n = 1; performance.now() < deadline; n += 1) await createPatiently(create, n, deadline)
}

/** All records given to p-queue with the documented rate; each waits out its own 429s. */
export const queued: Loop = (create, { limit, seconds }) =>
  throughQueue(create, new PQueue({ intervalCap: limit, interval: 2_000 }), limit, seconds)

/** The same with p-queue's sliding window. */
export const queuedStrictly: Loop = (create, { limit, seconds }) =>
  throughQueue(create, new PQueue({ intervalCap: limit, interval: 2_000, strict: true }), limit, seconds)

/** As many at once as keep the far side busy, at no rate: for a far side without limits. */
export const unbounded: Loop = (create, { seconds }) =>
  throughQueue(create, new PQueue({ concurrency: 64 }), 4_000, seconds)

/** What is still queued at the end is dropped. */
async function throughQueue(create: CreatePerson, queue: PQueue, limit: number, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1_000
  const failures: unknown[] = []
  let isOver = false
  for (let n = 1; n <= limit * seconds; n += 1) {
    queue
      .add(() => createPatiently(create, n, deadline))
      .catch((error: unknown) => {
        if (!isOver) failures.push(error)
      })
  }
  await Promise.race([pause(seconds * 1_000), queue.onIdle()])
  isOver = true
  queue.clear()
  await queue.onIdle()
  if (failures.length > 0) throw failures[0]
}

/** Gives up at the deadline; a client that was blocked waits for it. */
async function createPatiently(create: CreatePerson, n: number, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    try {
      return await create(n)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      await pause(error.retryAfterMs)
    }
  }
}

import { createHash, type Hash } from 'node:crypto'
import type { Clock } from '../lib/clock.ts'

/** What is known of an upload's bytes while they come in. */
export interface RunningDigest {
  /** SHA-256 of the first `hashedBytes` bytes. */
  hash: Hash
  hashedBytes: number
  /** Written by this process and not flushed to disk yet. */
  unflushedBytes: number
}

export interface RunningDigests {
  find(storageKey: string): RunningDigest | undefined
  /** To be repeated while it is at work: then it is not dropped, however long a request takes. */
  keep(storageKey: string, digest: RunningDigest): void
  forget(storageKey: string): void
}

const keptAtMost = 1_000
const idleMs = 3_600_000

/**
 * The digests of the uploads that this process receives. At most 1,000 are kept, and none that was idle for an hour while
 * others are at work. What is lost costs time alone: `digestFile` reads from the disk what a digest does not cover.
 */
export function makeRunningDigests(clock: Clock): RunningDigests {
  // A map keeps the order of insertion: the one used longest ago comes first.
  const kept = new Map<string, { digest: RunningDigest; usedAtMs: number }>()

  return {
    find: (storageKey) => kept.get(storageKey)?.digest,
    keep(storageKey, digest) {
      const nowMs = clock.now().getTime()
      kept.delete(storageKey)
      kept.set(storageKey, { digest, usedAtMs: nowMs })
      for (const [key, { usedAtMs }] of kept) {
        if (kept.size <= keptAtMost && nowMs - usedAtMs < idleMs) return
        kept.delete(key)
      }
    },
    forget: (storageKey) => void kept.delete(storageKey),
  }
}

/** Of no bytes yet. */
export function newDigest(): RunningDigest {
  return { hash: createHash('sha256'), hashedBytes: 0, unflushedBytes: 0 }
}

/** Adds bytes that were written at `position`. Those that do not join on are left to `digestFile`. */
export function cover(digest: RunningDigest, bytes: Buffer, position: number): void {
  digest.unflushedBytes += bytes.length
  if (digest.hashedBytes !== position) return
  digest.hash.update(bytes)
  digest.hashedBytes += bytes.length
}

/** When the bytes that it covers may no longer be those on disk. */
export function beginAnew(digest: RunningDigest): void {
  Object.assign(digest, newDigest())
}

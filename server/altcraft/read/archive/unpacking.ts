import { FileRejected } from '../../types.ts'

export interface UnpackingLimits {
  /** Files in all archives of one upload. */
  members: number
  /** Unpacked bytes of all members of one upload. */
  totalBytes: number
  /** Unpacked bytes per packed byte of one member, looked at once more than `ratioFromBytes` came out: CSV packs 20 : 1. */
  ratio: number
  ratioFromBytes: number
}

export const unpackingLimits: UnpackingLimits = {
  members: 5_000,
  totalBytes: 50 * 1024 ** 3,
  ratio: 200,
  ratioFromBytes: 1024 ** 3,
}

/**
 * What the archives of one upload have given so far, over all levels: each member source carries it. Counts bytes that
 * really came; what an archive claims about itself counts for nothing.
 */
export interface Unpacking {
  /** Throws `file.archive_bomb` when these make too many. */
  addMembers(count: number): void
  /** Throws `file.archive_too_large`. Also for what a reader makes out of little: cells that repeat one shared text. */
  addBytes(count: number): void
  /** A meter for one member: it may be read again and again, what was counted is not counted twice. */
  makeMeter(): Meter
}

/**
 * Passes the bytes on. `packedBytes` tells how many packed bytes were taken for them so far. Throws `FileRejected`:
 * `file.archive_bomb`, `file.archive_too_large`.
 */
export type Meter = (bytes: AsyncIterable<Buffer>, packedBytes: () => number) => AsyncGenerator<Buffer, void>

export function makeUnpacking(limits: UnpackingLimits = unpackingLimits): Unpacking {
  let members = 0
  let totalBytes = 0

  function addBytes(count: number): void {
    totalBytes += count
    if (totalBytes > limits.totalBytes)
      throw new FileRejected('file.archive_too_large', { limitBytes: limits.totalBytes })
  }

  return {
    addMembers(count) {
      members += count
      if (members > limits.members) throw new FileRejected('file.archive_bomb', { members })
    },
    addBytes,
    makeMeter() {
      let counted = 0
      return async function* meter(bytes, packedBytes) {
        let passed = 0
        for await (const chunk of bytes) {
          passed += chunk.length
          if (passed > counted) {
            addBytes(passed - counted)
            counted = passed
          }
          if (passed > limits.ratioFromBytes && passed > packedBytes() * limits.ratio) {
            throw new FileRejected('file.archive_bomb', { sizeBytes: passed, packedBytes: packedBytes() })
          }
          yield chunk
        }
      }
    },
  }
}

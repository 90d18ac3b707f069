import type { CellLook } from './cell-look.ts'

/** The texts of a column of which there are few, with their counts and looks. */
export interface ValueTable {
  /** The place of the text, -1 when it is not kept. `hash` is `hashOf` of it. */
  find(hash: number, bytes: Buffer, start: number, end: number): number
  /** Keeps a text that `find` did not find, with a count of one. False when it is not kept: full, or the text is too long. */
  add(hash: number, bytes: Buffer, start: number, end: number, look: CellLook): boolean
  count(place: number): void
  /** No text was turned away: the counts are complete. */
  complete(): boolean
  /** False when the column filled up with texts that all differ: then they are ids, and no value is worth telling. */
  repeats(): boolean
  entries(): { value: string; count: number; look: CellLook }[]
}

/** Texts over 255 characters are never options or codes. */
const longestValue = 255
/** What a text that is kept takes besides its bytes. */
const overheadBytes = 150

/**
 * The first `capacity` different texts are counted exactly. When more come and none of these has repeated (ids), none
 * is looked for any more; the same when they take more than `limitBytes` together. Open addressing over the hashes; equal
 * hashes are compared byte by byte.
 */
export function makeValueTable(capacity: number, limitBytes: () => number): ValueTable {
  const slots = new Int16Array(slotsFor(capacity)).fill(-1)
  const mask = slots.length - 1
  const hashes: number[] = []
  const counts: number[] = []
  const looks: CellLook[] = []
  const texts: Buffer[] = []
  let heldBytes = 0
  let state: 'open' | 'full' | 'closed' = 'open'
  let complete = true

  return {
    find(hash, bytes, start, end) {
      if (state === 'closed') return -1
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const place = slots[slot] ?? -1
        if (place < 0) return -1
        if (hashes[place] === hash && isEqual(texts[place], bytes, start, end)) return place
      }
    },
    add(hash, bytes, start, end, look) {
      if (state === 'closed') return false
      if (state === 'open' && (texts.length === capacity || heldBytes > limitBytes())) settle()
      if (state !== 'open' || isLong(bytes, start, end)) {
        complete = false
        return false
      }
      let slot = hash & mask
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      slots[slot] = texts.length
      hashes.push(hash)
      counts.push(1)
      looks.push(look)
      texts.push(Buffer.from(bytes.subarray(start, end)))
      heldBytes += end - start + overheadBytes
      return true
    },
    count(place) {
      counts[place] = (counts[place] ?? 0) + 1
    },
    complete: () => complete,
    repeats: () => state !== 'closed',
    entries: () =>
      texts.map((text, place) => ({
        value: text.toString(),
        count: counts[place] ?? 0,
        look: looks[place] ?? 0,
      })),
  }

  /** No room is left: nothing more is kept, and nothing looked for when no text has come twice. */
  function settle(): void {
    state = counts.some((count) => count > 1) ? 'full' : 'closed'
  }
}

function slotsFor(capacity: number): number {
  let slots = 64
  while (slots < 4 * capacity) slots *= 2
  return slots
}

function isEqual(text: Buffer | undefined, bytes: Buffer, start: number, end: number): boolean {
  if (text === undefined || text.length !== end - start) return false
  for (let at = 0; at < text.length; at += 1) if (text[at] !== bytes[start + at]) return false
  return true
}

function isLong(bytes: Buffer, start: number, end: number): boolean {
  if (end - start <= longestValue) return false
  return end - start > 3 * longestValue || bytes.toString('utf8', start, end).length > longestValue
}

/**
 * FNV-1a with a finisher of MurmurHash3, so that all bits depend on all bytes. Of a text over 64 bytes only both ends and the
 * length count.
 */
export function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5 ^ (end - start)
  const firstEnd = end - start > 64 ? start + 32 : end
  for (let at = start; at < firstEnd; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  if (firstEnd < end) for (let at = end - 32; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

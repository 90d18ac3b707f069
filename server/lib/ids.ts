import { randomBytes } from 'node:crypto'

/**
 * An id that sorts by time: 48 bits of milliseconds and 80 random bits in Crockford base 32 (the ULID layout), behind a
 * prefix that says what it names: `run_01KA9…`.
 */
export function newId(prefix: string, now: Date): string {
  return `${prefix}_${encode(BigInt(now.getTime()), 10)}${encode(BigInt(`0x${randomBytes(10).toString('hex')}`), 16)}`
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function encode(value: bigint, length: number): string {
  let text = ''
  for (let rest = value, i = 0; i < length; i += 1, rest >>= 5n) text = alphabet.charAt(Number(rest & 31n)) + text
  return text
}

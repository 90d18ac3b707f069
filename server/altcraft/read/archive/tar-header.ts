import { FileRejected } from '../../types.ts'

export const blockBytes = 512

export interface TarHeader {
  name: Buffer
  sizeBytes: number
  type: TarType
}

/**
 * What an entry is: `long_name` and `pax` describe the entry behind them, `left_out` (folders, links, devices, descriptions of
 * the whole archive) is nothing to read, `sparse` is a file stored in pieces.
 */
export type TarType = 'file' | 'long_name' | 'pax' | 'sparse' | 'left_out'

/** Types as POSIX and GNU write them; what is not known is a file (POSIX.1-2024, pax, "ustar Interchange Format"). */
const types: Record<string, TarType> = {
  L: 'long_name',
  x: 'pax',
  S: 'sparse',
  K: 'left_out',
  g: 'left_out',
  V: 'left_out',
  '1': 'left_out',
  '2': 'left_out',
  '3': 'left_out',
  '4': 'left_out',
  '5': 'left_out',
  '6': 'left_out',
}

/** Reads a header block of 512 bytes; undefined for the zeros that end an archive. Throws `FileRejected` `file.bad_archive`. */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (!hasChecksum(block)) throw new FileRejected('file.bad_archive', { reason: 'checksum of a tar header' })
  const sizeBytes = readNumber(block.subarray(124, 136))
  if (sizeBytes === undefined) throw new FileRejected('file.bad_archive', { reason: 'size in a tar header' })
  const flag = String.fromCharCode(block[156] ?? 0)
  const type = types[flag] ?? 'file'
  const name = untilZero(block.subarray(0, 100))
  const prefix = isUstar(block) ? untilZero(block.subarray(345, 500)) : Buffer.alloc(0)
  const full = prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name])
  // Before there was a type for it, a folder was a file whose name ends with a slash.
  const folder = type === 'file' && full.at(-1) === 0x2f
  // Folders, links and devices have no data, whatever their size says.
  return { name: full, sizeBytes: /[1-6]/.test(flag) ? 0 : sizeBytes, type: folder ? 'left_out' : type }
}

/** GNU's magic has a space where POSIX has a zero, and other fields in place of the prefix. */
function isUstar(block: Buffer): boolean {
  return block.subarray(257, 263).toString('latin1') === 'ustar\0'
}

/** The sum of all bytes, its own field taken as spaces; some writers added them as signed. */
function hasChecksum(block: Buffer): boolean {
  const written = readNumber(block.subarray(148, 156))
  let unsigned = 0
  let signed = 0
  for (const [at, byte] of block.entries()) {
    const value = at >= 148 && at < 156 ? 0x20 : byte
    unsigned += value
    signed += value > 127 ? value - 256 : value
  }
  return written === unsigned || written === signed
}

/** Octal digits, or a big number in base 256 as GNU writes it; undefined when it is neither, negative or beyond 2^53. */
function readNumber(field: Buffer): number | undefined {
  const first = field[0] ?? 0
  if (first >= 0x80) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & 0x7f)
    return Number.isSafeInteger(value) ? value : undefined
  }
  const text = untilZero(field).toString('latin1').trim()
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : undefined
}

function untilZero(field: Buffer): Buffer {
  const end = field.indexOf(0)
  return end < 0 ? field : field.subarray(0, end)
}

export interface PaxRecords {
  path?: Buffer
  sizeBytes?: number
  sparse: boolean
}

/** `length key=value\n`, again and again. Throws `FileRejected` `file.bad_archive`. */
export function readPax(records: Buffer): PaxRecords {
  const read: PaxRecords = { sparse: false }
  let at = 0
  while (at < records.length && records[at] !== 0) {
    const space = records.indexOf(0x20, at)
    const written = records.subarray(at, Math.max(at, space)).toString('latin1')
    const equals = records.indexOf(0x3d, Math.max(at, space))
    const end = at + Number(written)
    if (!/^\d{1,7}$/.test(written) || equals < at || equals >= end || end > records.length) {
      throw new FileRejected('file.bad_archive', { reason: 'pax header' })
    }
    addPax(read, records.subarray(space + 1, equals).toString('latin1'), records.subarray(equals + 1, end - 1))
    at = end
  }
  return read
}

function addPax(read: PaxRecords, key: string, value: Buffer): void {
  if (key.startsWith('GNU.sparse.')) read.sparse = true
  if (key === 'path') read.path = value
  if (key !== 'size') return
  const written = value.toString('latin1')
  const sizeBytes = Number(written)
  if (!/^\d+$/.test(written) || !Number.isSafeInteger(sizeBytes)) {
    throw new FileRejected('file.bad_archive', { reason: 'size in a pax header' })
  }
  read.sizeBytes = sizeBytes
}

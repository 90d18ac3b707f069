import type { PackedRows } from '../altcraft/packed-rows.ts'
import type { SourceRow } from '../altcraft/types.ts'
import { toStorableJson } from './storable.ts'

/** Turns rows into PostgreSQL's binary COPY format (manual, "COPY", "Binary Format") for source_rows. */
export interface RowEncoder {
  /** Begins the stream. */
  header(): Buffer
  packed(rows: PackedRows): Buffer
  rows(rows: readonly SourceRow[]): Buffer
  /** Ends the stream. */
  trailer(): Buffer
}

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')
const backslash = 92
const quote = 34
const zero = 48
const hex = Buffer.from('0123456789abcdef')

/**
 * The columns are company_id, dataset_id, row_number, cells (json). Binary, because text costs PostgreSQL a third more time, and
 * us the doubling of every backslash. PostgreSQL's jsonb and text take neither NUL nor half a surrogate pair: both become
 * U+FFFD.
 */
export function makeRowEncoder(companyId: number, datasetId: string): RowEncoder {
  const prefix = makePrefix(companyId, datasetId)
  const rowNumberAt = prefix.length - 8
  let out = Buffer.allocUnsafe(0)
  let at = 0

  return {
    header: () => Buffer.concat([signature, Buffer.alloc(8)]),
    trailer: () => Buffer.from([0xff, 0xff]),
    packed(rows) {
      begin(estimateBytes(rows))
      for (let row = 0; row < rows.count; row += 1) encodePacked(rows, row)
      return out.subarray(0, at)
    },
    rows(rows) {
      begin(64 * 1024)
      for (const { rowNumber, cells } of rows) {
        const text = toStorableJson(cells)
        const size = Buffer.byteLength(text)
        beginRow(rowNumber, size)
        out.writeInt32BE(size, at)
        at += 4 + out.write(text, at + 4, 'utf8')
      }
      return out.subarray(0, at)
    },
  }

  /** A new buffer each time: the connection may still hold the one before. */
  function begin(sizeBytes: number): void {
    out = Buffer.allocUnsafe(sizeBytes)
    at = 0
  }

  function beginRow(rowNumber: number, cellBytes: number): void {
    const needed = at + prefix.length + 4 + cellBytes
    if (needed > out.length) {
      const larger = Buffer.allocUnsafe(2 * needed)
      out.copy(larger, 0, 0, at)
      out = larger
    }
    prefix.copy(out, at)
    out.writeUInt32BE(Math.floor(rowNumber / 2 ** 32), at + rowNumberAt)
    out.writeUInt32BE(rowNumber >>> 0, at + rowNumberAt + 4)
    at += prefix.length
  }

  function encodePacked({ bytes, columns, rowNumbers, starts, ends }: PackedRows, row: number): void {
    const first = row * columns
    // A control character takes six bytes at most; every cell has quotes and a comma.
    const span = (ends[first + columns - 1] ?? 0) - (starts[first] ?? 0)
    beginRow(rowNumbers[row] ?? 0, 6 * span + 3 * columns + 2)
    const sizeAt = at
    at += 4
    out[at++] = 0x5b
    for (let place = first; place < first + columns; place += 1) {
      if (place > first) out[at++] = 0x2c
      out[at++] = quote
      at = escapeJson(bytes, starts[place] ?? 0, ends[place] ?? 0, out, at)
      out[at++] = quote
    }
    out[at++] = 0x5d
    out.writeInt32BE(at - sizeAt - 4, sizeAt)
  }
}

function makePrefix(companyId: number, datasetId: string): Buffer {
  const id = Buffer.from(datasetId)
  const prefix = Buffer.alloc(2 + 4 + 8 + 4 + id.length + 4 + 8)
  prefix.writeInt16BE(4, 0)
  prefix.writeInt32BE(8, 2)
  prefix.writeBigInt64BE(BigInt(companyId), 6)
  prefix.writeInt32BE(id.length, 14)
  id.copy(prefix, 18)
  prefix.writeInt32BE(8, 18 + id.length)
  return prefix
}

function estimateBytes({ count, columns, starts, ends }: PackedRows): number {
  if (count === 0) return 0
  const text = (ends[count * columns - 1] ?? 0) - (starts[0] ?? 0)
  return Math.ceil(text * 1.2) + count * (columns * 3 + 80) + 16 * 1024
}

/** Writes `bytes[start .. end)` as the inside of a JSON string; answers the place behind it. */
function escapeJson(bytes: Buffer, start: number, end: number, out: Buffer, from: number): number {
  let at = from
  for (let place = start; place < end; place += 1) {
    const byte = bytes[place] ?? 0
    if (byte >= 32 && byte !== quote && byte !== backslash) out[at++] = byte
    else if (byte >= 32) {
      out[at++] = backslash
      out[at++] = byte
    } else at = escapeControl(byte, out, at)
  }
  return at
}

function escapeControl(byte: number, out: Buffer, from: number): number {
  if (byte === 0) return from + out.write('\uFFFD', from, 'utf8')
  out[from] = backslash
  const letter = byte === 10 ? 0x6e : byte === 13 ? 0x72 : byte === 9 ? 0x74 : 0
  if (letter !== 0) {
    out[from + 1] = letter
    return from + 2
  }
  out[from + 1] = 0x75
  out[from + 2] = zero
  out[from + 3] = zero
  out[from + 4] = hex[byte >> 4] ?? zero
  out[from + 5] = hex[byte & 15] ?? zero
  return from + 6
}

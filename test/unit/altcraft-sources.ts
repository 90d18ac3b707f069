import { Readable } from 'node:stream'
import fc from 'fast-check'
import { openSource } from '../../server/altcraft/open-source.ts'
import {
  type ByteSource,
  FileRejected,
  type ReadingChoice,
  type ReadResult,
  type RejectedRow,
  type SourceRow,
  type SourceTable,
} from '../../server/altcraft/types.ts'
import type { Json } from '../../server/lib/json.ts'

/** Delivers the bytes in chunks of these sizes, over and over. */
export function bytesSource(name: string, bytes: Buffer | string, sizes: readonly number[] = [64 * 1024]): ByteSource {
  const all = Buffer.from(bytes)
  return { name, sizeBytes: all.length, open: async () => Readable.from(chunks(all, sizes), { objectMode: false }) }
}

function* chunks(bytes: Buffer, sizes: readonly number[]): Generator<Buffer, void> {
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** A source whose text comes from a generator, as often as it is opened: for files that are too large to hold. */
export function textSource(name: string, sizeBytes: number, pieces: () => Iterable<string>): ByteSource {
  const buffers = function* () {
    for (const piece of pieces()) yield Buffer.from(piece)
  }
  return { name, sizeBytes, open: async () => Readable.from(buffers(), { objectMode: false }) }
}

export const chunkSizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 })

export const encodings = ['utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be'] as const

export function encode(text: string, encoding: (typeof encodings)[number]): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  if (encoding === 'utf-8 with mark') return Buffer.from(`\uFEFF${text}`)
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}

export interface ReadBack {
  table: SourceTable
  rows: SourceRow[]
  rejected: RejectedRow[]
  /** The rows by column; without cells that are missing or null. */
  records: { [column: string]: Json }[]
}

export async function readBack(result: ReadResult): Promise<ReadBack> {
  if (result.status !== 'table') throw new Error(`no table: ${JSON.stringify(result)}`)
  const { table } = result
  const rows: SourceRow[] = []
  const rejected: RejectedRow[] = []
  for await (const batch of table.batches()) {
    rows.push(...batch.rows)
    rejected.push(...batch.rejected)
  }
  return { table, rows, rejected, records: rows.map((row) => toRecord(table.columns, row)) }
}

function toRecord(columns: readonly string[], { cells }: SourceRow): { [column: string]: Json } {
  const filled = columns.map((column, index): [string, Json] => [column, cells[index] ?? null])
  return Object.fromEntries(filled.filter(([, cell]) => cell !== null))
}

export async function readTable(source: ByteSource, choice?: ReadingChoice): Promise<ReadBack> {
  return readBack(await openSource(source, choice))
}

/** The code and detail with which a file is rejected, at once or while it is read. */
export async function readRejection(source: ByteSource): Promise<{ code: string; detail: unknown }> {
  const result = await openSource(source)
  if (result.status === 'rejected') return { code: result.code, detail: result.detail }
  try {
    await readBack(result)
  } catch (error) {
    if (error instanceof FileRejected) return { code: error.code, detail: error.detail }
    throw error
  }
  throw new Error(`${source.name} was not rejected`)
}

/** Every member of a container, by its name. */
export async function readMembers(source: ByteSource): Promise<Record<string, ReadBack>> {
  const result = await openSource(source)
  if (result.status !== 'container') throw new Error(`no container: ${result.status}`)
  const members: Record<string, ReadBack> = {}
  for await (const member of result.members) members[member.name] = await readBack(await member.read())
  return members
}

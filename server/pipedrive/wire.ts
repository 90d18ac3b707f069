import { OutcomeUnknown } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../lib/json.ts'
import { dataObject } from './pages.ts'
import type { WireRecord } from './types.ts'

/** Readers of the client's answers, whose every property may be missing. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '')
export const number = (value: unknown): number => (typeof value === 'number' ? value : Number(value ?? Number.NaN))

export function isWireRecord(value: unknown): value is WireRecord {
  return isJsonObject(value) && typeof value.id === 'number'
}

/**
 * The record of a write's answer. Without an id nobody can say what was written: `OutcomeUnknown`.
 */
export function writtenRecord(answer: unknown): WireRecord {
  return asWritten(dataObject(answer))
}

export function asWritten(record: JsonObject): WireRecord {
  if (isWireRecord(record)) return record
  throw new OutcomeUnknown('answer.lost', { reason: 'answer_without_id' })
}

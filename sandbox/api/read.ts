/**
 * Readers: strict JSON values, no coercion. A reader returns the value in its stored form or throws the 400 that names the
 * place. Unknown keys are refused.
 */
import { invalid } from './answer.ts'

export type Reader<T> = (value: unknown, at: string) => T
type Spec = Record<string, Reader<unknown>>
export type Read<S extends Spec> = { [K in keyof S]?: ReturnType<S[K]> }

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Trimmed; `min` and `max` count characters after trimming. */
export const text =
  (max = 255, min = 0): Reader<string> =>
  (value, at) => {
    if (typeof value !== 'string') throw invalid(at, 'must be a string')
    const trimmed = value.trim()
    if (trimmed.length < min) throw invalid(at, 'must not be empty')
    if (trimmed.length > max) throw invalid(at, `must not be longer than ${max} characters`)
    return trimmed
  }

/** A string kept exactly as sent. */
export const verbatim =
  (max = 255): Reader<string> =>
  (value, at) => {
    if (typeof value !== 'string' || value.trim() === '') throw invalid(at, 'must be a non-empty string')
    if (value.length > max) throw invalid(at, `must not be longer than ${max} characters`)
    return value
  }

export const number =
  (min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Reader<number> =>
  (value, at) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(at, 'must be a number')
    if (value < min || value > max) throw invalid(at, `must be between ${min} and ${max}`)
    return value
  }

export const integer =
  (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value, at) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalid(at, 'must be an integer')
    if (value < min || value > max) throw invalid(at, `must be between ${min} and ${max}`)
    return value
  }

export const id = integer(1)

export const boolean: Reader<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw invalid(at, 'must be a boolean')
  return value
}

export const oneOf =
  <const T extends string | number>(...allowed: T[]): Reader<T> =>
  (value, at) => {
    const found = allowed.find((one) => one === value)
    if (found === undefined) throw invalid(at, `must be one of ${allowed.join(', ')}`)
    return found
  }

export const nullable =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value, at) =>
    value === null ? null : read(value, at)

export const list =
  <T>(read: Reader<T>, max = 10_000, min = 0): Reader<T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) throw invalid(at, 'must be an array')
    if (value.length < min) throw invalid(at, `must have at least ${min} item`)
    if (value.length > max) throw invalid(at, `must not have more than ${max} items`)
    return value.map((item, index) => read(item, `${at}[${index}]`))
  }

export const shape =
  <S extends Spec>(spec: S, required: (keyof S & string)[] = []): Reader<Read<S>> =>
  (value, at) => {
    if (!isObject(value)) throw invalid(at, 'must be an object')
    const place = at === 'body' ? '' : `${at}.`
    const result: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      const read = spec[key]
      if (read === undefined) throw invalid(`${place}${key}`, 'is not allowed')
      result[key] = read(value[key], `${place}${key}`)
    }
    for (const key of required) if (result[key] === undefined) throw invalid(`${place}${key}`, 'is required')
    return result as Read<S>
  }

/** A body of changes: the same shape with nothing required, but not empty. */
export const changes =
  <S extends Spec>(spec: S): Reader<Read<S>> =>
  (value, at) => {
    const read = shape(spec)(value, at)
    if (Object.keys(read).length === 0) throw invalid(at, 'has nothing to change')
    return read
  }

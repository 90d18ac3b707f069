/** Query parameters arrive as text; each route names those it knows, and others are refused. */
import { invalid } from './answer.ts'
import { moment } from './times.ts'

export type QueryValues = Record<string, string | string[] | undefined>

export class Query {
  private readonly values: QueryValues

  constructor(values: QueryValues, known: readonly string[]) {
    for (const key of Object.keys(values)) if (!known.includes(key)) throw invalid(key, 'unknown query parameter')
    this.values = values
  }

  text(key: string): string | undefined {
    const value = this.values[key]
    return Array.isArray(value) ? value.join(',') : value
  }

  integer(key: string, min = 1, max = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.text(key)
    if (value === undefined) return undefined
    if (!/^\d{1,15}$/.test(value) || Number(value) < min || Number(value) > max) {
      throw invalid(key, `must be an integer between ${min} and ${max}`)
    }
    return Number(value)
  }

  boolean(key: string): boolean | undefined {
    const value = this.text(key)
    if (value === undefined) return undefined
    if (value !== 'true' && value !== 'false') throw invalid(key, 'must be true or false')
    return value === 'true'
  }

  /** A comma list of ids. */
  ids(key: string, max = 100): number[] | undefined {
    const parts = this.names(key)
    if (parts === undefined) return undefined
    if (parts.length > max) throw invalid(key, `must not hold more than ${max} ids`)
    if (parts.some((part) => !/^\d{1,15}$/.test(part))) throw invalid(key, 'must be a comma separated list of ids')
    return parts.map(Number)
  }

  names(key: string): string[] | undefined {
    return this.text(key)
      ?.split(',')
      .map((part) => part.trim())
  }

  oneOf<const T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const value = this.text(key)
    if (value === undefined) return undefined
    const found = allowed.find((one) => one === value)
    if (found === undefined) throw invalid(key, `must be one of ${allowed.join(', ')}`)
    return found
  }

  /** RFC 3339 → ms */
  moment(key: string): number | undefined {
    const value = this.text(key)
    return value === undefined ? undefined : moment(value, key)
  }
}

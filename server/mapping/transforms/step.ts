import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'
import type { Transform, TransformName } from './types.ts'

/** Why a step, or the reader of a target, cannot read a value; `problem.<code>` in the panel. */
export type Problem =
  | 'date.invalid'
  | 'date.two_digit_year'
  | 'domain.none'
  | 'email.malformed'
  | 'email.placeholder'
  | 'json.none'
  | 'json.path_wrong'
  | 'name.unclear'
  | 'number.invalid'
  | 'option.unknown'
  | 'phone.invalid'
  | 'phone.rounded'
  | 'value.structured'
  | 'value.too_long'
  | 'yes_no.unclear'

/** `rest`: what could be read of a list in spite of the problem. */
export type StepResult = { ok: Json } | { problem: Problem; rest?: Json }

/** Pure and total. `cells` are those of the row as they stand in the file, for steps that look at other columns. */
export type Step = (value: Json, cells: readonly Json[]) => StepResult

/** What steps must know of the plan and the file. */
export interface StepContext {
  /** ISO 3166 alpha-2 */
  phoneRegion: string
  /** IANA; of clock times without a zone. */
  timezone: string
  /** ISO 4217; its minor units are those of money in minor units. */
  currency: string
  /** Where the cell of a column stands in a row; -1 for a column that the file lacks. */
  indexOf(column: string): number
}

export type TransformOf<N extends TransformName> = Extract<Transform, { name: N }>

/** How the steps of some names are made. */
export type StepMakers<N extends TransformName> = {
  [Name in N]: (transform: TransformOf<Name>, context: StepContext) => Step
}

export const blank: StepResult = { ok: null }

/** The longest text that a step makes: Pipedrive's longest field. */
export const longestText = 65_000
/** Of a list; further members are cut off. */
export const mostMembers = 10_000

/** `read` of a single value, or of each member of a list; members without a result are left out. */
export function ofEach(read: (text: string) => StepResult): Step {
  return (value) => {
    if (!Array.isArray(value)) return ofText(read, value)
    const results = value.slice(0, mostMembers).map((member) => (member === null ? blank : ofText(read, member)))
    return toList(results)
  }
}

/** `read` of the text of a single value; lists and objects are a problem. */
export function ofText(read: (text: string) => StepResult, value: Json): StepResult {
  if (typeof value === 'object' && value !== null) return { problem: 'value.structured' }
  const text = readText(value)
  return text === undefined ? blank : read(text)
}

/** Results as a list, each once; the first problem is told, the others' results are its rest. */
export function toList(results: readonly StepResult[]): StepResult {
  const read = results.flatMap((result) => ('ok' in result ? [result.ok] : [])).filter((one) => one !== null)
  const list = [...new Set(read)]
  const failed = results.find((result) => 'problem' in result)
  if (failed === undefined) return { ok: list.length === 0 ? null : list }
  return { problem: failed.problem, ...(list.length === 0 ? {} : { rest: list }) }
}

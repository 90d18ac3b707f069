import type { DateOrder } from '../types.ts'

/**
 * One step from a cell to a value: a closed set, each pure, total and named. A column's steps are done in order, each on the
 * result of the one before; `template`, `firstNonEmpty` and `constant` look at the row instead.
 */
export type Transform =
  | { name: 'trim' }
  | { name: 'case'; to: 'lower' | 'upper' | 'title' }
  /** One part of a text, or all of them as a list. `part` counts from 1, from the end when negative. */
  | { name: 'split'; by: string; part?: number }
  | { name: 'join'; by: string }
  | { name: 'namePart'; part: 'first' | 'patronymic' | 'last' }
  /** To E.164; `region` (ISO 3166 alpha-2) for numbers without a country code, the plan's where absent. */
  | { name: 'phone'; region?: string }
  | { name: 'emailCleanUp' }
  /** Of an e-mail address or a URL, without `www.`, in Unicode as people write it. */
  | { name: 'domain' }
  | { name: 'number'; decimalMark?: 'comma' | 'point' }
  /** To a decimal number of whole units. */
  | { name: 'money'; scale: 'minor' | 'major'; decimalMark?: 'comma' | 'point' }
  /** To `YYYY-MM-DD`; `zone` (IANA) is where the day of an instant is taken; `shortYears`: 30 to 99 are of the last century. */
  | { name: 'date'; order?: DateOrder; zone?: string; shortYears?: 'excel' }
  | { name: 'yesNo' }
  /** Keys trimmed and in lower case; what is not among them becomes `otherwise`, or fails where that is absent. */
  | { name: 'valueMap'; values: Record<string, string>; otherwise?: string }
  | { name: 'constant'; value: string }
  /** `{Column}` stands for the cell of that column. */
  | { name: 'template'; text: string }
  /** `$.address.city`, `$.phones[0]` */
  | { name: 'jsonPath'; path: string }
  | { name: 'firstNonEmpty'; columns: string[] }
  /** SHA-256 in hex, of the trimmed text. */
  | { name: 'hash' }
export type TransformName = Transform['name']

/** What becomes of a cell that its steps, or the reader of its target, cannot read. */
export type FailurePolicy = 'reject_row' | 'leave_blank' | 'keep_text'

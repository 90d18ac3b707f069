import { readBoolean } from '../../../altcraft/values/boolean.ts'
import { readCompactDate, withFullYear } from '../../../altcraft/values/compact-date.ts'
import { readDate } from '../../../altcraft/values/date.ts'
import { isPlaceholderEmail, readEmail } from '../../../altcraft/values/email.ts'
import { readList } from '../../../altcraft/values/list.ts'
import { readNumber } from '../../../altcraft/values/number.ts'
import { readNested, readText } from '../../../altcraft/values/text.ts'
import type { Json } from '../../../lib/json.ts'
import type { ColumnProfile } from '../../types.ts'

/** What the values of a column must look like for a target to be right. */
export type Look =
  | 'any'
  | 'scalar'
  | 'words'
  | 'oneName'
  | 'fullName'
  | 'email'
  | 'phone'
  | 'date'
  | 'number'
  | 'rate'
  | 'boolean'
  | 'nested'
  | 'domain'
  | 'code'
  | 'choice'
  | 'owner'

const tests: Record<Look, (cell: Json) => boolean> = {
  any: () => true,
  scalar: (cell) => typeof readNested(cell) !== 'object',
  words: (cell) => isWords(cell),
  oneName: (cell) => isWords(cell) && nameParts(cell) <= 2 && !isCompany(cell),
  fullName: (cell) => isWords(cell) && nameParts(cell) >= 2 && nameParts(cell) <= 5 && !isCompany(cell),
  email: (cell) => readList(cell).some((item) => readEmail(item) !== undefined || isPlaceholderEmail(item)),
  phone: (cell) => readList(cell).some(isPhoneLike),
  date: (cell) => isDateLike(cell) || readCompactDate(cell) !== undefined || isDateLike(withFullYear(cell)),
  number: (cell) => numberOf(cell) !== undefined,
  rate: (cell) => (numberOf(cell) ?? 101) <= 100,
  boolean: (cell) => readBoolean(cell) !== undefined || isConsentWord(cell),
  nested: (cell) => typeof readNested(cell) === 'object' || readList(cell).length > 1,
  domain: (cell) => /^\S+\.\p{L}{2,}\S*$/u.test(readText(cell) ?? '') && !(readText(cell) ?? '').includes('@'),
  code: (cell) => isCode(cell),
  choice: (cell) => (readText(cell)?.length ?? 99) <= 40 && !isDateLike(cell) && readEmail(cell) === undefined,
  owner: (cell) =>
    readEmail(cell) !== undefined ||
    (typeof readNested(cell) !== 'object' && /\p{L}/u.test(readText(cell) ?? '') && nameParts(cell) <= 6),
}

/** The values of a column that there are to look at. */
export function valuesOf({ samples, topValues }: ColumnProfile): readonly Json[] {
  const filled = samples.filter((sample) => sample !== null && sample !== '')
  return filled.length > 0 ? filled : topValues.map(({ value }) => value)
}

/** Share (0–1) of the values that look so; undefined for a column without values, which contradicts nothing. */
export function shareLooking(look: Look, profile: ColumnProfile): number | undefined {
  const values = valuesOf(profile)
  if (values.length === 0) return undefined
  return values.filter((value) => (isLong(value) ? ofLongTexts.has(look) : tests[look](value))).length / values.length
}

/** No address, date, number or name is as long; such texts are not searched. */
const longest = 1000
const ofLongTexts: ReadonlySet<Look> = new Set(['any', 'nested', 'scalar', 'words'])

function isLong(value: Json): boolean {
  return typeof value === 'string' && value.length > longest
}

export function isPhoneLike(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return (
    (digits >= 7 &&
      digits <= 15 &&
      /^'?(?:tel:|тел\.?:?)?\s*[+(\d][\d\s().+/-]*(?:доб\.?\s*\d+|ext\.?\s*\d+|x\d+)?$/i.test(text)) ||
    /^\d[.,]\d+E\+1[01]$/i.test(text)
  )
}

/** Dates as Altcraft, spreadsheets and people write them; bare seconds of the epoch are not told from numbers. */
export function isDateLike(cell: Json): boolean {
  if (typeof cell === 'number') return false
  return readDate(cell) !== undefined || readDate(cell, { order: 'dmy' }) !== undefined
}

function numberOf(cell: Json): number | undefined {
  const value = readNumber(cell)
  if (value !== undefined || typeof cell !== 'string') return value
  const bare = cell.replace(
    /(?:^|(?<=\d))\s*(?:₽|руб\.?|р\.|коп\.?|rub|rur|usd|eur|[$€£]|шт\.?|балл\p{L}*|pts|points)\s*(?=\d|$)/iu,
    '',
  )
  return bare === cell ? undefined : readNumber(bare)
}

function isWords(cell: Json): boolean {
  const text = readText(cell)
  if (text === undefined || typeof readNested(cell) === 'object') return false
  return /\p{L}/u.test(text) && !/@/.test(text) && !isDateLike(cell) && numberOf(cell) === undefined
}

function nameParts(cell: Json): number {
  return (readText(cell) ?? '').split(/\s+/).length
}

function isCode(cell: Json): boolean {
  const text = readText(cell)
  if (text === undefined || typeof readNested(cell) === 'object' || text.length > 64 || isDateLike(cell)) return false
  if (/^[#№]?[\p{L}\p{N}][\p{L}\p{N}_./#:№-]*$/u.test(text)) return true
  return /\d/.test(text) && /^[#№]?[\p{L}\p{N}\s_./#:№-]+$/u.test(text)
}

/** What platforms write where a person has agreed to be written to, or has not. */
function isConsentWord(cell: Json): boolean {
  return /^(?:un|never[ _])?subscribed$|^opted[ _-]?(?:in|out)$|^(?:не )?(?:согласен|согласна|подписан\p{L}*|отписан\p{L}*)$/iu.test(
    readText(cell) ?? '',
  )
}

const legalForm =
  /(?:^|[\s«"])(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОО|ЧУП|УП|ГУП|МУП|АНО|НКО)(?:[\s«"]|$)|(?:\s|,)(?:LLC|Ltd|Inc|GmbH|Corp|AG|S\.?A\.?|PLC|LLP|B\.?V\.?|Co|Oy|AB|s\.?r\.?l|Group|Holding|Limited)\.?$/iu

/** A name with a legal form, Russian before it, others behind. */
export function isCompany(cell: Json): boolean {
  return legalForm.test(readText(cell) ?? '')
}

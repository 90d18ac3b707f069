import type { Json } from '../../lib/json.ts'
import { readText } from './text.ts'

/** A decimal number without loss: the value is `sign · digits · 10^-scale`. */
export interface Decimal {
  negative: boolean
  /** Digits only, no leading zeros; `0` for zero. */
  digits: string
  /** Digits behind the point, ≥ 0. */
  scale: number
}

const spaces = /[\s\u00A0\u2007\u2009\u202F'’]/g
const currencyMark = /^(?:[$€£₽₸₴¥]|[A-Za-z]{3}(?=[\s\d-]))\s*|\s*(?:[$€£₽₸₴¥]|[A-Za-z]{3}|руб\.?|р\.)$/iu
const maxExponent = 40
const longest = 60
/** As the API writes numbers: by far the most. */
const plain = /^-?\d+(?:\.\d+)?$/

/** Digits with a minus before and a point between at most, not too long to be read. */
export function isPlainDecimal(text: string): boolean {
  return text.length <= longest && plain.test(text)
}

/**
 * Reads a number as people, spreadsheets and APIs write it: point or comma before the decimals, groups of three parted by
 * space, no-break space, apostrophe, comma or point, an exponent, a currency sign.
 * `1,234` is read as one thousand (grouping), `1.234` as one and a bit (Altcraft's API writes points), `0,125` as decimals.
 */
export function readDecimal(cell: Json): Decimal | undefined {
  if (typeof cell === 'boolean') return undefined
  const text = readText(cell)
  if (text === undefined || text.length > longest) return undefined
  if (plain.test(text)) return fromPlain(text)
  const match = /^([+\-−–]?)(.*?)(?:[eE]([+-]?\d{1,3}))?$/u.exec(text.replace(currencyMark, ''))
  const number = readGrouped(match?.[2] ?? '')
  if (!match || !number) return undefined
  const exponent = Number(match[3] ?? 0)
  if (Math.abs(exponent) > maxExponent) return undefined
  return shift({ negative: match[1] !== '' && match[1] !== '+', ...number }, exponent)
}

function fromPlain(text: string): Decimal {
  const negative = text.startsWith('-')
  const point = text.indexOf('.')
  const digits = text.slice(negative ? 1 : 0).replace('.', '')
  return { negative, digits: trimZeros(digits), scale: point < 0 ? 0 : text.length - point - 1 }
}

/** Moves the point `by` places to the right (left when negative). */
export function shift(value: Decimal, by: number): Decimal {
  const scale = value.scale - by
  if (scale >= 0) return { ...value, scale }
  return { ...value, digits: trimZeros(value.digits + '0'.repeat(-scale)), scale: 0 }
}

function readGrouped(text: string): { digits: string; scale: number } | undefined {
  if (/^\d+$/.test(text)) return { digits: trimZeros(text), scale: 0 }
  const split = splitDecimals(text)
  if (!split) return undefined
  const [whole, decimals] = split
  const ungrouped = ungroup(whole)
  if (ungrouped === undefined || !/^\d*$/.test(decimals) || ungrouped + decimals === '') return undefined
  return { digits: trimZeros(ungrouped + decimals), scale: decimals.length }
}

/** Tells the decimal separator: the last of two different ones, or a single one that cannot be grouping. */
function splitDecimals(text: string): [string, string] | undefined {
  const point = text.lastIndexOf('.')
  const comma = text.lastIndexOf(',')
  if (point < 0 && comma < 0) return [text, '']
  const at = Math.max(point, comma)
  const separator = text.charAt(at)
  const alone = point < 0 || comma < 0
  const repeated = text.indexOf(separator) !== at
  if (alone && repeated) return [text, '']
  if (!alone && repeated) return undefined
  const grouping = alone && separator === ',' && /^[1-9]\d{0,2},\d{3}$/.test(text)
  return grouping ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** Takes group separators out when the groups are of three digits and parted by one kind of separator. */
function ungroup(text: string): string | undefined {
  const separators = new Set(text.replace(/\d/g, '').replace(spaces, ' '))
  if (separators.size === 0) return text
  if (separators.size > 1) return undefined
  const plain = text.replace(spaces, ' ')
  return /^\d{1,3}(?:[ .,]\d{3})+$/.test(plain) ? plain.replace(/[ .,]/g, '') : undefined
}

function trimZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '') || '0'
}

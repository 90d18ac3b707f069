import type { Json } from '../lib/json.ts'

const isoDate = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}.{0,25})?$/
const numericDate = /^\d{1,2}([/.-])\d{1,2}\1\d{4}(?:[ T,]+\d{1,2}:\d{2}.{0,12})?$/
const integer = /^-?(?:0|[1-9]\d{0,14})$/
const grouped = String.raw`[1-9]\d{0,2}(?:[ \u00A0\u202F]\d{3})+`
const decimal = new RegExp(`^-?(?:(?:0|[1-9]\\d{0,14}|${grouped})[.,]\\d{1,16}|${grouped})$`)
const phone =
  /^(?:\+\d[\d\s().-]{8,20}|[78]\d{10}|[78][\s(-][\d\s().-]{9,18}|\(\d{3,5}\)[\d\s-]{5,12}|\d(?:[.,]\d+)?E\+1[01])$/
const email = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/
const url = /^(?:https?:\/\/|www\.)\S+$/i
const objectId = /^[0-9a-f]{24}$/i
const booleanWords = new Set(['true', 'false', 'yes', 'no', 'да', 'нет', 'истина', 'ложь'])

export const valueTypes = [
  'integer',
  'decimal',
  'boolean',
  'isoDate',
  'slashDate',
  'dotDate',
  'email',
  'phone',
  'url',
  'objectId',
  'json',
  'text',
] as const
export type ValueType = (typeof valueTypes)[number]

/**
 * What one filled cell looks like, by shape alone: the value readers have the last word. Digits with a leading zero, or more
 * than fifteen of them, are text: they are codes, not numbers. cell-shape.ts answers the same for the plain cases without
 * making a string.
 */
export function valueTypeOf(cell: Json, text: string): ValueType {
  if (typeof cell === 'boolean') return 'boolean'
  if (typeof cell === 'number') return Number.isInteger(cell) ? 'integer' : 'decimal'
  if (typeof cell !== 'string') return 'json'
  const first = text.charCodeAt(0)
  if (first === 0x5b || first === 0x7b) return looksNested(text) ? 'json' : 'text'
  if (isDigit(first) || first === 0x2b || first === 0x2d || first === 0x28) return numericType(text)
  if (text.length <= 6 && booleanWords.has(text.toLowerCase())) return 'boolean'
  return wordType(text)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function looksNested(text: string): boolean {
  const last = text.charAt(text.length - 1)
  return text.startsWith('[') ? last === ']' : last === '}'
}

function numericType(text: string): ValueType {
  if (text.length > 40) return wordType(text)
  if (phone.test(text)) return 'phone'
  if (integer.test(text)) return 'integer'
  if (decimal.test(text)) return 'decimal'
  if (isoDate.test(text)) return 'isoDate'
  const date = numericDate.exec(text)
  if (date) return date[1] === '/' ? 'slashDate' : 'dotDate'
  return wordType(text)
}

function wordType(text: string): ValueType {
  if (text.length > 300) return 'text'
  if (text.includes('@') && email.test(text)) return 'email'
  if (url.test(text)) return 'url'
  return text.length === 24 && objectId.test(text) ? 'objectId' : 'text'
}

import type { Json } from '../../lib/json.ts'
import { toPlainValues } from './mongo-values.ts'

/** A number that a double may not hold as written: an exponent, or at least 16 digits. May match inside of strings. */
const delicate = /[:[,]\s*-?(?:\d[\d.]{15}|\d[\d.]*[eE])|^\s*-?\d/

/**
 * JSON.parse that never rounds: a number whose value as a double is written otherwise than in the text (beyond 2^53, an
 * exponent, too many decimals) stays the text it was. Typed values of MongoDB become plain. Throws SyntaxError.
 */
export function parseJson(text: string): Json {
  const value: Json = delicate.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text)
  return text.includes('"$') ? toPlainValues(value) : value
}

/** `context.source` is ECMAScript's "JSON.parse source text access"; Node has it since 22. */
function keepExact(_key: string, value: Json, context?: { source?: string }): Json {
  const source = context?.source
  return typeof value === 'number' && source !== undefined && !isExact(source, value) ? source : value
}

function isExact(source: string, value: number): boolean {
  const written = source.includes('.') ? source.replace(/\.?0+$/, '') : source
  return String(value) === written || (value === 0 && /^-?0$/.test(written))
}

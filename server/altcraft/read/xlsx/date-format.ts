/** Formats that need no code in the file (ISO 29500-1, 18.8.30): dates, times, and those of East Asian versions. */
const builtInDates = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 47]
const builtInRanges: readonly [first: number, last: number][] = [
  [27, 36],
  [50, 58],
]

/** Whether a number format without a code shows a date or time. 46 shows elapsed time and does not. */
export function isBuiltInDate(id: number): boolean {
  return builtInDates.includes(id) || builtInRanges.some(([first, last]) => id >= first && id <= last)
}

const literals = /"[^"]*"?|\\.|_.|\*./gu
const elapsed = /\[(?:h+|m+|s+)\]/i
const brackets = /\[[^\]]*\]?/g
const fractions = /s\.0+/gi

/**
 * Whether a format code shows a date or time: it has letters of one outside of quotes, escapes and brackets, and no digits
 * of a number. Elapsed time (`[h]:mm`) is a number.
 */
export function isDateCode(code: string): boolean {
  const bare = code.replace(literals, '')
  if (elapsed.test(bare)) return false
  const [positive = ''] = bare.replace(brackets, '').replace(fractions, 's').split(';')
  if (/^general$/i.test(positive.trim()) || /[0#?@]/.test(positive)) return false
  return /[dmyhs]/i.test(positive)
}

import { readNested } from '../../altcraft/values/text.ts'
import { isJsonObject, type Json } from '../../lib/json.ts'

const looked = { characters: 200, words: 10, keys: 5, items: 20, depth: 3 }
const longestCounted = 24

/**
 * What a value looks like, with nothing of what it says: `+7 (915) 123-45-67` → `+9 (9{3}) 9{3}-9{2}-9{2}`,
 * `anna.p@shop.example` → `a{4}.a@a{4}.a{7}`, `Мария` → `Яя{4}`, `AB12345` → `A{2}9{5}`. JSON: the kinds of its members
 * (a text, 9 number, b yes or no, - nothing) under the shapes of its keys. Values whose letters and digits are of the same
 * classes have the same shape, and no shape has three letters or digits in a row, so no part of a value can occur in it.
 */
export function toShape(value: Json): string {
  const nested = readNested(value)
  return typeof nested === 'object' ? structureOf(nested, 0) : textShape(String(nested))
}

/** The same for a text that is no JSON, such as a column's name. */
export function textShape(text: string): string {
  const parts = text.slice(0, looked.characters).match(/[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu) ?? []
  const shapes: string[] = []
  let words = 0
  for (const part of parts) {
    const isWord = /^[\p{L}\p{M}\p{N}]/u.test(part)
    if (isWord && words === looked.words) return `${shapes.join('').trimEnd()}…`
    if (isWord) words += 1
    const shape = isWord ? wordShape(part) : markShape(part)
    if (isWord || shape !== shapes.at(-1)) shapes.push(shape)
  }
  return `${shapes.join('').trim()}${text.length > looked.characters ? '…' : ''}`
}

function markShape(mark: string): string {
  if (/^\s/.test(mark)) return ' '
  return /[@.,;:/\\|+\-_()[\]#%&=?!'"<>*№$€₽£]/.test(mark) ? mark : '·'
}

function wordShape(word: string): string {
  const runs = word.match(/\p{N}+|\p{Lu}+|[^\p{N}\p{Lu}]+/gu) ?? []
  const alphabet = alphabetOf(word)
  const isCode = runs.length === 2 && runs.some((run) => /^\p{N}/u.test(run))
  if (alphabet !== undefined && (runs.length === 1 || isCode))
    return runs.map((run) => runShape(run, alphabet)).join('')
  const isCapitalised = /^\p{Lu}[^\p{N}\p{Lu}]+$/u.test(word)
  if (alphabet === undefined || !isCapitalised) return `x${countOf(word)}`
  return alphabet.upper + runShape(runs[1] ?? '', alphabet)
}

interface Alphabet {
  upper: string
  lower: string
}

/** How the word's letters are written; undefined for a word of two alphabets. */
function alphabetOf(word: string): Alphabet | undefined {
  if (!/\p{Script=Cyrillic}/u.test(word)) return { upper: 'A', lower: 'a' }
  return /(?!\p{Script=Cyrillic})\p{L}/u.test(word) ? undefined : { upper: 'Я', lower: 'я' }
}

/** Digits, capitals, or other letters. */
function runShape(run: string, { upper, lower }: Alphabet): string {
  if (/^\p{N}/u.test(run)) return `9${countOf(run)}`
  return `${/^\p{Lu}/u.test(run) ? upper : lower}${countOf(run)}`
}

function countOf(run: string): string {
  const length = [...run].length
  if (length === 1) return ''
  return length > longestCounted ? `{${longestCounted}+}` : `{${length}}`
}

function structureOf(value: Json, depth: number): string {
  if (value === null || value === '') return '-'
  if (typeof value === 'string') return 'a'
  if (typeof value === 'number') return '9'
  if (typeof value === 'boolean') return 'b'
  if (depth === looked.depth) return '…'
  if (!isJsonObject(value)) {
    const kinds = new Set(value.slice(0, looked.items).map((item) => structureOf(item, depth + 1)))
    return `[${[...kinds].sort().slice(0, looked.keys).join(', ')}]`
  }
  const entries = Object.entries(value)
  const members = entries
    .slice(0, looked.keys)
    .map(([key, inner]) => `${textShape(key)}: ${structureOf(inner, depth + 1)}`)
  return `{${members.join(', ')}${entries.length > looked.keys ? ', …' : ''}}`
}

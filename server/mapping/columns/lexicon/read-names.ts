import { type NameWord, readName } from './read-name.ts'

/** Long names are sentences of a form: what is asked stands before the first comma, bracket or question mark. */
const longName = 30
/** A first word that this share of a file's names begins with says nothing (`li_`, `usr_`, `CRS_`). */
const prefixShare = 0.6
const fewestNames = 4

/**
 * The names of a file's columns, each in the ways it may be read: whole, and a long one by its first clause too. A word with which
 * most names of the file begin is neutral, unless it is all there is. Pure.
 */
export function readNames(names: readonly string[]): NameWord[][][] {
  const read = names.map((name) => clausesOf(name).map(readName))
  const prefix = commonPrefix(read.map(([whole]) => whole?.[0]?.text))
  if (prefix === undefined) return read
  return read.map((ways) => ways.map((words) => withoutPrefix(words, prefix)))
}

function clausesOf(name: string): string[] {
  if (name.length < longName) return [name]
  const first = name.split(/[,;(?:]|\s[—–-]\s/)[0]?.trim() ?? ''
  return first.length >= 8 && first.length < name.length ? [name, first] : [name]
}

function commonPrefix(firsts: readonly (string | undefined)[]): string | undefined {
  if (firsts.length < fewestNames) return undefined
  const counts = new Map<string, number>()
  for (const first of firsts) if (first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1)
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return most !== undefined && most[1] >= firsts.length * prefixShare ? most[0] : undefined
}

function withoutPrefix(words: NameWord[], prefix: string): NameWord[] {
  const [first, ...others] = words
  if (first?.text !== prefix || others.length === 0) return words
  return [{ ...first, concepts: [], reading: 'neutral' }, ...others]
}

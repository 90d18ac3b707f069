import { normaliseColumn } from '../captions.ts'
import type { KindInput } from './column-names.ts'

const mostWords = 100

/** Words of the list's key, then of the file's own name, then of the folders and archives it lies in. */
export function nameWords({ fileName, tableName = '' }: Pick<KindInput, 'fileName' | 'tableName'>): string[] {
  const parts = fileName.split('/').reverse()
  return [tableName, ...parts]
    .flatMap((part) => normaliseColumn(part.slice(0, 500).replace(/([a-z])([A-Z])/g, '$1 $2')).split(' '))
    .slice(0, mostWords)
}

/** The words with which a name says one of these beginnings (`stop list` is two words in a row), or undefined. */
export function findSaid(words: readonly string[], beginnings: readonly string[]): string | undefined {
  for (const at of words.keys()) {
    for (const beginning of beginnings) {
      const parts = beginning.split(' ')
      if (parts.every((part, i) => says(words[at + i] ?? '', part))) return words.slice(at, at + parts.length).join(' ')
    }
  }
  return undefined
}

/** Short English words must be whole, or `leading` would say `lead`, `format` `form`. */
function says(word: string, beginning: string): boolean {
  return /^[a-z]{1,4}$/.test(beginning) ? word === beginning || word === `${beginning}s` : word.startsWith(beginning)
}

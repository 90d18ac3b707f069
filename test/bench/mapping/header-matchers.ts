import { distance } from 'fastest-levenshtein'
import Fuse from 'fuse.js'
import { labelsOf } from './target-labels.ts'

/** Header → the target it is matched with, or undefined; `rank` gives more than one where the tool does. */
export interface HeaderMatcher {
  name: string
  match(kind: string, header: string): string[]
}

/** As react-spreadsheet-import does it: the field whose key or alternate is nearest, if at most `autoMapDistance` (2) away. */
const levenshtein: HeaderMatcher = {
  name: 'Levenshtein (as react-spreadsheet-import)',
  match(kind, header) {
    const ranked = labelsOf(kind)
      .map(({ target, label }) => ({ target, away: distance(label.toLowerCase(), header.toLowerCase()) }))
      .filter(({ away }) => away <= 2)
      .sort((a, b) => a.away - b.away)
    return [...new Set(ranked.map(({ target }) => target))]
  },
}

/** With its defaults (threshold 0.6), over the same labels. */
const fuse: HeaderMatcher = {
  name: 'fuse.js',
  match(kind, header) {
    const found = new Fuse(labelsOf(kind), { keys: ['label'], includeScore: true }).search(header)
    return [...new Set(found.map(({ item }) => item.target))]
  },
}

export const headerMatchers = [levenshtein, fuse]

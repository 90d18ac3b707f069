import type { DatasetKind } from '../../types.ts'

/**
 * How the rows of a kind are recognised. Names are normalised (captions.ts); `name[]` is a column whose cells hold lists or
 * objects; `a/b+c` stands for two columns, `a` or `b` beside `c`, that say something only together; `a!` is the key of such
 * rows. A key is worth 6, a decisive name 3, a supporting one 1.
 */
export interface KindRule {
  kind: DatasetKind
  /** For the evidence sentence: what such rows are. */
  what: string
  decisive: readonly string[]
  supporting: readonly string[]
  /** Columns that such rows never have: one of them, and the other columns say nothing for this kind. */
  against: readonly string[]
  /** Where it is not empty: such rows have at least one of these columns. */
  needs: readonly string[]
  /** Beginnings of words in a file name, or the key of a JSON list, that speak for the kind. */
  fileWords: readonly string[]
}

/** A rule from lists that are written with `|` between their entries; line breaks around entries mean nothing. */
export function kindRule(
  kind: DatasetKind,
  what: string,
  lists: { decisive: string; supporting: string; against?: string; needs?: string; fileWords: string },
): KindRule {
  return {
    kind,
    what,
    decisive: entries(lists.decisive),
    supporting: entries(lists.supporting),
    against: entries(lists.against ?? ''),
    needs: entries(lists.needs ?? ''),
    fileWords: entries(lists.fileWords),
  }
}

function entries(list: string): string[] {
  return list
    .split('|')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

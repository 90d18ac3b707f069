import type { Look } from '../evidence/looks.ts'
import type { Concept } from '../lexicon/lexicon.ts'

/** A target and what a column that goes there is called, in concepts of the lexicon. */
export interface TargetRule {
  target: string
  meanings: readonly Meaning[]
  /** Concepts that take nothing away from the meaning. */
  allows: ReadonlySet<Concept>
  /** Concepts beside which it never is this target. */
  excludes: ReadonlySet<Concept>
  looks: Look
  /** Words beside it say whose or which it is, not that it is another thing. */
  mild: boolean
  /** Several columns of a file may go there. */
  many: boolean
}

/** Concepts that say the target together. */
export interface Meaning {
  concepts: readonly Concept[]
  /** 0 to 1: how surely they say it. */
  weight: number
}

/**
 * `meanings`: parted by `|`, each some concepts and, behind a colon, its weight (1 where absent): `email | email address | job:.8`.
 */
export function rule(
  target: string,
  meanings: string,
  {
    looks = 'scalar',
    allows = '',
    excludes = '',
    many = false,
    mild = false,
  }: { looks?: Look; allows?: string; excludes?: string; many?: boolean; mild?: boolean } = {},
): TargetRule {
  const toSet = (concepts: string) => new Set(concepts.split(' ').filter((concept) => concept !== ''))
  return {
    target,
    meanings: meanings.split('|').map(toMeaning),
    allows: toSet(allows),
    excludes: toSet(excludes),
    looks,
    mild,
    many,
  }
}

function toMeaning(text: string): Meaning {
  const [words = '', weight] = text.split(':')
  return { concepts: words.trim().split(/\s+/), weight: weight === undefined ? 1 : Number(weight) }
}

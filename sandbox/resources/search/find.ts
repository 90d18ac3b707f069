import { invalid } from '../../api/answer.ts'
import type { Query } from '../../api/query.ts'
import type { Company } from '../../world/company.ts'
import type { Row } from '../../world/table.ts'
import type { SearchKind } from './index.ts'

export interface Hit {
  result_score: number
  item: Record<string, unknown>
}

export interface Term {
  text: string
  exact: boolean
}

/** At least 2 characters, 1 when the match is exact; case does not count. Throws 400. */
export function termOf(query: Query): Term {
  const text = (query.text('term') ?? '').trim().toLowerCase()
  const exact = query.boolean('exact_match') ?? false
  if (text.length < (exact ? 1 : 2)) throw invalid('term', `must have at least ${exact ? 1 : 2} characters`)
  return { text, exact }
}

/** Hits among the records as the index has them, best first. `fields` undefined: all of the kind's. */
export function find<T extends Row>(
  company: Company,
  kind: SearchKind<T>,
  lagMs: number,
  term: Term,
  fields: string[] | undefined,
  keeps: (row: T) => boolean = () => true,
): Hit[] {
  const hits: Hit[] = []
  for (const row of kind.rows(company, lagMs)) {
    if (!keeps(row)) continue
    const score = scoreOf(kind.texts(company, row), term, fields)
    if (score > 0) hits.push({ result_score: score, item: kind.item(company, row) })
  }
  return hits.sort((a, b) => b.result_score - a.result_score)
}

function scoreOf(texts: Record<string, string[]>, term: Term, fields: string[] | undefined): number {
  let best = 0
  for (const [field, values] of Object.entries(texts)) {
    if (fields && !fields.includes(field)) continue
    for (const value of values) {
      const low = value.toLowerCase()
      if (low === term.text) return 1
      if (!term.exact && low.includes(term.text)) best = Math.max(best, term.text.length / low.length)
    }
  }
  return best
}

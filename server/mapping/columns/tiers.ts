import type { Tier } from '../types.ts'
import type { Look } from './evidence/looks.ts'
import type { Fit, ScoredColumn } from './score-columns.ts'

/** Values of these looks prove the target; those of the others merely do not contradict it. */
const telling: ReadonlySet<Look> = new Set([
  'email',
  'phone',
  'date',
  'number',
  'rate',
  'boolean',
  'nested',
  'domain',
  'code',
])

/**
 * How sure a proposal is. `certain` would be accepted without a look: the name says it in full words, nothing else, no other
 * target fits nearly as well, and nearly all values look so.
 */
export function tierOf(fit: Fit, { fits }: ScoredColumn): Tier {
  const rival = Math.max(0, ...fits.filter(({ target }) => target !== fit.target).map(({ score }) => score))
  const { name, looking, score } = fit
  const said =
    name.score >= 0.95 && name.left.length === 0 && name.reading !== 'abbreviation' && name.reading !== 'misspelt'
  const shown = looking !== undefined && looking >= (telling.has(fit.look) ? 0.85 : 0.7)
  if (said && shown && score >= 0.9 && score - rival >= 0.12) return 'certain'
  return score >= 0.6 ? 'likely' : 'guess'
}

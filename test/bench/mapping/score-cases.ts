import type { CaseProposal } from '../../../server/propose/cases.ts'
import { proposeCase } from '../../../server/propose/cases.ts'
import type { HeaderMatcher } from './header-matchers.ts'
import type { LabelledColumn, LabelledFile } from './read-cases.ts'

export interface Score {
  files: number
  columns: number
  top1: number
  top3: number
  kinds: { asked: number; right: number }
  types: { asked: number; right: number }
  certain: { proposed: number; wrong: number }
  wrong: { file: string; header: string; want: string; got: string[]; tier: string }[]
}

const customs = /\.custom$|^ignore$/

/** How right the app's proposer is. */
export function scoreProposer(files: readonly LabelledFile[]): Score {
  const score = empty(files)
  for (const file of files) {
    const { name, kind, kindGiven, columns } = file
    const proposed = proposeCase({ name, columns, ...(kindGiven ? { kind } : {}) })
    if (!kindGiven) {
      score.kinds.asked += 1
      if (proposed.kind === kind) score.kinds.right += 1
    }
    for (const [place, column] of columns.entries()) {
      addColumn(score, file, column, proposed.columns[place]?.proposals ?? [])
    }
  }
  return score
}

/** How right a matcher of headers is; what it does not match counts as a custom field or left out, whichever is right. */
export function scoreMatcher(files: readonly LabelledFile[], { match }: HeaderMatcher): Score {
  const score = empty(files)
  for (const { kind, columns } of files) {
    for (const { header, accept } of columns) {
      const found = match(kind, header)
      const unmatched = (count: number) => found.length < count && customs.test(accept[0] ?? '')
      if (accept.includes(found[0] ?? '') || (found.length === 0 && unmatched(1))) score.top1 += 1
      if (found.slice(0, 3).some((target) => accept.includes(target)) || unmatched(3)) score.top3 += 1
    }
  }
  return score
}

function empty(files: readonly LabelledFile[]): Score {
  return {
    files: files.length,
    columns: files.reduce((sum, { columns }) => sum + columns.length, 0),
    top1: 0,
    top3: 0,
    kinds: { asked: 0, right: 0 },
    types: { asked: 0, right: 0 },
    certain: { proposed: 0, wrong: 0 },
    wrong: [],
  }
}

function addColumn(score: Score, file: LabelledFile, column: LabelledColumn, proposals: CaseProposal[]): void {
  const isRight = ({ target }: CaseProposal) => column.accept.includes(target)
  const [first] = proposals
  const right = first !== undefined && isRight(first)
  if (right) score.top1 += 1
  else {
    const got = proposals.slice(0, 3).map(({ target }) => target)
    score.wrong.push({
      file: file.name,
      header: column.header,
      want: column.accept.join(' or '),
      got,
      tier: first?.tier ?? '',
    })
  }
  if (proposals.slice(0, 3).some(isRight)) score.top3 += 1
  if (first?.tier === 'certain') {
    score.certain.proposed += 1
    if (!right) score.certain.wrong += 1
  }
  if (column.type === undefined) return
  const custom =
    proposals.find(({ target }) => target === column.accept[0]) ??
    proposals.find(({ target }) => target.endsWith('.custom'))
  score.types.asked += 1
  if (custom?.type === column.type) score.types.right += 1
}

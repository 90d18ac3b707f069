import { renameAbout } from '../carry-over.ts'
import type { Decisions } from '../decisions.ts'
import type { FollowedPlan } from './followed-plan.ts'
import { pairFollowed } from './pair-followed.ts'

/**
 * What people said about the followed plan, under the names of the files here: a first version begins with it. `now`: leads only,
 * as parts are mapped with them. Pure.
 */
export function takeOverSaid<Said extends { answers: Record<string, string>; decisions: Decisions }>(
  said: Said,
  { answers, decisions, document }: Pick<FollowedPlan, 'answers' | 'decisions' | 'document'>,
  now: readonly { file: string; kind: string }[],
): Said {
  const before = document.datasets.filter(({ partOf }) => partOf === undefined)
  const taken: Said = { ...said, answers: { ...answers }, decisions: { ...decisions } }
  for (const { now: own, was } of pairFollowed(before, now)) {
    const renames = [{ from: was.file, to: own.file }]
    const columns = decisions.columns[was.file]
    taken.answers = { ...taken.answers, ...underName(answers, renames) }
    taken.decisions = {
      ...taken.decisions,
      columns: { ...taken.decisions.columns, ...(columns === undefined ? {} : { [own.file]: columns }) },
      values: { ...taken.decisions.values, ...underName(decisions.values, renames) },
    }
  }
  return taken
}

function underName<T>(said: Record<string, T>, renames: { from: string; to: string }[]): Record<string, T> {
  return Object.fromEntries(Object.entries(said).map(([id, about]) => [renameAbout(id, renames), about]))
}

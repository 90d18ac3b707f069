import type { Decisions } from './decisions.ts'
import { pairDatasets } from './same-datasets.ts'
import type { DatasetPlan } from './types.ts'

/**
 * Answers and decisions of an earlier version under the names of the files that took the place of its files. What people said
 * about files that are gone is kept. Pure.
 */
export function carryOver<Said extends { answers: Record<string, string>; decisions: Decisions }>(
  said: Said,
  before: readonly DatasetPlan[],
  now: readonly { file: string; kind: string }[],
): Said {
  const renames = pairDatasets(
    before.filter(({ partOf }) => partOf === undefined),
    now,
  ).flatMap(({ now: { file }, was }) => (was === undefined || was.file === file ? [] : [{ from: was.file, to: file }]))
  if (renames.length === 0) return said
  const taken = new Set(now.map(({ file }) => file))
  const moved = renames.filter(({ from }) => !taken.has(from))
  const fileOf = (file: string) => moved.find(({ from }) => from === file)?.to ?? file
  return {
    ...said,
    answers: Object.fromEntries(Object.entries(said.answers).map(([id, answer]) => [renameAbout(id, moved), answer])),
    decisions: {
      ...said.decisions,
      columns: Object.fromEntries(
        Object.entries(said.decisions.columns).map(([file, columns]) => [fileOf(file), columns]),
      ),
      values: Object.fromEntries(
        Object.entries(said.decisions.values).map(([map, values]) => [renameAbout(map, moved), values]),
      ),
    },
  }
}

/** `date_order:clients.csv:Дата рождения` and `currencies:orders.csv` are about the file behind the first colon. */
export function renameAbout(id: string, renames: readonly { from: string; to: string }[]): string {
  const start = id.indexOf(':') + 1
  const about = id.slice(start)
  const rename = renames.find(({ from }) => about === from || about.startsWith(`${from}:`))
  return rename === undefined ? id : `${id.slice(0, start)}${rename.to}${about.slice(rename.from.length)}`
}

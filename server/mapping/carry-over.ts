import type { Decisions } from './decisions.ts'
import { pairDatasets } from './same-datasets.ts'
import type { DatasetPlan } from './types.ts'

/**
 * Answers and decisions of an earlier version under the names of the files that took the place of its files. What people said
 * about files that are gone is kept. `now`: leads only, as parts are mapped with them. Pure.
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
    answers: renamed(said.answers, (id) => renameAbout(id, moved)),
    decisions: {
      ...said.decisions,
      columns: renamed(said.decisions.columns, fileOf),
      values: renamed(said.decisions.values, (map) => renameAbout(map, moved)),
    },
  }
}

/** What moves to a name comes after what an older version said under it. */
function renamed<T>(said: Record<string, T>, nameOf: (name: string) => string): Record<string, T> {
  const entries = Object.entries(said).map(([was, about]) => ({ was, name: nameOf(was), about }))
  entries.sort((a, b) => Number(a.was !== a.name) - Number(b.was !== b.name))
  return Object.fromEntries(entries.map(({ name, about }) => [name, about]))
}

/** These are about fields, kinds and maps, which may be named like a file. */
const aboutNoFile = /^(?:options|pipeline|stages|value_map):/

/** `date_order:clients.csv:Дата рождения` and `currencies:orders.csv` are about the file behind the first colon. */
export function renameAbout(id: string, renames: readonly { from: string; to: string }[]): string {
  if (aboutNoFile.test(id)) return id
  const start = id.indexOf(':') + 1
  const about = id.slice(start)
  const rename = renames.find(({ from }) => about === from || about.startsWith(`${from}:`))
  return rename === undefined ? id : `${id.slice(0, start)}${rename.to}${about.slice(rename.from.length)}`
}

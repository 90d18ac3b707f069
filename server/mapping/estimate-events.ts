import type { DatasetKind } from '../altcraft/types.ts'
import type { Dataset } from '../staging/datasets.ts'
import type { PlanDocument, TimelineChoice } from './types.ts'

export interface Cost {
  requests: number
  apiTokens: number
}

/** API tokens of one note or file (v1), and of one activity (v2): facts, cost table. */
const perNote = 10
const perFile = 10
const perActivity = 5
/** Events of one note of 90,000 characters, at the length that they usually have. */
const eventsPerNote = 600

const eventKinds: readonly DatasetKind[] = ['history', 'goals']

/** What moving the events costs, by each choice, at most. Pure. */
export function timelineCosts(datasets: readonly Dataset[], plan: PlanDocument): Record<TimelineChoice, Cost> {
  const events = datasets.filter(({ kind }) => eventKinds.includes(kind))
  const rows = events.reduce((sum, { rowCount }) => sum + rowCount, 0)
  const people = events.reduce((sum, dataset) => sum + peopleOf(dataset, plan), 0)
  const notes = Math.min(rows, people + Math.floor(rows / eventsPerNote))
  return {
    note: { requests: notes, apiTokens: notes * perNote },
    activities: { requests: rows, apiTokens: rows * perActivity },
    none: { requests: 0, apiTokens: 0 },
  }
}

/** Notes and files of the export, and its events as the plan has them. Pure. */
export function attachedCost(datasets: readonly Dataset[], plan: PlanDocument): Cost {
  const rowsOf = (wanted: DatasetKind) =>
    datasets.filter(({ kind }) => kind === wanted).reduce((sum, { rowCount }) => sum + rowCount, 0)
  const [notes, files] = [rowsOf('notes'), rowsOf('files')]
  const events = timelineCosts(datasets, plan)[plan.timeline ?? 'note']
  return {
    requests: events.requests + notes + files,
    apiTokens: events.apiTokens + notes * perNote + files * perFile,
  }
}

/** At most as many as the columns that name them have different values. */
function peopleOf({ id, partOf, profiles, rowCount }: Dataset, plan: PlanDocument): number {
  const columns = plan.datasets.find(({ datasetId }) => datasetId === (partOf ?? id))?.columns ?? []
  const naming = new Set(columns.filter(({ target }) => target === 'event.person').map(({ column }) => column))
  const counts = profiles
    .filter(({ column }) => naming.has(column))
    .map(({ distinctEstimate }) => Math.ceil(distinctEstimate))
  return counts.length === 0 ? rowCount : Math.min(rowCount, Math.max(...counts))
}

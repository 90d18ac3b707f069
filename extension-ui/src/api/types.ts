/** What the server's API sends. Times are RFC 3339, money is in minor units. */
export type Detail = Record<string, string | number | boolean | null | string[]>

export interface Reason {
  code: string
  detail: Detail
}

export interface User {
  id: number
  name: string
  companyId: number
  companyName: string
  companyDomain: string
  language: string
  canImport: boolean
}

export interface Session {
  bearer: string
  expiresAt: string
  user: User
}

export interface Migration {
  id: string
  name: string
  createdAt: string
  run: RunView | null
}

export interface Question {
  id: string
  code: string
  column?: string | null
  examples: string[]
  options: { value: string; detail?: Detail }[]
  proposal: string
  reason: Reason
  answer?: string | null
}

/** What is mapped as one: a file, or the parts of one export. */
export interface PlannedDataset {
  datasetId: string
  kind: string
  files: string[]
}

export interface Plan {
  state: 'none' | 'proposing' | 'proposed' | 'confirmed' | 'failed'
  /** Files were changed since it was proposed. */
  outdated: boolean
  version: number | null
  checksum: string | null
  questions: Question[]
  datasets: PlannedDataset[]
  estimate: { requests: number; apiTokens: number; seconds: number } | null
  /** Why it could not be worked out. */
  error: Reason | null
}

export const phases = [
  'organizations',
  'persons',
  'products',
  'campaigns',
  'orders',
  'labels',
  'notes',
  'activities',
  'files',
  'verify',
] as const
export type Phase = (typeof phases)[number]

export const outcomes = ['created', 'updated', 'unchanged', 'merged', 'skipped', 'failed', 'unprocessed'] as const
export type Outcome = (typeof outcomes)[number]

/** What an undo did to a record. */
export const undoOutcomes = ['deleted', 'restored', 'kept'] as const
export type UndoOutcome = (typeof undoOutcomes)[number]

export type PhaseProgress = { total: number; done: number } & Record<Outcome, number> &
  Partial<Record<UndoOutcome, number>>

export type RunState =
  | 'waiting'
  | 'queued'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'cancelling'
  | 'cancelled'
  | 'completed'
  | 'failed'

export interface RunView {
  id: string
  migrationId: string
  kind: string
  state: RunState
  phase: Phase | null
  pause: { code: string; until: string | null; detail: Detail | null } | null
  progress: Partial<Record<Phase, PhaseProgress>>
  ratePerSecond: number | null
  etaSeconds: number | null
  /** `dailyLimit` and `dailyRemaining` are null until Pipedrive has told them. */
  api: {
    apiTokens: number
    requests: number
    dailyLimit: number | null
    dailyRemaining: number | null
    reserveShare: number
  }
  startedAt: string | null
  finishedAt: string | null
  clean: boolean | null
}

export interface Finding {
  code: string
  level: 'error' | 'warning' | 'info'
  count: number
  samples: { file?: string; row?: number; column?: string; detail?: Detail }[]
}

export interface MoneySum {
  source: 'order' | 'campaign'
  currency: string
  status: 'open' | 'won' | 'lost'
  exportedMinor: number
  importedMinor: number
}

/** Where the rows of one kind ended: `rows` is the sum of the others. */
export type Book = { rows: number } & Record<Outcome, number>

export interface ImportReport {
  kind?: undefined
  clean: boolean
  outcomes: Record<string, Book>
  money: MoneySum[]
  findings: Finding[]
  verification: {
    recordsRead: number
    fieldsCompared: number
    differences: number
    linksChecked: number
    brokenLinks: number
  }
}

/** Of a run that took back what others wrote. */
export interface UndoReport {
  kind: 'undo'
  clean: boolean
  entities: Record<string, Record<UndoOutcome | 'failed' | 'unprocessed', number>>
  kept: { entity: string; code: string; count: number }[]
}

export type Report = ImportReport | UndoReport

/** Nothing more will happen to this run. */
export function isFinished(run: RunView): boolean {
  return run.state === 'completed' || run.state === 'failed' || run.state === 'cancelled'
}

/** What the app's HTTP API answers, as far as the demo reads it. */
export interface FileView {
  id: string
  name: string
  sizeBytes: number
  state: 'uploading' | 'uploaded' | 'staging' | 'staged' | 'rejected' | 'duplicate'
  format: string | null
  encoding: string | null
  kind: string | null
  rows: number | null
  rejectedRows: number | null
  reason: { code: string; detail: unknown } | null
}

export interface QuestionView {
  id: string
  code: string
  column?: string | null
  examples: string[]
  options: { value: string; detail?: Record<string, unknown> }[]
  proposal: string
  reason: { code: string; detail: Record<string, unknown> }
  answer?: string | null
}

export interface PlanView {
  state: 'none' | 'proposing' | 'proposed' | 'confirmed' | 'failed'
  version: number | null
  checksum: string | null
  questions: QuestionView[]
  estimate: { requests: number; apiTokens: number; seconds: number } | null
  error: { code: string; detail: unknown } | null
}

export interface DiscoveryView {
  /** Rows per kind that is imported, documents per kind that is kept for the handoff. */
  rows: Record<string, number>
  handoff: Record<string, number>
  emptyColumns: { file: string; column: string }[]
}

export interface PhaseView {
  total: number
  done: number
  created: number
  updated: number
  unchanged: number
  merged: number
  skipped: number
  failed: number
  unprocessed: number
  deleted?: number
  restored?: number
  kept?: number
}

export interface RunView {
  id: string
  migrationId: string
  state: 'waiting' | 'queued' | 'running' | 'pausing' | 'paused' | 'cancelling' | 'cancelled' | 'completed' | 'failed'
  phase: string | null
  pause: { code: string; until: string | null; detail: Record<string, unknown> } | null
  progress: Record<string, PhaseView>
  ratePerSecond: number
  etaSeconds: number | null
  api: { apiTokens: number; requests: number; dailyRemaining: number | null }
  clean: boolean | null
}

/** The machine-readable result of a migration. Amounts are whole minor units. */
export interface Report {
  clean: boolean
  company: { id: number; domain?: string }
  datasets: {
    file: string
    kind: string
    rows: number
    rejectedRows: number
    status: 'staged' | 'rejected'
    reason?: string
  }[]
  outcomes: Record<string, Outcomes>
  entities: Record<string, { created: number; updated: number; matched: number }>
  money: { source: string; currency: string; status: string; exportedMinor: number; importedMinor: number }[]
  findings: {
    code: string
    level: 'error' | 'warning' | 'info'
    count: number
    samples: { file?: string; row?: number; column?: string; detail?: Record<string, unknown> }[]
  }[]
  verification: {
    recordsRead: number
    fieldsCompared: number
    differences: number
    linksChecked: number
    brokenLinks: number
  }
  api: { requests: number; apiTokens: number; status429: number; seconds: number; byOperation: Record<string, number> }
  handoff: { documents: Record<string, number> }
}

export interface Outcomes {
  rows: number
  created: number
  updated: number
  unchanged: number
  merged: number
  skipped: number
  failed: number
  unprocessed: number
}

export interface UndoPreviewView {
  requests: number
  apiTokens: number
  seconds: number
}

/** What an undo did. */
export interface UndoReport {
  clean: boolean
  entities: Record<string, { deleted: number; restored: number; kept: number; failed: number }>
  kept: { entity: string; code: string; count: number }[]
}

export interface UndonePage {
  rows: { entity: string; name: string; code: string | null; detail: Record<string, unknown> }[]
  next: string | null
}

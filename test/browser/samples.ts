import type { SourceFile } from '../../extension-ui/src/api/file-types.ts'
import type {
  Migration,
  Outcome,
  PhaseProgress,
  Plan,
  Report,
  RunView,
  User,
} from '../../extension-ui/src/api/types.ts'
import type { ApiFixtureState } from '../support/api-fixture.ts'

const none: Record<Outcome, number> = {
  created: 0,
  updated: 0,
  unchanged: 0,
  merged: 0,
  skipped: 0,
  failed: 0,
  unprocessed: 0,
}

export function progress(total: number, counts: Partial<Record<Outcome, number>>): PhaseProgress {
  const all = { ...none, ...counts }
  return { total, done: Object.values(all).reduce((sum, count) => sum + count, 0), ...all }
}

export const user: User = {
  id: 21,
  name: 'Anna Petrova',
  companyId: 4711,
  companyName: 'Северный ветер',
  companyDomain: 'severny-veter',
  language: 'en',
  canImport: true,
}

export const runningRun: RunView = {
  id: 'run_1',
  migrationId: 'mig_1',
  kind: 'full',
  state: 'running',
  phase: 'persons',
  pause: null,
  progress: {
    organizations: progress(412, { created: 377, updated: 5, merged: 30 }),
    persons: progress(1250, { created: 580, updated: 22, merged: 14, skipped: 31, failed: 2 }),
    products: progress(180, {}),
    orders: progress(2140, {}),
  },
  ratePerSecond: 38.4,
  etaSeconds: 96,
  api: { apiTokens: 5230, requests: 1012, dailyLimit: 300_000, dailyRemaining: 251_400, reserveShare: 0.3 },
  startedAt: '2026-11-24T07:30:00Z',
  finishedAt: null,
  clean: null,
}

export const completedRun: RunView = {
  ...runningRun,
  state: 'completed',
  phase: null,
  progress: {
    organizations: progress(412, { created: 377, updated: 5, merged: 30 }),
    persons: progress(1250, { created: 1120, updated: 42, merged: 24, skipped: 62, failed: 2 }),
    products: progress(180, { created: 171, unchanged: 9 }),
    campaigns: progress(18, { created: 11, skipped: 7 }),
    orders: progress(2140, { created: 2136, failed: 4 }),
    labels: progress(340, { updated: 335, skipped: 5 }),
    verify: { ...progress(3820, {}), done: 3820 },
  },
  ratePerSecond: null,
  etaSeconds: 0,
  finishedAt: '2026-11-24T07:34:12Z',
  clean: true,
}

export const migration: Migration = {
  id: 'mig_1',
  name: 'Altcraft move, autumn',
  createdAt: '2026-11-23T16:10:00Z',
  run: runningRun,
}

/** A file that was read without anything notable. */
export function file(name: string, kind: string | null, rows: number | null): SourceFile {
  return {
    id: `file_${name}`,
    parentId: null,
    datasetId: kind === null ? null : `ds_${name}`,
    name,
    sizeBytes: (rows ?? 40) * 310,
    state: 'staged',
    progress: null,
    format: name.split('.').at(-1) ?? null,
    encoding: 'utf-8',
    encodingConfidence: 1,
    delimiter: name.endsWith('.csv') ? ',' : null,
    headerLine: name.endsWith('.csv') ? 1 : null,
    kind,
    kindConfidence: kind === null ? null : 0.95,
    kindEvidence: kind === null ? null : 'The columns _id, email and phone are those of profiles.',
    partOf: null,
    choice: {},
    notes: [],
    rows,
    rejectedRows: rows === null ? null : 0,
    reason: null,
  }
}

const notRead = { kind: null, datasetId: null, rows: null, rejectedRows: null } as const
const rejected = { ...notRead, state: 'rejected' } as const

export const files: SourceFile[] = [
  { ...file('profiles.csv', 'profiles', 1250), rejectedRows: 3 },
  file('orders.json', 'orders', 2140),
  file('catalogue.yml', 'products', 180),
  file('export.zip/campaigns.csv', 'campaigns', 18),
  { ...file('logo.csv', 'unknown', 90), ...rejected, reason: { code: 'file.binary', detail: { found: 'PNG' } } },
  { ...file('scenarios.json', 'scenarios', 7), ...rejected, reason: { code: 'file.not_json', detail: { line: 41 } } },
  {
    ...file('history.ndjson', 'unknown', 90_000),
    ...notRead,
    state: 'staging',
    progress: { bytes: 12_555_000, rows: 40_500 },
  },
]

export const confirmedPlan: Plan = {
  state: 'confirmed',
  outdated: false,
  version: 3,
  checksum: 'c0ffee',
  questions: [],
  datasets: [],
  estimate: { requests: 3980, apiTokens: 20_150, seconds: 260 },
  error: null,
}

export const openPlan: Plan = {
  ...confirmedPlan,
  state: 'proposed',
  datasets: [
    { datasetId: 'ds_orders', kind: 'orders', files: ['orders.json'] },
    { datasetId: 'ds_profiles', kind: 'profiles', files: ['profiles.csv'] },
  ],
  questions: [
    {
      id: 'money_scale:orders.json',
      code: 'money_scale',
      column: 'total_price',
      examples: ['129900', '54000', '1250000'],
      options: [{ value: 'minor' }, { value: 'major' }],
      proposal: 'minor',
      reason: { code: 'money_no_decimals_lines', detail: {} },
      answer: null,
    },
    {
      id: 'owner:profiles.csv:ivan@old-agency.example',
      code: 'owner',
      column: 'manager',
      examples: ['ivan@old-agency.example'],
      options: [{ value: 'anna@firm.example', detail: { name: 'Anna Petrova' } }],
      proposal: 'anna@firm.example',
      reason: { code: 'owner_unknown', detail: {} },
      answer: null,
    },
  ],
}

function book(rows: number, counts: Partial<Record<Outcome, number>>) {
  return { rows, ...none, ...counts }
}

export const report: Report = {
  clean: true,
  outcomes: {
    profiles: book(1250, { created: 1120, updated: 42, merged: 24, skipped: 62, failed: 2 }),
    products: book(180, { created: 171, unchanged: 9 }),
    campaigns: book(18, { created: 11, skipped: 7 }),
    orders: book(2140, { created: 2136, failed: 4 }),
    segment_members: book(340, { updated: 335, skipped: 5 }),
  },
  money: [
    { source: 'order', currency: 'RUB', status: 'won', exportedMinor: 1_254_300_00, importedMinor: 1_254_300_00 },
    { source: 'order', currency: 'RUB', status: 'open', exportedMinor: 88_120_50, importedMinor: 88_120_50 },
    { source: 'campaign', currency: 'EUR', status: 'won', exportedMinor: 12_400_00, importedMinor: 12_400_00 },
  ],
  findings: [
    {
      code: 'profile.no_email',
      level: 'warning',
      count: 58,
      samples: [
        { file: 'profiles.csv', row: 12, column: 'email' },
        { file: 'profiles.csv', row: 1077, column: 'email' },
      ],
    },
    { code: 'order.status_unknown', level: 'error', count: 4, samples: [{ file: 'orders.json', row: 301 }] },
    { code: 'order.rounding_line', level: 'info', count: 1021, samples: [] },
    { code: 'custom.not_translated', level: 'info', count: 1, samples: [] },
  ],
  verification: { recordsRead: 3820, fieldsCompared: 41_233, differences: 0, linksChecked: 4102, brokenLinks: 0 },
}

/** A state of the stand-in with a migration under way; every test changes its own copy. */
export function runningState(): ApiFixtureState {
  return {
    user,
    migrations: [migration],
    files,
    plan: confirmedPlan,
    report: undefined,
    sessionError: undefined,
    migrationsError: undefined,
    actionError: undefined,
    streams: true,
  }
}

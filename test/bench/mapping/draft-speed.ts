import type { SourceRow } from '../../../server/altcraft/types.ts'
import { makeDrafter } from '../../../server/mapping/draft-row.ts'
import { nothingGiven } from '../../../server/mapping/plan-input.ts'
import { proposePlan } from '../../../server/mapping/propose-plan.ts'
import type { DatasetPlan, PlanDocument, RowDraft } from '../../../server/mapping/types.ts'
import { makeColumnProfiler } from '../../../server/staging/column-profiler.ts'
import { account } from '../../unit/mapping-fixture.ts'
import { draftColumns, draftRows } from './draft-rows.ts'

const profiles = 60_000
const rounds = 5
const middle = Math.floor(rounds / 2)
/** As many drafts as an import holds at once. */
const batch = 1000

export interface DraftingSpeed {
  /** Per second of one core: of processor time, that of the garbage collector included, so that neighbours count little. */
  profilesPerSecond: number
  slowest: number
  fastest: number
  /** By the clock, of one thread. */
  profilesPerClockSecond: number
  /** Columns that go into custom fields of persons. */
  customColumns: number
  /** What the rows of a round became. */
  drafts: number
  findings: number
}

/**
 * How many profiles with phones, dates and ten custom fields are drafted in a second, by the plan that is proposed for
 * them: one round to warm up, five that count, their median. Rows and plan are made before the clock starts.
 */
export function measureDrafting(): DraftingSpeed {
  const rows = draftRows(profiles, 1)
  const document = planOf(rows)
  const [dataset] = document.datasets
  if (dataset === undefined) throw new Error('the plan has no dataset')
  draftAll(rows, document, dataset)
  const measured = Array.from({ length: rounds }, () => {
    const start = performance.now()
    const before = process.cpuUsage()
    const made = draftAll(rows, document, dataset)
    const { user, system } = process.cpuUsage(before)
    return { ...made, cpuMs: (user + system) / 1000, clockMs: performance.now() - start }
  })
  const cpuMs = measured.map((round) => round.cpuMs).toSorted((a, b) => a - b)
  const clockMs = measured.map((round) => round.clockMs).toSorted((a, b) => a - b)
  return {
    profilesPerSecond: perSecond(cpuMs[middle]),
    slowest: perSecond(cpuMs.at(-1)),
    fastest: perSecond(cpuMs[0]),
    profilesPerClockSecond: perSecond(clockMs[middle]),
    customColumns: dataset.columns.filter(({ target, fieldKey }) => target.startsWith('person.') && fieldKey).length,
    drafts: measured[0]?.drafts ?? 0,
    findings: measured[0]?.findings ?? 0,
  }
}

/** Drafts each row and holds the latest, so that none is left out. */
function draftAll(rows: SourceRow[], document: PlanDocument, dataset: DatasetPlan) {
  const draft = makeDrafter(document, dataset, draftColumns)
  const kept: RowDraft[] = []
  let drafts = 0
  let findings = 0
  for (const [at, row] of rows.entries()) {
    const drafted = draft(row)
    kept[at % batch] = drafted
    if (drafted.result === 'drafts') drafts += drafted.drafts.length
    if (drafted.result !== 'handoff') findings += drafted.findings.length
  }
  return { drafts, findings, kept: kept.length }
}

function perSecond(ms = 0): number {
  return Math.round((profiles / ms) * 1000)
}

function planOf(rows: SourceRow[]): PlanDocument {
  const profiler = makeColumnProfiler()
  for (const row of rows) profiler.addRow(row)
  const dataset = {
    id: 'profiles',
    file: 'profiles.csv',
    kind: 'profiles' as const,
    kindEvidence: '',
    rowCount: rows.length,
    profiles: profiler.profiles(draftColumns),
  }
  return proposePlan({ ...nothingGiven, datasets: [dataset], account }).document
}

if (import.meta.main) console.log(JSON.stringify(measureDrafting()))

import { recogniseKind } from '../altcraft/detect/kind.ts'
import { type DatasetKind, datasetKinds } from '../altcraft/types.ts'
import type { Json } from '../lib/json.ts'
import { kindByTargets } from '../mapping/columns/kind-by-targets.ts'
import { proposeTargets } from '../mapping/columns/propose-targets.ts'
import { shapeOf } from '../mapping/fields/field-type.ts'
import type { ColumnProfile, Tier, Why } from '../mapping/types.ts'
import { makeColumnProfiler } from '../staging/column-profiler.ts'
import { publicTarget } from './public-targets.ts'
import { transformsOf, typeOf } from './shapes.ts'

/** Below this a person would be asked what the rows are. */
const doubtful = 0.6

export interface CaseFile {
  name: string
  /** Absent: recognised from the columns and the name. */
  kind?: string
  columns: { header: string; samples: Json[] }[]
}

export interface CaseProposal {
  target: string
  /** Pipedrive's type of the field. */
  type: string
  tier: Tier
  transform: string[]
  reasons: Why[]
}

export interface ProposedCase {
  name: string
  kind: DatasetKind
  columns: { header: string; proposals: CaseProposal[] }[]
}

/** What the app proposes for the columns of a file of which only samples are known: row n of the file is sample n of each column. */
export function proposeCase({ name, kind: given, columns }: CaseFile): ProposedCase {
  const rows = rowsOf(columns)
  const profiler = makeColumnProfiler()
  for (const [at, cells] of rows.entries()) profiler.addRow({ rowNumber: at + 1, cells })
  const profiles = profiler.profiles(columns.map(({ header }) => header))
  const kind = toKind(given) ?? findKind(name, columns, rows, profiles)
  const proposals = proposeTargets(kind, profiles)
  return {
    name,
    kind,
    columns: columns.map(({ header }, place) => ({
      header,
      proposals: unique((proposals[place] ?? []).map((one) => toCaseProposal(one, profiles[place]))),
    })),
  }
}

/** By the columns as the reader of files does it; where that is in doubt, by what the columns fit. */
function findKind(name: string, columns: CaseFile['columns'], rows: Json[][], profiles: ColumnProfile[]): DatasetKind {
  const guess = recogniseKind({ fileName: name, columns: columns.map(({ header }) => header), sampleRows: rows })
  return guess.confidence >= doubtful ? guess.kind : (kindByTargets(profiles)?.kind ?? guess.kind)
}

function rowsOf(columns: CaseFile['columns']): Json[][] {
  const count = Math.max(0, ...columns.map(({ samples }) => samples.length))
  return Array.from({ length: count }, (_, at) => columns.map(({ samples }) => samples[at] ?? ''))
}

/** What else a file's kind is called, in the singular. */
const otherNames: Record<string, DatasetKind> = {
  order_line: 'orders',
  line: 'orders',
  deal: 'campaigns',
  mailing: 'campaigns',
  metric: 'campaign_metrics',
  segment: 'segment_members',
  member: 'segment_members',
  event: 'history',
  loyalty: 'loyalty_transactions',
  person: 'profiles',
  contact: 'profiles',
  client: 'profiles',
  organization: 'profiles',
  company: 'profiles',
  sku: 'products',
  variant: 'products',
}

function toKind(given: string | undefined): DatasetKind | undefined {
  const word = given
    ?.trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  if (word === undefined || word === '') return undefined
  const singular = word.replace(/ies$/, 'y').replace(/s$/, '')
  return (
    datasetKinds.find((kind) => kind === word) ??
    (Object.hasOwn(otherNames, singular) ? otherNames[singular] : undefined) ??
    datasetKinds.find((kind) => kind === `${word}s`)
  )
}

function toCaseProposal(
  { target, tier, reasons }: ReturnType<typeof proposeTargets>[number][number],
  profile: ColumnProfile | undefined,
): CaseProposal {
  const shown = publicTarget(target)
  const type = typeOf(target, profile === undefined ? undefined : shapeOf(profile).type)
  return { target: shown, type, tier, transform: transformsOf(target, type), reasons }
}

function unique(proposals: CaseProposal[]): CaseProposal[] {
  return proposals.filter(({ target }, at) => proposals.findIndex((other) => other.target === target) === at)
}

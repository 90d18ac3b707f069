import type { DatasetKind } from '../altcraft/types.ts'
import type { DistinctValues } from '../staging/distinct-values.ts'
import { type Decisions, type ModelSuggestion, noDecisions, type Precedent } from './decisions.ts'
import type { AccountSnapshot, ColumnMapping, ColumnProfile, DatasetPlan, PlanDocument } from './types.ts'

export interface DatasetInput {
  id: string
  file: string
  kind: DatasetKind
  kindEvidence: string
  /** 0 to 1; absent: no doubt. */
  kindConfidence?: number
  rowCount: number
  profiles: ColumnProfile[]
  /** Of columns with more distinct values than their profile keeps, by name. */
  valueCounts?: Readonly<Record<string, DistinctValues>>
}

/** What people and the optional model said; everything else of a plan follows from the files and the account. */
export interface Given {
  /** Question id → answer; answers to questions that are not asked any more are ignored. */
  answers: Record<string, string>
  decisions: Decisions
  /** What people of this company chose before; none in a first migration. */
  precedents: readonly Precedent[]
  /** About columns that the rules leave open. */
  suggestions: readonly ModelSuggestion[]
  /** The confirmed plan of the migration that this one follows. */
  followed?: PlanDocument
}

export const nothingGiven: Given = { answers: {}, decisions: noDecisions, precedents: [], suggestions: [] }

export interface PlanInput extends Given {
  datasets: DatasetInput[]
  account: AccountSnapshot
}

/** A dataset while its plan is made: its columns are mapped, how its values are read is being decided. */
export interface DatasetDraft {
  input: DatasetInput
  columns: ColumnMapping[]
  reading: DatasetPlan['reading']
}

export interface MappedColumn {
  mapping: ColumnMapping
  profile: ColumnProfile
}

/** The mapped columns of a dataset with what their values are like. */
export function mappedColumns({ input, columns }: DatasetDraft, target?: string): MappedColumn[] {
  return columns
    .flatMap((mapping, place) => {
      const profile = input.profiles[place]
      return profile === undefined ? [] : [{ mapping, profile }]
    })
    .filter(({ mapping }) => target === undefined || mapping.target === target)
}

/** The distinct values of a column as far as its profile keeps them, most frequent first. */
export function distinctTexts({ topValues, samples }: ColumnProfile): string[] {
  const sampled = samples.filter((sample) => typeof sample !== 'object').map((sample) => String(sample).trim())
  return [...new Set([...topValues.map(({ value }) => value), ...sampled])].filter((text) => text !== '')
}

import { readText } from '../altcraft/values/text.ts'
import type { Json } from '../lib/json.ts'
import type { Dataset } from '../staging/datasets.ts'
import { toGroups } from './dataset-groups.ts'
import { pairDatasets } from './same-datasets.ts'
import type { ColumnMapping, ColumnProfile, DatasetPlan, PlanDocument, Tier } from './types.ts'

/** What a person sees of a column that is mapped: where it goes, who says so and why, and what is in it. */
export interface ColumnView
  extends Omit<ColumnMapping, 'reason' | 'dateOrder' | 'decimalMark' | 'zone' | 'currencyColumn'> {
  /** Share of rows that fill it, 0–1. */
  fillRate: number
  /** Exact up to 300, else within a few per cent. */
  distinct: number
  /** At most five different values, each cut to 200 characters. */
  samples: string[]
  /** How many values look like what. */
  types: ColumnProfile['types']
  /** The version of the plan before did not have this column. */
  isNew: boolean
}

/** A file, or the parts of one export, with all its columns in the order of the file. */
export interface DatasetView {
  datasetId: string
  kind: DatasetPlan['kind']
  files: string[]
  rows: number
  tiers: Record<Tier, number>
  columns: ColumnView[]
}

/**
 * The mapping of a plan as it is drawn. Datasets that were removed meanwhile have no figures. `before`: the version before,
 * undefined for a first one, where nothing is new. Pure.
 */
export function toDatasetViews(
  { datasets }: PlanDocument,
  staged: readonly Dataset[],
  before: PlanDocument | undefined,
): DatasetView[] {
  const wholes = new Map(toGroups(staged).map(({ whole }) => [whole.id, whole]))
  const partsOf = Map.groupBy(datasets, ({ partOf }) => partOf)
  const leads = partsOf.get(undefined) ?? []
  const earlier = (before?.datasets ?? []).filter(({ partOf }) => partOf === undefined)
  return pairDatasets(earlier, leads).map(({ now: lead, was }) => {
    const known = before === undefined ? undefined : new Set(was?.columns.map(({ column }) => column))
    const whole = wholes.get(lead.datasetId)
    const profiles = new Map(whole?.profiles.map((profile) => [profile.column, profile]))
    const rows = whole?.rowCount ?? 0
    return {
      datasetId: lead.datasetId,
      kind: lead.kind,
      files: [lead.file, ...(partsOf.get(lead.datasetId) ?? []).map(({ file }) => file)],
      rows,
      tiers: countTiers(lead.columns),
      columns: lead.columns.map((mapping) => ({
        ...toMappingView(mapping),
        ...toFigures(profiles.get(mapping.column), rows),
        isNew: known !== undefined && !known.has(mapping.column),
      })),
    }
  })
}

function countTiers(columns: readonly ColumnMapping[]): Record<Tier, number> {
  const count = (wanted: Tier) => columns.filter(({ tier }) => tier === wanted).length
  return { certain: count('certain'), likely: count('likely'), guess: count('guess') }
}

function toMappingView(mapping: ColumnMapping) {
  const { column, target, fieldKey, tier, source, reasons, alternatives, transforms, onFailure } = mapping
  return {
    column,
    target,
    tier,
    source,
    reasons,
    alternatives,
    ...(fieldKey === undefined ? {} : { fieldKey }),
    ...(transforms === undefined ? {} : { transforms }),
    ...(onFailure === undefined ? {} : { onFailure }),
  }
}

function toFigures(profile: ColumnProfile | undefined, rows: number) {
  if (profile === undefined) return { fillRate: 0, distinct: 0, samples: [], types: {} }
  const { filled, distinctEstimate, types } = profile
  return {
    fillRate: rows === 0 ? 0 : Math.min(1, filled / rows),
    distinct: distinctEstimate,
    samples: sampleTexts(profile),
    types,
  }
}

const shownSamples = 5
const shownCharacters = 200

function sampleTexts({ samples }: ColumnProfile): string[] {
  const texts = samples.map((sample) => (isNested(sample) ? JSON.stringify(sample) : (readText(sample) ?? '')))
  const different = new Set(texts.map((text) => text.slice(0, shownCharacters)).filter((text) => text !== ''))
  return [...different].slice(0, shownSamples)
}

function isNested(sample: Json): boolean {
  return typeof sample === 'object' && sample !== null
}

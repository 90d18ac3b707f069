import { normaliseColumn } from '../../altcraft/captions.ts'
import { type DatasetKind, handoffKinds } from '../../altcraft/types.ts'
import type { ColumnProfile, MappingSource, Why } from '../types.ts'
import { shareLooking, valuesOf } from './evidence/looks.ts'
import type { FileSubject } from './file-subject.ts'
import type { ScoredColumn } from './score-columns.ts'
import { kindTargets } from './targets/targets.ts'
import { technicalReason } from './technical-columns.ts'

/** Where a column goes that gets no place of its own: a custom field, or nowhere. */
export interface Elsewhere {
  target: string
  score: number
  reason: Why
  /** Absent: the rules. */
  source?: MappingSource
}

const organizationWords = new Set([
  'registry',
  'domain',
  'company',
  'legal',
  'bank',
  'employees',
  'industry',
  'revenue_annual',
  'trade_terms',
])
/** What describes the goods of a line, not the order. */
const goodsWords = new Set([
  'line',
  'product',
  'unit',
  'barcode',
  'color',
  'sku',
  'price',
  'taxed',
  'category',
  'stock',
  'purchase_price',
  'batch',
  'expire',
])

/** Words that may be said of anything. */
const vagueWords = new Set(['extra', 'flag'])
const isVague = (concept: string) => vagueWords.has(concept)

/** What a column is worth without a place of its own, so that a target must fit better than this. Pure. */
export function elsewhereOf(kind: DatasetKind, column: ScoredColumn, about: FileSubject): Elsewhere {
  const { profile, words } = column
  const { custom, atHome } = kindTargets(kind)
  const ignore = (score: number, code: string): Elsewhere => ({ target: 'ignore', score, reason: { code, detail: {} } })
  const technical = technicalReason(kind, profile.column)
  if (technical !== undefined) return ignore(technical === 'mapping.technical_system' ? 0.9 : 0.93, technical)
  const concepts = words.flatMap((word) => word.concepts)
  if (concepts.includes('technical')) return ignore(0.7, 'mapping.technical')
  if (isLoadStamp(profile, concepts)) return ignore(0.55, 'mapping.technical')
  if (isHashes(profile)) return ignore(0.75, 'mapping.technical_hash')
  if (isRowNumber(profile) && !concepts.includes('id')) return ignore(0.92, 'mapping.row_number')
  if (profile.filled === 0) return ignore(0.4, 'mapping.empty')
  if (isConstant(kind, profile, about)) return ignore(0.52, 'mapping.constant')
  if (custom === undefined) return ignore(0.35, handoffKinds.includes(kind) ? 'mapping.handoff' : 'mapping.not_needed')
  if (normaliseColumn(profile.column) === 'id') return ignore(0.45, 'mapping.other_key')
  const telling = words.filter(
    ({ reading, concepts: means }) =>
      reading !== 'neutral' && reading !== 'digits' && !means.some((one) => atHome.has(one) || isVague(one)),
  )
  const score = telling.length === 0 ? 0.35 : 0.5
  return { target: customTarget(custom, concepts, about), score, reason: { code: 'mapping.no_place', detail: {} } }
}

function customTarget(
  custom: string,
  concepts: readonly string[],
  { hasLines, isOfCompanies, linesAreNamed }: Omit<FileSubject, 'rows'>,
): string {
  const ofPerson = concepts.includes('person') || concepts.includes('job')
  if (
    custom === 'person.custom' &&
    !ofPerson &&
    (isOfCompanies || concepts.some((one) => organizationWords.has(one)))
  ) {
    return 'organization.custom'
  }
  const ofLine = linesAreNamed ? concepts.includes('line') : concepts.some((one) => goodsWords.has(one))
  if (custom === 'order.custom' && hasLines && ofLine) return 'line.custom'
  return custom
}

/** When a system loaded or stamped the row; a system that is named by words is something else. */
function isLoadStamp(profile: ColumnProfile, concepts: readonly string[]): boolean {
  const named = concepts.includes('import_word') || concepts.includes('system')
  return named && (shareLooking('date', profile) ?? 0) > 0.8
}

/** 32, 40 or 64 hexadecimal digits: nobody reads them. */
function isHashes(profile: ColumnProfile): boolean {
  const values = valuesOf(profile)
  return (
    values.length > 0 &&
    values.every((value) =>
      /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(typeof value === 'string' ? value : ''),
    )
  )
}

/** The column counts the rows of its file. */
function isRowNumber({ samples, sampleRows }: ColumnProfile): boolean {
  return (
    samples.length >= 3 && samples.every((value, at) => typeof value !== 'object' && Number(value) === sampleRows[at])
  )
}

/** The custom target of a company's column of a person's file, or of the goods of an order; else that of the kind. */
export function otherCustom(custom: string, concepts: readonly string[]): string {
  return customTarget(custom, concepts, { hasLines: true, isOfCompanies: false, linesAreNamed: false })
}

const fewestAlike = 6

/**
 * One value in every row tells nothing of any; in some rows it marks those. Campaigns are few, and all of one channel is worth
 * knowing.
 */
function isConstant(kind: DatasetKind, { distinctEstimate, filled }: ColumnProfile, { rows }: FileSubject): boolean {
  if (kind === 'campaigns' || kind === 'campaign_metrics') return false
  return distinctEstimate === 1 && filled >= fewestAlike && filled >= rows
}

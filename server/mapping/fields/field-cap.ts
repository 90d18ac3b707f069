import type { FieldDecision } from '../decisions.ts'
import { type DatasetDraft, mappedColumns } from '../plan-input.ts'
import type { AccountSnapshot, FieldEntity, FieldRoom, PlanDocument, PlannedField, UnplacedField } from '../types.ts'
import { fieldId } from './column-field.ts'
import { isEqual } from './equivalents.ts'
import { entityOf } from './field-entity.ts'
import { foldedFieldKey, toPlannedField } from './object-map-fields.ts'

export interface PlacedFields {
  fields: PlannedField[]
  folded: PlanDocument['folded']
  unplaced: UnplacedField[]
  room: FieldRoom
}

type Decisions = Readonly<Record<string, FieldDecision>>

/** By these, records are known again when they are imported a second time. */
const neededKeys = [
  'altcraft_profile_id__c',
  'altcraft_order_id__c',
  'altcraft_campaign_id__c',
  'altcraft_product_id__c',
  'altcraft_organization_key__c',
]

/**
 * Fits the fields into what the Pipedrive plan still allows. Fields that the account has already cost nothing. What people
 * decided goes first; then fields of the object map in their order, then columns by fill rate. The values of the rest go into
 * one long text field per entity, which takes a place too; where even that has none, the rest is not imported, and asked about.
 */
export function placeFields(
  fields: readonly PlannedField[],
  drafts: readonly DatasetDraft[],
  account: AccountSnapshot,
  decisions: Decisions = {},
): PlacedFields {
  const free =
    account.fieldCap === undefined ? Number.POSITIVE_INFINITY : Math.max(0, account.fieldCap - account.fieldsInUse)
  const checked = fields.map((field) =>
    isRefused(field, decisions) ? { ...field, refused: 'needed' as const } : field,
  )
  const placeOf = (field: PlannedField) => (field.refused === undefined ? decisions[fieldId(field)]?.place : undefined)
  const dropped = checked.filter((field) => placeOf(field) === 'none')
  const folding = checked.filter((field) => placeOf(field) === 'folded')
  const ranked = checked
    .filter((field) => !dropped.includes(field) && !folding.includes(field) && field.use === undefined)
    .sort((a, b) => Number(placeOf(b) === 'own') - Number(placeOf(a) === 'own') || compareRank(a, b))
  const { kept, texts } = fitInto(ranked, folding, free, account)
  const left = ranked.slice(kept)
  const hasText = new Set(texts.map(({ entity }) => entity))
  const unplaced = [
    ...dropped.map((field): UnplacedField => ({ ...field, place: 'none', reason: 'decided' })),
    ...[...folding, ...left].map((field): UnplacedField => {
      const reason = folding.includes(field) ? 'decided' : 'no_room'
      return {
        ...field,
        ...noRoom(field, decisions, reason),
        place: hasText.has(field.entity) ? 'folded' : 'none',
        reason: hasText.has(field.entity) ? reason : 'no_room',
      }
    }),
  ]
  const gone = new Set(unplaced.map(fieldId))
  const folded = unplaced.filter(({ place }) => place === 'folded')
  const created = kept + texts.filter((text) => text.use === undefined).length
  return {
    fields: [...checked.filter((field) => !gone.has(fieldId(field))), ...texts],
    folded: toFolded(folded, drafts),
    unplaced,
    room: {
      inUse: account.fieldsInUse,
      needed: ranked.length + folding.length,
      ...(account.fieldCap === undefined ? {} : { cap: account.fieldCap, left: Math.max(0, free - created) }),
    },
  }
}

function isRefused(field: PlannedField, decisions: Decisions): boolean {
  const place = decisions[fieldId(field)]?.place
  return neededKeys.includes(field.key) && field.origin === 'object_map' && (place === 'none' || place === 'folded')
}

function noRoom(field: PlannedField, decisions: Decisions, reason: UnplacedField['reason']): Partial<PlannedField> {
  return reason === 'no_room' && decisions[fieldId(field)]?.place === 'own' ? { refused: 'no_room' } : {}
}

function compareRank(a: PlannedField, b: PlannedField): number {
  if (a.origin !== b.origin) return a.origin === 'object_map' ? -1 : 1
  return a.origin === 'column' ? b.fillRate - a.fillRate : 0
}

/** As many of the ranked fields as fit together with the long texts that the others need. */
function fitInto(
  ranked: readonly PlannedField[],
  folding: readonly PlannedField[],
  free: number,
  account: AccountSnapshot,
) {
  for (let kept = Math.min(ranked.length, free); ; kept -= 1) {
    const left = [...folding, ...ranked.slice(kept)]
    const texts = [...new Set(left.map(({ entity }) => entity))].map((entity) => longText(entity, account))
    const fresh = texts.filter(({ use }) => use === undefined)
    if (kept + fresh.length <= free) return { kept, texts }
    if (kept > 0) continue
    const fitting = new Set(fresh.slice(0, free))
    return { kept, texts: texts.filter((text) => text.use !== undefined || fitting.has(text)) }
  }
}

function longText(entity: FieldEntity, account: AccountSnapshot): PlannedField {
  const text = toPlannedField(entity, foldedFieldKey, 'text')
  const existing = account.fields.find((field) => isEqual(field, text))
  return existing === undefined ? text : { ...text, use: existing.code }
}

/** The columns of the fields that got no place; a field without a column goes by its key. */
function toFolded(fields: readonly PlannedField[], drafts: readonly DatasetDraft[]): PlanDocument['folded'] {
  const mappings = drafts.flatMap((draft) => mappedColumns(draft)).map(({ mapping }) => mapping)
  return fields.flatMap(({ entity, key }) => {
    const columns = mappings.filter((mapping) => mapping.fieldKey === key && entityOf(mapping.target) === entity)
    const names: string[] = columns.length === 0 ? [key] : [...new Set(columns.map(({ column }) => column))]
    return names.map((column): { entity: FieldEntity; column: string } => ({ entity, column }))
  })
}

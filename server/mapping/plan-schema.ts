import { type Static, Type } from 'typebox'
import { datasetKinds } from '../altcraft/types.ts'
import type { Agree } from './agreement.ts'
import { AnyName, FailurePolicySchema, TransformSchema } from './transform-schema.ts'
import type { ColumnMapping, PlanDocument, PlannedField } from './types.ts'

const strict = { additionalProperties: false }
const Text = Type.String()
const TextOrNull = Type.Union([Text, Type.Null()])
const Id = Type.Integer()
const Status = Type.Enum(['open', 'won', 'lost'])
const Consent = Type.Enum(['subscribed', 'other'])
const Entity = Type.Enum(['person', 'organization', 'deal', 'product'])

export const TierSchema = Type.Enum(['certain', 'likely', 'guess'])

const DetailSchema = Type.Record(
  AnyName,
  Type.Union([Text, Type.Number(), Type.Boolean(), Type.Null(), Type.Array(Text)]),
)

/** Where a column goes, and who says so. */
export const ColumnMappingSchema = Type.Object(
  {
    column: Text,
    target: Text,
    fieldKey: Type.Optional(Text),
    tier: TierSchema,
    reasons: Type.Array(Type.Object({ code: Text, detail: DetailSchema }, strict)),
    source: Type.Enum(['rules', 'precedent', 'model', 'person']),
    alternatives: Type.Array(Type.Object({ target: Text, tier: TierSchema }, strict), { maxItems: 4 }),
    dateOrder: Type.Optional(Type.Enum(['dmy', 'mdy', 'ymd'])),
    shortYears: Type.Optional(Type.Enum(['excel', 'as_text'])),
    decimalMark: Type.Optional(Type.Enum(['comma', 'point'])),
    zone: Type.Optional(Text),
    currencyColumn: Type.Optional(Text),
    transforms: Type.Optional(Type.Array(TransformSchema)),
    onFailure: Type.Optional(FailurePolicySchema),
  },
  strict,
)

export const FieldTypeSchema = Type.Enum([
  'varchar',
  'text',
  'double',
  'monetary',
  'date',
  'daterange',
  'time',
  'phone',
  'enum',
  'set',
])

const refusals = [
  ...(['name_empty', 'name_long', 'name_taken', 'type_fixed', 'type_unfit'] as const),
  ...(['use_unknown', 'use_taken', 'use_unfit', 'needed', 'no_room'] as const),
]

const EquivalentSchema = Type.Object(
  {
    code: Text,
    name: Text,
    type: Text,
    why: Type.Enum(['built_in', 'same_name', 'similar_name']),
  },
  strict,
)

const plannedField = {
  entity: Entity,
  key: Text,
  name: Text,
  type: FieldTypeSchema,
  options: Type.Array(Text),
  fillRate: Type.Number({ minimum: 0, maximum: 1 }),
  origin: Type.Enum(['object_map', 'column']),
  use: Type.Optional(Text),
  refused: Type.Optional(Type.Enum(refusals)),
  equivalents: Type.Optional(Type.Array(EquivalentSchema)),
}
export const PlannedFieldSchema = Type.Object(plannedField, strict)

const UnplacedFieldSchema = Type.Object(
  { ...plannedField, place: Type.Enum(['folded', 'none']), reason: Type.Enum(['decided', 'no_room']) },
  strict,
)
const RoomSchema = Type.Object({ inUse: Id, needed: Id, cap: Type.Optional(Id), left: Type.Optional(Id) }, strict)

const DatasetSchema = Type.Object(
  {
    datasetId: Text,
    partOf: Type.Optional(Text),
    file: Text,
    kind: Type.Enum([...datasetKinds]),
    columns: Type.Array(ColumnMappingSchema),
    reading: Type.Object(
      {
        moneyScale: Type.Optional(Type.Enum(['minor', 'major'])),
        campaignGeneration: Type.Optional(Type.Enum(['mailing', 'campaign'])),
        segmentName: Type.Optional(Text),
        sexCodes: Type.Optional(Type.Record(AnyName, Text)),
        statusCodes: Type.Optional(Type.Record(AnyName, Consent)),
      },
      strict,
    ),
  },
  strict,
)

const FieldRules = Type.Optional(Type.Record(AnyName, Type.Enum(['fill', 'overwrite', 'keep'])))

export const MatchRulesSchema = Type.Object(
  { person: FieldRules, organization: FieldRules, deal: FieldRules, product: FieldRules },
  strict,
)
export const TimelineSchema = Type.Enum(['note', 'activities', 'none'])
export const SameNameSchema = Type.Enum(['ask', 'create', 'match'])

/** The plan document as it is stored and run; nothing beside it may stand in one. */
export const PlanSchema = Type.Object(
  {
    formatVersion: Type.Literal(2),
    language: Type.Enum(['en', 'ru']),
    timezone: Text,
    phoneRegion: Text,
    defaultCurrency: Text,
    datasets: Type.Array(DatasetSchema),
    fields: Type.Array(PlannedFieldSchema),
    folded: Type.Array(Type.Object({ entity: Entity, column: Text }, strict)),
    unplaced: Type.Optional(Type.Array(UnplacedFieldSchema)),
    room: Type.Optional(RoomSchema),
    stages: Type.Record(AnyName, Type.Object({ pipelineId: Id, stageId: Id }, strict)),
    valueMaps: Type.Object(
      {
        orderStatus: Type.Record(AnyName, Status),
        campaignStatus: Type.Record(AnyName, Status),
        sex: Type.Record(AnyName, Text),
        profileStatus: Type.Record(AnyName, Consent),
        owners: Type.Record(AnyName, Id),
        assignedOwners: Type.Array(Text),
        ownerless: Type.Optional(Type.Array(Text)),
        currencies: Type.Optional(Type.Record(AnyName, Type.Record(AnyName, Text))),
        countries: Type.Optional(Type.Record(AnyName, TextOrNull)),
        options: Type.Optional(Type.Record(AnyName, Type.Record(AnyName, TextOrNull))),
      },
      strict,
    ),
    titles: Type.Optional(Type.Object({ order: Type.Optional(Text), campaign: Type.Optional(Text) }, strict)),
    matchRules: Type.Optional(MatchRulesSchema),
    sameName: Type.Optional(SameNameSchema),
    timeline: Type.Optional(TimelineSchema),
    fallbackOwnerId: Id,
    findings: Type.Optional(
      Type.Array(Type.Object({ code: Text, level: Type.Enum(['warning', 'info']), detail: DetailSchema }, strict)),
    ),
  },
  strict,
)

/** Do not compile when the schema and the types tell different stories. */
export const agrees: [
  Agree<Static<typeof ColumnMappingSchema>, ColumnMapping>,
  Agree<Static<typeof PlannedFieldSchema>, PlannedField>,
  Agree<Static<typeof PlanSchema>, PlanDocument>,
] = [true, true, true]

import { type Static, Type } from 'typebox'
import { datasetKinds } from '../../altcraft/types.ts'
import { FieldTypeSchema, MatchRulesSchema, SameNameSchema, TimelineSchema } from '../plan-schema.ts'
import { titleLimit } from '../titles/title-template.ts'
import { FailurePolicySchema, TransformSchema } from '../transform-schema.ts'

export const planFileFormat = 'altcraft-importer-plan'
export const planFileVersion = 1

const strict = { additionalProperties: false }
/** Questions and value maps have names of files, columns and values in their own. */
const Name = Type.String({ minLength: 1, maxLength: 10_000 })
const Text = Type.String({ maxLength: 10_000 })
const Title = Type.String({ maxLength: titleLimit, pattern: '\\S' })

/** Stages and pipelines have other ids in every account. */
const StageByName = Type.Object({ pipeline: Name, stage: Type.Optional(Name) }, strict)

const Dataset = Type.Object(
  {
    file: Name,
    kind: Type.Enum([...datasetKinds]),
    columns: Type.Array(
      Type.Object(
        {
          column: Name,
          target: Type.String({ minLength: 1, maxLength: 100 }),
          decided: Type.Boolean({ description: 'By a person, or confirmed with the plan.' }),
          transforms: Type.Optional(Type.Array(TransformSchema, { maxItems: 20 })),
          onFailure: Type.Optional(FailurePolicySchema),
        },
        strict,
      ),
      { maxItems: 5000 },
    ),
  },
  strict,
)

const Field = Type.Object(
  {
    field: Type.String({ minLength: 1, maxLength: 300, description: '`entity:key` of the planned field.' }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    type: Type.Optional(FieldTypeSchema),
    place: Type.Optional(Type.Enum(['own', 'folded', 'none'])),
    use: Type.Optional(Type.Object({ name: Name, type: Name }, strict)),
  },
  strict,
)

const Values = Type.Object(
  {
    map: Name,
    values: Type.Array(Type.Object({ value: Text, to: Type.Union([Text, StageByName, Type.Null()]) }, strict), {
      maxItems: 20_000,
    }),
  },
  strict,
)

const Answer = Type.Object({ question: Name, answer: Type.Union([Text, StageByName]) }, strict)

/**
 * A plan as it is handed from one account to another: nothing of the account but names. Users by their e-mail addresses,
 * stages and pipelines by name, fields by name and type. `checksum` is that of `plan`.
 */
export const PlanFileSchema = Type.Object(
  {
    format: Type.Literal(planFileFormat),
    formatVersion: Type.Literal(planFileVersion),
    checksum: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    plan: Type.Object(
      {
        datasets: Type.Array(Dataset, { maxItems: 1000 }),
        fields: Type.Array(Field, { maxItems: 5000 }),
        values: Type.Array(Values, { maxItems: 1000 }),
        titles: Type.Object({ order: Type.Optional(Title), campaign: Type.Optional(Title) }, strict),
        matchRules: Type.Optional(MatchRulesSchema),
        sameName: Type.Optional(SameNameSchema),
        timeline: Type.Optional(TimelineSchema),
        answers: Type.Array(Answer, { maxItems: 20_000 }),
      },
      strict,
    ),
  },
  strict,
)

export type PlanFile = Static<typeof PlanFileSchema>
export type PortablePlan = PlanFile['plan']
export type StageByName = Static<typeof StageByName>

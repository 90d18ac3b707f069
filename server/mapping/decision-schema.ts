import { Type } from 'typebox'
import { FieldTypeSchema } from './plan-schema.ts'
import { AnyName, FailurePolicySchema, TransformSchema } from './transform-schema.ts'

const strict = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 1000 })
const most = (maxProperties: number) => ({ maxProperties })

export const ColumnDecisionSchema = Type.Object(
  {
    target: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    transforms: Type.Optional(Type.Array(TransformSchema, { maxItems: 20 })),
    onFailure: Type.Optional(FailurePolicySchema),
    accepted: Type.Optional(Type.Literal(true)),
  },
  strict,
)

export const FieldDecisionSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    type: Type.Optional(FieldTypeSchema),
    use: Type.Optional(Name),
    place: Type.Optional(Type.Enum(['own', 'folded', 'none'])),
  },
  strict,
)

/** `DecisionChanges`: whatever is null is taken back. */
export const changeProperties = {
  columns: Type.Optional(
    Type.Record(AnyName, Type.Record(AnyName, Type.Union([ColumnDecisionSchema, Type.Null()]), most(5000)), most(1000)),
  ),
  fields: Type.Optional(Type.Record(AnyName, Type.Union([FieldDecisionSchema, Type.Null()]), most(5000))),
}

import { type Static, type TProperties, Type } from 'typebox'
import type { Agree } from './agreement.ts'
import type { Transform } from './transforms/types.ts'

const strict = { additionalProperties: false }
const Text = Type.String({ maxLength: 10_000 })
const Short = Type.String({ minLength: 1, maxLength: 1000 })
const DecimalMark = Type.Optional(Type.Enum(['comma', 'point']))

/** A record by any name: the default pattern of a record leaves names with a line break unchecked. */
export const AnyName = Type.String({ pattern: '^[\\s\\S]*$' })

/** The closed set of steps of a column; nothing else may stand in a plan or be decided. */
export const TransformSchema = Type.Union([
  step('trim', {}),
  step('case', { to: Type.Enum(['lower', 'upper', 'title']) }),
  step('split', { by: Short, part: Type.Optional(Type.Integer({ minimum: -1000, maximum: 1000 })) }),
  step('join', { by: Type.String({ maxLength: 100 }) }),
  step('namePart', {
    part: Type.Enum(['first', 'patronymic', 'last']),
  }),
  step('phone', { region: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })) }),
  step('emailCleanUp', {}),
  step('domain', {}),
  step('number', { decimalMark: DecimalMark }),
  step('money', { scale: Type.Enum(['minor', 'major']), decimalMark: DecimalMark }),
  step('date', {
    order: Type.Optional(Type.Enum(['dmy', 'mdy', 'ymd'])),
    zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    shortYears: Type.Optional(Type.Literal('excel')),
  }),
  step('yesNo', {}),
  step('valueMap', { values: Type.Record(AnyName, Text), otherwise: Type.Optional(Text) }),
  step('constant', { value: Text }),
  step('template', { text: Type.String({ minLength: 1, maxLength: 2000 }) }),
  step('jsonPath', { path: Type.String({ minLength: 1, maxLength: 500 }) }),
  step('firstNonEmpty', { columns: Type.Array(Short, { minItems: 1, maxItems: 100 }) }),
  step('hash', {}),
])

export const FailurePolicySchema = Type.Enum(['reject_row', 'leave_blank', 'keep_text'])

function step<Name extends Transform['name'], Given extends TProperties>(name: Name, given: Given) {
  return Type.Object({ name: Type.Literal(name), ...given }, strict)
}

/** Does not compile when the schema and the type tell different stories. */
export const agrees: Agree<Static<typeof TransformSchema>, Transform> = true

import { Type } from '@fastify/type-provider-typebox'
import { Count, Detail, Nullable } from './schemas.ts'

const Note = Type.Object({ code: Type.String(), detail: Detail })

const Encodings = Type.Array(Type.Object({ encoding: Type.String(), lines: Type.Array(Type.String()) }), {
  description: 'How the beginning of a text file reads in the encoding that was used, first, and in others.',
})

/** server/altcraft/preview.ts, `Preview`. */
export const PreviewView = Type.Union([
  Type.Object({
    status: Type.Literal('table'),
    format: Type.String(),
    encoding: Type.String(),
    encodingConfidence: Type.Number(),
    delimiter: Nullable(Type.String()),
    headerLine: Nullable(Count),
    kind: Type.String(),
    kindConfidence: Type.Number(),
    kindEvidence: Type.String(),
    notes: Type.Array(Note),
    columns: Type.Array(Type.String()),
    rows: Type.Array(Type.Object({ rowNumber: Count, cells: Type.Array(Type.Unknown()) })),
    rejected: Type.Array(Type.Object({ rowNumber: Count, raw: Type.String(), code: Type.String(), detail: Detail })),
    encodings: Encodings,
  }),
  Type.Object({
    status: Type.Literal('container'),
    format: Type.String(),
    members: Type.Array(Type.String()),
    notes: Type.Array(Note),
  }),
  Type.Object({ status: Type.Literal('rejected'), code: Type.String(), detail: Detail, encodings: Encodings }),
])

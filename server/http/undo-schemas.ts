import { type Static, Type } from '@fastify/type-provider-typebox'
import type { UndoTarget } from '../importing/run-scope.ts'
import { undoPhases } from '../importing/undo/targets.ts'
import { undoneSelections } from '../importing/undo/undone.ts'
import { Count, Detail, Id, Nullable } from './schemas.ts'

const RecordId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const entities = ['person', 'organization', 'deal', 'product'] as const

export const Target = Type.Union([
  Type.Object({ of: Type.Literal('migration') }, { additionalProperties: false }),
  Type.Object({ of: Type.Literal('run'), runId: Id }, { additionalProperties: false }),
  Type.Object(
    { of: Type.Literal('phase'), runId: Id, phase: Type.Enum([...undoPhases]) },
    { additionalProperties: false },
  ),
  Type.Object(
    { of: Type.Literal('record'), entity: Type.Enum([...entities]), pipedriveId: RecordId },
    { additionalProperties: false },
  ),
])

/** The same as a query. */
export const TargetQuery = Type.Object({
  of: Type.Enum(['migration', 'run', 'phase', 'record'], { default: 'migration' }),
  runId: Type.Optional(Id),
  phase: Type.Optional(Type.Enum([...undoPhases])),
  entity: Type.Optional(Type.Enum([...entities])),
  pipedriveId: Type.Optional(RecordId),
  setup: Type.Boolean({ default: false }),
})

/** Undefined where the query lacks what its kind of target needs. */
export function toTarget(query: Static<typeof TargetQuery>): UndoTarget | undefined {
  const { of, runId, phase, entity, pipedriveId, setup } = query
  if (of === 'migration') return { of, setup }
  if (of === 'run') return runId === undefined ? undefined : { of, runId, setup }
  if (of === 'phase') return runId === undefined || phase === undefined ? undefined : { of, runId, phase, setup }
  return entity === undefined || pipedriveId === undefined ? undefined : { of, entity, pipedriveId, setup }
}

export const UndoPreview = Type.Object({
  entities: Type.Record(Type.String(), Type.Object({ delete: Count, restore: Count })),
  setup: Type.Object({ fields: Count, options: Count, filters: Count }),
  requests: Count,
  apiTokens: Count,
  seconds: Count,
})

export const UndonePage = Type.Object({
  rows: Type.Array(
    Type.Object({
      entity: Type.String(),
      pipedriveId: Nullable(Count),
      name: Type.String(),
      result: Type.Enum(['deleted', 'restored', 'kept', 'failed', 'unprocessed']),
      code: Nullable(Type.String()),
      detail: Detail,
      fields: Type.Array(Type.String()),
      sources: Type.Array(Type.Object({ file: Type.String(), row: Count })),
    }),
  ),
  next: Nullable(Type.String()),
})

export const Selection = Type.Enum([...undoneSelections])

import { type Static, Type } from '@fastify/type-provider-typebox'
import { InvalidRequest } from '../errors.ts'
import type { UndoTarget } from '../importing/run-scope.ts'
import { undoPhases } from '../importing/undo/targets.ts'
import { undoneSelections } from '../importing/undo/undone.ts'
import { Count, Detail, Id, Nullable } from './schemas.ts'

const RecordId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const entities = ['person', 'organization', 'deal', 'product'] as const

const parts = {
  of: Type.Enum(['migration', 'run', 'phase', 'record'], { default: 'migration' }),
  /** Of a run and a phase. */
  runId: Type.Optional(Id),
  phase: Type.Optional(Type.Enum([...undoPhases])),
  /** Of a record. */
  entity: Type.Optional(Type.Enum([...entities])),
  pipedriveId: Type.Optional(RecordId),
}

export const Target = Type.Object(parts)
export const TargetQuery = Type.Object({ ...parts, setup: Type.Boolean({ default: false }) })

/** Throws 400 where it is not said what its kind of target needs. */
export function toTarget(given: Static<typeof Target>, setup: boolean): UndoTarget {
  const { of, runId, phase, entity, pipedriveId } = given
  if (of === 'migration') return { of, setup }
  if (of === 'run' && runId !== undefined) return { of, runId, setup }
  if (of === 'phase' && runId !== undefined && phase !== undefined) return { of, runId, phase, setup }
  if (of === 'record' && entity !== undefined && pipedriveId !== undefined) return { of, entity, pipedriveId, setup }
  throw new InvalidRequest(400, 'undo.target_incomplete')
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

import { type Static, type TSchema, Type } from '@fastify/type-provider-typebox'

/** Shapes that several routes share. */

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Id = Type.String({ minLength: 1, maxLength: 64 })
export const Timestamp = Type.String({ format: 'date-time' })
export const Count = Type.Integer({ minimum: 0 })
export const Detail = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null(), Type.Array(Type.String())]),
)

export const ErrorAnswer = Type.Object(
  { error: Type.Object({ code: Type.String(), detail: Detail, requestId: Type.Optional(Type.String()) }) },
  { description: 'What went wrong: `code` is stable, `detail` holds the values for its text.' },
)

/** Answers that any route behind a session may give. */
export const sessionErrors = {
  400: ErrorAnswer,
  401: ErrorAnswer,
  403: ErrorAnswer,
  429: ErrorAnswer,
  500: ErrorAnswer,
}

export const MigrationParams = Type.Object({ migrationId: Id })

const PhaseProgress = Type.Object({
  total: Count,
  done: Count,
  created: Count,
  updated: Count,
  unchanged: Count,
  merged: Count,
  skipped: Count,
  failed: Count,
  unprocessed: Count,
})

export const RunView = Type.Object({
  id: Id,
  migrationId: Id,
  kind: Type.String(),
  state: Type.Enum([
    'waiting',
    'queued',
    'running',
    'pausing',
    'paused',
    'cancelling',
    'cancelled',
    'completed',
    'failed',
  ]),
  phase: Nullable(Type.String()),
  pause: Nullable(Type.Object({ code: Type.String(), until: Nullable(Timestamp), detail: Detail })),
  progress: Type.Record(Type.String(), PhaseProgress),
  ratePerSecond: Type.Number(),
  etaSeconds: Nullable(Type.Number()),
  api: Type.Object({
    apiTokens: Count,
    requests: Count,
    dailyLimit: Nullable(Count),
    dailyRemaining: Nullable(Count),
    reserveShare: Type.Number(),
  }),
  startedAt: Nullable(Timestamp),
  finishedAt: Nullable(Timestamp),
  clean: Nullable(Type.Boolean()),
})
export type RunView = Static<typeof RunView>

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
  deleted: Type.Optional(Count),
  restored: Type.Optional(Count),
  kept: Type.Optional(Count),
})

export const GatePolicy = Type.Union([
  Type.Object({ policy: Type.Literal('strict') }),
  Type.Object({
    policy: Type.Literal('lenient'),
    threshold: Type.Number({ minimum: 0, maximum: 1 }),
    inputThreshold: Type.Number({ minimum: 0, maximum: 1 }),
  }),
])

export const GateView = Type.Object(
  {
    state: Type.Enum(['clean', 'passed_lenient', 'reported', 'waiting', 'accepted']),
    policy: GatePolicy,
    found: Type.Object({
      planned: Count,
      created: Count,
      updated: Count,
      unchanged: Count,
      skipped: Count,
      failed: Count,
      held: Count,
      unaccounted: Type.Integer(),
      refused: Count,
      rowsFailed: Count,
      compared: Count,
      different: Count,
      codes: Type.Record(Type.String(), Count),
      money: Type.Array(
        Type.Object({
          currency: Type.String(),
          status: Type.String(),
          exportedMinor: Type.Integer(),
          importedMinor: Type.Integer(),
        }),
      ),
    }),
    checksum: Type.String(),
    at: Timestamp,
    acceptedBy: Type.Optional(Type.Integer()),
    acceptedAt: Type.Optional(Timestamp),
    note: Type.Optional(Type.String()),
  },
  { description: 'What the reconciliation of a phase found, and whether the run may go on after it.' },
)

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
  gates: Type.Record(Type.String(), GateView),
  forecast: Nullable(
    Type.Object(
      { apiTokens: Count, days: Count, phases: Type.Record(Type.String(), Count) },
      { description: 'What the run will still cost, and for how many days beyond today; phases as far as known.' },
    ),
  ),
  waitsFor: Type.Array(Type.Object({ id: Id, migrationId: Id }), {
    description: 'While the run is waiting: the active run, and those that come before this one.',
  }),
})
export type RunView = Static<typeof RunView>

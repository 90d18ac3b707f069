import { type Static, Type } from '@fastify/type-provider-typebox'
import type { RunScope } from '../importing/run-scope.ts'

const strict = { additionalProperties: false }
const usualSample = 50

/** What is told of a run that a person begins; runs that retry or undo have routes of their own. */
export const NewRun = Type.Union([
  Type.Object({ kind: Type.Literal('full') }, { ...strict, description: 'Every row.' }),
  Type.Object(
    { kind: Type.Literal('sample'), size: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })) },
    { ...strict, description: 'About so many records (50) that cover the odd cases, with what they refer to.' },
  ),
  Type.Object(
    { kind: Type.Literal('remediation') },
    { ...strict, description: 'Corrected rows of the migration that this one follows, and what waited for them.' },
  ),
  Type.Object(
    {
      kind: Type.Literal('delta'),
      conflicts: Type.Optional(Type.Enum(['theirs', 'ours', 'ask'])),
      vanished: Type.Optional(Type.Enum(['leave', 'label', 'close'])),
      wholeExport: Type.Optional(
        Type.Literal(true, {
          description: 'The export is whole although it has far fewer records than the one before.',
        }),
      ),
    },
    {
      ...strict,
      description:
        "A newer export against what was written. By default people's values and vanished records are left alone.",
    },
  ),
])

/** What is stored of it with the run. */
export function toScope(run: Static<typeof NewRun>): RunScope {
  if (run.kind === 'sample') return { rows: { select: 'sample', size: run.size ?? usualSample } }
  if (run.kind !== 'delta') return {}
  const { conflicts = 'theirs', vanished = 'leave', wholeExport } = run
  return { delta: { conflicts, vanished, ...(wholeExport === undefined ? {} : { wholeExport }) } }
}

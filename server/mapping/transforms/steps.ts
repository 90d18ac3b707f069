import type { Json } from '../../lib/json.ts'
import { choiceSteps } from './choices.ts'
import { contactSteps } from './contact.ts'
import { dateSteps } from './dates.ts'
import { isEmptyCell } from './empty-cell.ts'
import { jsonSteps } from './json-path.ts'
import { nameSteps } from './names.ts'
import { numberSteps } from './numbers.ts'
import { readsRow } from './reads-row.ts'
import { rowSteps } from './several-columns.ts'
import { blank, type Step, type StepContext, type StepMakers, type StepResult } from './step.ts'
import { textSteps } from './text.ts'
import type { Transform, TransformName } from './types.ts'

const makers: StepMakers<TransformName> = {
  ...textSteps,
  ...nameSteps,
  ...contactSteps,
  ...numberSteps,
  ...dateSteps,
  ...choiceSteps,
  ...jsonSteps,
  ...rowSteps,
}

/** Whether a step done twice gives what it gives once, for every value that it can read. */
export const idempotent: Record<TransformName, boolean> = {
  trim: true,
  case: true,
  split: false,
  join: false,
  namePart: false,
  phone: true,
  emailCleanUp: true,
  domain: true,
  number: true,
  /** In major units it is. */
  money: false,
  date: true,
  yesNo: true,
  valueMap: false,
  constant: true,
  template: true,
  jsonPath: false,
  firstNonEmpty: true,
  hash: false,
}

/** A step ready to be done on the cells of many rows. An empty value stays empty, unless the step looks at the row instead. */
export function makeStep(transform: Transform, context: StepContext): Step {
  const step = makeNamed(transform, context)
  return readsRow(transform) ? step : (value, cells) => (isEmptyCell(value) ? blank : step(value, cells))
}

function makeNamed<N extends TransformName>(transform: Extract<Transform, { name: N }>, context: StepContext): Step {
  const make: StepMakers<N>[N] = makers[transform.name as N]
  return make(transform as never, context)
}

/** One step on one value; `cells` are those of its row. Pure and total. */
export function applyTransform(
  transform: Transform,
  value: Json,
  context: StepContext,
  cells: readonly Json[] = [],
): StepResult {
  return makeStep(transform, context)(value, cells)
}

/**
 * Steps one after the other, each on the result of the one before. At a problem it ends, unless a part of a list could be
 * read: that goes on, and the first problem is told at the end. `seen` is called with the value after each step.
 */
export function makeChain(
  transforms: readonly Transform[],
  context: StepContext,
): (value: Json, cells: readonly Json[], seen?: (value: Json) => void) => StepResult {
  const steps = transforms.map((transform) => makeStep(transform, context))
  return (value, cells, seen) => {
    let now = value
    let first: Extract<StepResult, { problem: unknown }> | undefined
    for (const step of steps) {
      const result = step(now, cells)
      if ('problem' in result) first ??= result
      if ('problem' in result && result.rest === undefined) return { problem: first?.problem ?? result.problem }
      now = 'ok' in result ? result.ok : (result.rest ?? null)
      seen?.(now)
    }
    if (first === undefined) return { ok: now }
    return isEmptyCell(now) ? { problem: first.problem } : { problem: first.problem, rest: now }
  }
}

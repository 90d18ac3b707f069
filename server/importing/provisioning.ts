import { inCompany, type Trx } from '../../db/pool.ts'
import { NeedsPerson, OutcomeUnknown } from '../errors.ts'
import { isBuiltinCode } from '../mapping/fields/builtin-fields.ts'
import { isEqual, makeFindOption, missingLabels } from '../mapping/fields/equivalents.ts'
import { optionLimit } from '../mapping/fields/options.ts'
import type { FieldEntity, PlannedField } from '../mapping/types.ts'
import type { FieldDefinition } from '../pipedrive/types.ts'
import { type Binding, readBindings, saveBinding } from './bindings.ts'
import { claimField, claimOptions, dropIntendedParts, intendParts, type Part } from './made-parts.ts'
import { partsOutlasted } from './resolving.ts'
import { asHolder } from './runs.ts'
import type { RunContext, StepResult } from './types.ts'

const entities: FieldEntity[] = ['person', 'organization', 'deal', 'product']

/**
 * Every field of the plan exists in the company and is bound, with every option it needs. The field that a person chose is
 * used, else the one bound before, whatever people call it now, else an equal field of the account; else it is created, also
 * where one of those was deleted meanwhile, which is told. The account is asked before anything is created, so a creation
 * whose answer was lost is found instead of repeated. Throws `NeedsPerson` where a field would have too many options.
 */
export async function provisionFields(ctx: RunContext): Promise<StepResult> {
  if (!(await partsOutlasted(ctx, ['field', 'option']))) return 'again'
  for (const entity of entities) {
    const planned = ctx.plan.fields.filter((field) => field.entity === entity)
    if (planned.length === 0) continue
    let existing = await ctx.pipedrive.fields(entity)
    for (const field of planned) {
      if (ctx.stop.aborted) return 'again'
      existing = await provisionField(ctx, field, existing)
    }
  }
  return 'done'
}

/** Answers the account's fields as they are afterwards. */
async function provisionField(
  ctx: RunContext,
  planned: PlannedField,
  existing: FieldDefinition[],
): Promise<FieldDefinition[]> {
  const bindings = (await inCompany(ctx.db, ctx.run.companyId, readBindings)).of(planned.entity)
  const bound = bindings.find(({ key }) => key === planned.key)
  const taken = new Set(
    bindings.filter(({ key }) => isPlanned(ctx, planned.entity, key, planned.key)).map(({ code }) => code),
  )
  const known = fieldFor(planned, bound, existing, taken)
  if (known === undefined) {
    const after = await createField(ctx, planned, existing)
    const lost = planned.use ?? bound?.code
    if (lost !== undefined && !existing.some(({ code }) => code === lost)) await tellRecreated(ctx, planned)
    return after
  }
  const field = await withOptions(ctx, planned, known)
  await save(ctx, planned, field, bound === undefined ? 'matched' : undefined, false)
  return existing.map((other) => (other.code === field.code ? field : other))
}

/** Another field of this plan: what it is bound to is not free. */
function isPlanned({ plan }: RunContext, entity: FieldEntity, key: string, own: string): boolean {
  return key !== own && plan.fields.some((field) => field.entity === entity && field.key === key)
}

function fieldFor(
  planned: PlannedField,
  bound: Binding | undefined,
  existing: readonly FieldDefinition[],
  taken: ReadonlySet<string>,
): FieldDefinition | undefined {
  const { use, entity } = planned
  if (use !== undefined && isBuiltinCode(entity, use)) {
    const builtin = existing.find(({ code }) => code === use)
    // Every organization has an address, whatever the list of fields shows.
    return (
      builtin ??
      (use === 'address' ? { entity, code: use, name: use, type: '', options: [], isCustom: false } : undefined)
    )
  }
  const chosen = existing.find(({ code }) => code === use)
  if (chosen !== undefined) return chosen
  const before = existing.find(({ code }) => code === bound?.code)
  if (before !== undefined && takes(before, planned)) return before
  return existing.find((field) => isEqual(field, planned) && !taken.has(field.code))
}

/** A type never changes in Pipedrive: what was bound before must still fit what the plan writes now. */
function takes(field: FieldDefinition, { type }: PlannedField): boolean {
  return (
    field.isCustom && (field.type === type || field.type === 'text' || (field.type === 'varchar' && type !== 'text'))
  )
}

/** All missing options in one request, which is made whole or not at all. */
async function withOptions(
  ctx: RunContext,
  planned: PlannedField,
  definition: FieldDefinition,
): Promise<FieldDefinition> {
  const { pipedrive, clock, requestTimeoutMs, stop } = ctx
  if (definition.type !== 'enum' && definition.type !== 'set') return definition
  const missing = missingLabels(planned, definition)
  if (missing.length === 0) return definition
  assertRoom(planned, definition.options.length + missing.length)
  const { entity, code } = definition
  await intend(
    ctx,
    missing.map((label) => ({ kind: 'option', entity, code, label })),
  )
  try {
    const added = await pipedrive.addFieldOptions(definition.entity, definition.code, missing)
    return { ...definition, options: [...definition.options, ...added] }
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) return refused(ctx, 'option', error)
    await clock.sleep(requestTimeoutMs, stop)
    const now = (await pipedrive.fields(definition.entity)).find(({ code }) => code === definition.code)
    if (now === undefined || missingLabels(planned, now).length > 0) throw error
    return now
  }
}

async function createField(
  ctx: RunContext,
  field: PlannedField,
  before: FieldDefinition[],
): Promise<FieldDefinition[]> {
  const { pipedrive, clock, requestTimeoutMs, stop } = ctx
  assertRoom(field, field.options.length)
  const options = field.options.length > 0 ? { options: field.options } : {}
  await intend(ctx, [{ kind: 'field', entity: field.entity, label: field.name }])
  try {
    const created = await pipedrive.createField(field.entity, { name: field.name, type: field.type, ...options })
    await save(ctx, field, created, 'created', true)
    return [...before, created]
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) return refused(ctx, 'field', error)
    await clock.sleep(requestTimeoutMs, stop)
    const now = await pipedrive.fields(field.entity)
    const found = now.find((other) => isEqual(other, field) && !before.some(({ code }) => code === other.code))
    if (found === undefined) throw error
    await save(ctx, field, found, 'created', true)
    return now
  }
}

async function intend({ db, run, clock }: RunContext, parts: Part[]): Promise<void> {
  await asHolder(db, run, (trx) => intendParts(trx, run, parts, clock.now()))
}

/** Nothing was made: a part of this name that is there later is not ours. */
async function refused({ db, run }: RunContext, kind: Part['kind'], error: unknown): Promise<never> {
  await asHolder(db, run, (trx) => dropIntendedParts(trx, run, kind))
  throw error
}

/** Batches would not be made whole or not at all: a field that would need them is refused. */
function assertRoom({ name }: PlannedField, options: number): void {
  if (options > optionLimit)
    throw new NeedsPerson('field.too_many_options', { field: name, options, limit: optionLimit })
}

async function save(
  { db, run, clock }: RunContext,
  planned: PlannedField,
  field: FieldDefinition,
  count: 'created' | 'matched' | undefined,
  createdByUs: boolean,
): Promise<void> {
  const find = makeFindOption(planned, field)
  const ofPlan = planned.options.flatMap((label): [string, number][] => {
    const option = find(label)
    return option === undefined ? [] : [[label, option.id]]
  })
  const binding: Binding = {
    entity: planned.entity,
    key: planned.key,
    code: field.code,
    type: field.isCustom && (field.type === 'varchar' || field.type === 'text') ? field.type : planned.type,
    options: {
      ...Object.fromEntries(field.options.map(({ label, id }) => [label, id])),
      ...Object.fromEntries(ofPlan),
    },
  }
  await asHolder(db, run, async (trx) => {
    // A creation whose answer an earlier worker did not live to see is found here.
    const isClaimed = await claimField(trx, run, { entity: field.entity, label: planned.name, code: field.code })
    await claimOptions(trx, run, field)
    const isOurs = createdByUs || isClaimed
    await saveBinding(trx, run.companyId, { ...binding, name: field.name, createdByUs: isOurs }, clock.now())
    if (count) await countField(trx, run.id, count)
  })
}

async function countField(trx: Trx, runId: string, count: 'created' | 'matched'): Promise<void> {
  await trx.raw(
    `update runs set progress = jsonb_set(progress, '{fields}', coalesce(progress -> 'fields', '{}') ||
       jsonb_build_object(:count::text, coalesce((progress #>> array['fields', :count])::int, 0) + 1)) where id = :runId`,
    { count, runId },
  )
}

async function tellRecreated({ db, run }: RunContext, { name }: PlannedField): Promise<void> {
  await asHolder(db, run, (trx) =>
    trx('findings').insert({
      company_id: run.companyId,
      migration_id: run.migrationId,
      run_id: run.id,
      column_name: name,
      code: 'field.recreated',
      level: 'warning',
      detail: JSON.stringify({ field: name }),
    }),
  )
}

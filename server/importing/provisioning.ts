import { inCompany, type Trx } from '../../db/pool.ts'
import { OutcomeUnknown } from '../errors.ts'
import type { FieldEntity, PlannedField } from '../mapping/types.ts'
import type { FieldDefinition } from '../pipedrive/types.ts'
import { type Binding, readBindings, saveBinding } from './bindings.ts'
import { asHolder } from './runs.ts'
import type { RunContext, StepResult } from './types.ts'

const entities: FieldEntity[] = ['person', 'organization', 'deal', 'product']

/**
 * Every field of the plan exists in the company and is bound, with every option it needs. A bound field is used whatever
 * people call it now; else an equal field of the account is adopted; else it is created. The account is asked before
 * anything is created, so a creation whose answer was lost is found instead of repeated.
 */
export async function provisionFields(ctx: RunContext): Promise<StepResult> {
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
  const { db, run, pipedrive } = ctx
  const bound = (await inCompany(db, run.companyId, readBindings)).get(planned.entity, planned.key)
  const known = existing.find(({ code }) => code === bound?.code) ?? existing.find((field) => isSame(field, planned))
  if (known === undefined) return createField(ctx, planned, existing)
  const field = await withOptions(ctx, planned, known)
  await save(ctx, planned, field, bound === undefined ? 'matched' : undefined, false)
  return existing.map((other) => (other.code === field.code ? field : other))

  async function withOptions(
    { pipedrive }: RunContext,
    { options }: PlannedField,
    definition: FieldDefinition,
  ): Promise<FieldDefinition> {
    const missing = options.filter((label) => !definition.options.some((option) => option.label === label))
    if (missing.length === 0) return definition
    try {
      const added = await pipedrive.addFieldOptions(definition.entity, definition.code, missing)
      return { ...definition, options: [...definition.options, ...added] }
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error
      const now = (await pipedrive.fields(definition.entity)).find(({ code }) => code === definition.code)
      if (now === undefined || missing.some((label) => !now.options.some((option) => option.label === label)))
        throw error
      return now
    }
  }

  async function createField(
    context: RunContext,
    field: PlannedField,
    before: FieldDefinition[],
  ): Promise<FieldDefinition[]> {
    const options = field.options.length > 0 ? { options: field.options } : {}
    try {
      const created = await pipedrive.createField(field.entity, { name: field.name, type: field.type, ...options })
      await save(context, field, created, 'created', true)
      return [...before, created]
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error
      await context.clock.sleep(context.requestTimeoutMs, context.stop)
      const now = await pipedrive.fields(field.entity)
      const found = now.find((other) => isSame(other, field))
      if (found === undefined) throw error
      await save(context, field, found, 'created', true)
      return now
    }
  }
}

/** Names are not unique in Pipedrive; type and origin must fit too. */
function isSame(field: FieldDefinition, planned: PlannedField): boolean {
  return field.isCustom && field.name === planned.name && field.type === planned.type
}

async function save(
  { db, run, clock }: RunContext,
  planned: PlannedField,
  field: FieldDefinition,
  count: 'created' | 'matched' | undefined,
  createdByUs: boolean,
): Promise<void> {
  const binding: Binding = {
    entity: planned.entity,
    key: planned.key,
    code: field.code,
    type: planned.type,
    options: Object.fromEntries(field.options.map(({ label, id }) => [label, id])),
  }
  await asHolder(db, run, async (trx) => {
    await saveBinding(trx, run.companyId, { ...binding, name: field.name, createdByUs }, clock.now())
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

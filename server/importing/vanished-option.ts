import { inCompany } from '../../db/pool.ts'
import { OutcomeUnknown } from '../errors.ts'
import type { FieldDefinition } from '../pipedrive/types.ts'
import { type Binding, readBindings } from './bindings.ts'
import { claimOptions, intendParts } from './made-parts.ts'
import { partsOutlasted } from './resolving.ts'
import { asHolder } from './runs.ts'
import type { RunContext } from './types.ts'
import { vanishedLabel } from './vanished-label.ts'

export interface VanishedOption {
  /** Code of the segments field. */
  code: string
  option: number
}

/**
 * The option of the segments field that marks people whom the latest export no longer has; added where it is missing, and
 * asked for before that, so that an option whose answer was lost is found instead of added again. Undefined when the slice
 * ended first.
 */
export async function provideVanishedOption(ctx: RunContext): Promise<VanishedOption | undefined> {
  const { db, run } = ctx
  const label = vanishedLabel(ctx.plan.language)
  const binding = (await inCompany(db, run.companyId, readBindings)).get('person', 'segments__c')
  if (binding === undefined) throw new Error('there is no field for segments')
  const bound = binding.options[label]
  if (bound !== undefined) return { code: binding.code, option: bound }
  if (!(await partsOutlasted(ctx, ['option']))) return undefined
  const field = (await find(ctx, binding, label)) ?? (await add(ctx, binding, label))
  const option = field.options.find((one) => one.label === label)
  if (option === undefined) throw new Error('an option was added and is not there')
  await asHolder(db, run, async (trx) => {
    await claimOptions(trx, run, field)
    await trx('bindings')
      .where({ entity: 'person', field_key: binding.key })
      .update({ options: JSON.stringify({ ...binding.options, [label]: option.id }), updated_at: ctx.clock.now() })
  })
  return { code: binding.code, option: option.id }
}

/** The segments field, if it has the option. */
async function find({ pipedrive }: RunContext, { code }: Binding, label: string): Promise<FieldDefinition | undefined> {
  const field = (await pipedrive.fields('person')).find((one) => one.code === code)
  return field?.options.some((option) => option.label === label) ? field : undefined
}

async function add(ctx: RunContext, binding: Binding, label: string): Promise<FieldDefinition> {
  const { db, run, clock, pipedrive, requestTimeoutMs, stop } = ctx
  const { code, key, type } = binding
  await asHolder(db, run, (trx) =>
    intendParts(trx, run, [{ kind: 'option', entity: 'person', code, label }], clock.now()),
  )
  try {
    const options = await pipedrive.addFieldOptions('person', code, [label])
    return { entity: 'person', code, name: key, type, options, isCustom: true }
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error
    await clock.sleep(requestTimeoutMs, stop)
    const field = await find(ctx, binding, label)
    if (field === undefined) throw error
    return field
  }
}

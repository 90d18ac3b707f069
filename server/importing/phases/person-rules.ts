import type { Trx } from '../../../db/pool.ts'
import { isJsonObject, type JsonObject } from '../../lib/json.ts'
import type { PersonRecord } from '../../mapping/types.ts'
import type { Binding, Bindings } from '../bindings.ts'
import { type MergeRules, readMergeRules } from '../intents.ts'
import type { JournalRow } from '../journal.ts'
import type { RunContext } from '../types.ts'
import { vanishedLabel } from '../vanished-label.ts'

export interface PersonRules extends MergeRules {
  /** What the export says of a person that is in Pipedrive already, as far as it is worth anything there. */
  toDesired(row: JournalRow, record: PersonRecord, body: JsonObject): JsonObject
}

/**
 * People are merged as other records are, but for two things: an e-mail's local part that stands for a missing name is no
 * name for a record that has one, and memberships that an export no longer has are taken out.
 */
export async function readPersonRules(
  trx: Trx,
  ctx: RunContext,
  bindings: Bindings,
  rows: JournalRow[],
): Promise<PersonRules> {
  const rules = await readMergeRules(trx, ctx, bindings, 'person', rows)
  const segments = bindings.get('person', 'segments__c')
  const told = segments === undefined ? new Set<number>() : await readToldOptions(trx, ctx, segments)
  const field = `custom_fields.${segments?.code}`
  return {
    ...rules,
    mayLeave: new Map([[field, told]]),
    toDesired({ pipedriveId, written }, { nameFromEmail }, body) {
      if (pipedriveId === undefined) return body
      const { name, ...others } = body
      const desired = nameFromEmail ? others : body
      const before = custom(written)[segments?.code ?? '']
      if (segments === undefined || told.size === 0 || before === undefined) return desired
      return { ...desired, custom_fields: { [segments.code]: [], ...custom(desired) } }
    },
  }
}

/** Options of the segments whose members this run's export holds (held-segments.ts): only those may be taken out. */
async function readToldOptions(trx: Trx, { run, plan }: RunContext, { options }: Binding): Promise<Set<number>> {
  const row = await trx('runs').where({ id: run.id }).first(trx.raw("progress -> 'heldSegments' as held"))
  const held: string[] | null = row?.held ?? null
  if (held === null) return new Set()
  return new Set([...held, vanishedLabel(plan.language)].flatMap((label) => options[label] ?? []))
}

function custom(body: JsonObject | undefined): JsonObject {
  const fields = body?.['custom_fields']
  return isJsonObject(fields) ? fields : {}
}

import { inCompany } from '../../db/pool.ts'
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts'
import type { WireRecord } from '../pipedrive/types.ts'
import type { Intent, JournalRow } from './journal.ts'
import { sendRecord } from './phases/send-record.ts'
import { resolveRecords } from './resolving.ts'
import { asHolder } from './runs.ts'
import { pipedriveEntity, type RecordJournalEntity, type RunContext, type StepResult } from './types.ts'
import { vanishedLabel } from './vanished-label.ts'
import { provideVanishedOption, type VanishedOption } from './vanished-option.ts'
import { type WriteStep, writeAll } from './writing.ts'

const treated = ['person', 'campaign', 'order'] as const

/** Labels or closes what vanished, as the journal plans it: read first (100 records for 10 API tokens), then written. */
export async function treatVanished(ctx: RunContext): Promise<StepResult> {
  for (const entity of treated) {
    if (!(await readVanished(ctx, entity))) return 'again'
    const step = (await hasOpen(ctx, entity)) ? await toStep(ctx, entity) : undefined
    if (step === 'again') return step
    if (step && (await writeAll(ctx, step)) === 'again') return 'again'
  }
  return 'done'
}

async function hasOpen({ db, run }: RunContext, entity: RecordJournalEntity): Promise<boolean> {
  const open = await inCompany(db, run.companyId, (trx) =>
    trx('journal').where({ run_id: run.id, entity }).whereNot({ state: 'settled' }).first('seq'),
  )
  return open !== undefined
}

async function toStep(ctx: RunContext, entity: (typeof treated)[number]): Promise<WriteStep | 'again'> {
  if (entity !== 'person') return closing(entity)
  const option = await provideVanishedOption(ctx)
  return option === undefined ? 'again' : labelling(option)
}

/** Notes how the records are now; those that people deleted meanwhile are settled. False when the slice ended first. */
async function readVanished(ctx: RunContext, entity: RecordJournalEntity): Promise<boolean> {
  const { db, run, pipedrive } = ctx
  for (;;) {
    if (ctx.stop.aborted) return false
    const ids: number[] = await inCompany(db, run.companyId, (trx) =>
      trx('journal')
        .where({ run_id: run.id, entity, state: 'planned', before_image: null })
        .orderBy('pipedrive_id')
        .limit(100)
        .pluck('pipedrive_id'),
    )
    if (ids.length === 0) return true
    const found: WireRecord[] = []
    for await (const page of pipedrive.list(pipedriveEntity[entity], { ids })) found.push(...page)
    await asHolder(db, run, (trx) =>
      trx.raw(
        `update journal j set before_image = r.record,
           state = case when r.record is null then 'settled' else j.state end,
           action = case when r.record is null then 'none' end,
           outcome = case when r.record is null then 'skipped' end,
           error_code = case when r.record is null then 'record.deleted_in_pipedrive' end,
           settled_at = case when r.record is null then :now::timestamptz end
         from unnest(:ids::bigint[]) id
         left join lateral (select r as record from jsonb_array_elements(:found::jsonb) r where (r ->> 'id')::bigint = id) r on true
         where j.run_id = :runId and j.entity = :entity and j.state = 'planned' and j.pipedrive_id = id`,
        { ids, found: JSON.stringify(found), runId: run.id, entity, now: ctx.clock.now() },
      ),
    )
  }
}

function labelling({ code, option }: VanishedOption): WriteStep {
  return {
    entity: 'person',
    resolve: (ctx) => resolveRecords(ctx, 'person'),
    send: sendRecord('person'),
    toIntents: async (_ctx, rows) =>
      rows.map((row): Intent => {
        const there = optionsIn(row.beforeImage, code)
        const desired = nested(row.written, code, [...new Set([...optionsIn(row.written, code), option])])
        if (there.includes(option)) return { seq: row.seq, action: 'none', outcome: 'unchanged', desired }
        return toUpdate(row, { custom_fields: { [code]: [...there, option] } }, desired)
      }),
  }
}

/** What people closed meanwhile stays as they closed it. */
function closing(entity: 'campaign' | 'order'): WriteStep {
  return {
    entity,
    resolve: (ctx) => resolveRecords(ctx, entity),
    send: sendRecord('deal'),
    async toIntents({ plan }, rows) {
      const lost = { status: 'lost', lost_reason: vanishedLabel(plan.language) }
      return rows.map((row): Intent => {
        if (row.beforeImage?.['status'] !== 'open') {
          return { seq: row.seq, action: 'none', outcome: 'unchanged', desired: row.written }
        }
        return toUpdate(row, lost, { ...row.written, ...lost })
      })
    },
  }
}

function toUpdate({ seq, pipedriveId }: JournalRow, body: JsonObject, desired: JsonObject): Intent {
  return { seq, action: 'update', body, desired, pipedriveId }
}

function optionsIn(record: JsonObject | undefined, code: string): Json[] {
  const custom = record?.['custom_fields']
  const value = isJsonObject(custom) ? custom[code] : undefined
  return Array.isArray(value) ? value : []
}

function nested(written: JsonObject | undefined, code: string, options: Json[]): JsonObject {
  const custom = written?.['custom_fields']
  return { ...written, custom_fields: { ...(isJsonObject(custom) ? custom : {}), [code]: options } }
}

import { inCompany, type Trx } from '../../../db/pool.ts'
import { OutcomeUnknown } from '../../errors.ts'
import { type Binding, readBindings } from '../bindings.ts'
import { claimFilter, dropIntendedParts, intendParts } from '../made-parts.ts'
import { partsOutlasted } from '../resolving.ts'
import { asHolder } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'

/**
 * The labels were written with the persons. Here each membership gets its outcome, and each segment a filter of its name
 * that shows its members.
 */
export async function settleLabels(ctx: RunContext): Promise<StepResult> {
  await asHolder(ctx.db, ctx.run, (trx) => insertMembershipOutcomes(trx, ctx.run.id))
  return 'done'
}

async function insertMembershipOutcomes(trx: Trx, runId: string): Promise<void> {
  await trx.raw(
    `insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code, detail, entity, pipedrive_id)
     select d.company_id, d.run_id, d.dataset_id, d.row_number,
       case when j.seq is null and k.code = 'profile.test' then 'skipped'
            when j.seq is null and k.code is not null then 'unprocessed'
            when j.seq is null then 'failed'
            when j.outcome not in ('created', 'updated', 'unchanged') then 'unprocessed'
            when d.seq > min(d.seq) over (partition by d.person_seq, d.record ->> 'segment') then 'merged'
            else j.outcome end,
       case when j.seq is null and k.code = 'profile.test' then 'member.is_test_profile'
            when j.seq is null and k.code is not null then 'member.waits_for_person'
            when j.seq is null then 'member.profile_missing'
            when j.outcome not in ('created', 'updated', 'unchanged') then 'member.waits_for_person' end,
       case when k.code is not null then jsonb_build_object('reason', k.code) end,
       'label', j.pipedrive_id
     from drafts d
     left join journal j on j.run_id = d.run_id and j.entity = 'person' and j.seq = d.person_seq
     left join lateral (
       select k.code from jsonb_array_elements_text(d.record -> 'person') r(key)
       join record_keys k on k.run_id = d.run_id and k.entity = 'person' and k.key = r.key and k.seq is null limit 1) k on true
     where d.run_id = ? and d.entity = 'label' and d.own
     on conflict (run_id, dataset_id, row_number) do nothing`,
    [runId],
  )
}

export async function provideFilters(ctx: RunContext): Promise<StepResult> {
  const { db, run, pipedrive } = ctx
  const segments = await inCompany(db, run.companyId, (trx) => readSegments(trx, run.id))
  const binding = (await inCompany(db, run.companyId, readBindings)).get('person', 'segments__c')
  const isPlanned = ctx.plan.fields.some(({ entity, key }) => entity === 'person' && key === 'segments__c')
  if (segments.length === 0 || binding === undefined || !isPlanned) return 'done'
  const fieldId = (await pipedrive.fieldIds('person')).get(binding.code)
  if (fieldId === undefined) throw new Error('the segments field has no numeric id')
  if (!(await partsOutlasted(ctx, ['filter']))) return 'again'
  let filters = await pipedrive.filters()
  for (const segment of segments) {
    if (ctx.stop.aborted) return 'again'
    const findIt = () => filters.find(({ name, type }) => name === segment && type === 'people')
    const there = findIt()
    if (there) {
      // Perhaps one of ours whose answer an earlier worker did not live to see.
      await asHolder(db, run, (trx) => claimFilter(trx, run, segment, there.id))
      continue
    }
    await asHolder(db, run, (trx) =>
      intendParts(trx, run, [{ kind: 'filter', entity: 'person', label: segment }], ctx.clock.now()),
    )
    let made: { id: number } | undefined
    try {
      made = await pipedrive.createFilter(toFilter(segment, fieldId, binding))
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) {
        await asHolder(db, run, (trx) => dropIntendedParts(trx, run, 'filter'))
        throw error
      }
      await ctx.clock.sleep(ctx.requestTimeoutMs, ctx.stop)
      filters = await pipedrive.filters()
      made = findIt()
      if (made === undefined) throw error
    }
    const { id } = made
    await asHolder(db, run, async (trx) => {
      await claimFilter(trx, run, segment, id)
      await countFilter(trx, run.id)
    })
  }
  return 'done'
}

/** Segments that have at least one member in Pipedrive. */
async function readSegments(trx: Trx, runId: string): Promise<string[]> {
  const rows = await trx('drafts')
    .where({ run_id: runId, entity: 'label' })
    .whereNotNull('person_seq')
    .distinct(trx.raw("record ->> 'segment' as segment"))
    .orderBy('segment')
  return rows.map(({ segment }) => segment)
}

/** The conditions' shape is fixed: one `and` group and one `or` group, field ids of the v1 API. */
function toFilter(name: string, fieldId: number, binding: Binding) {
  const value = String(binding.options[name] ?? '')
  const condition = { object: 'person', field_id: String(fieldId), operator: '=', value, extra_value: null }
  const conditions = {
    glue: 'and',
    conditions: [
      { glue: 'and', conditions: [condition] },
      { glue: 'or', conditions: [] },
    ],
  }
  return { name, type: 'people', conditions }
}

async function countFilter(trx: Trx, runId: string): Promise<void> {
  await trx.raw(
    `update runs set progress = jsonb_set(progress, '{filters}',
       jsonb_build_object('created', coalesce((progress #>> '{filters,created}')::int, 0) + 1)) where id = ?`,
    [runId],
  )
}

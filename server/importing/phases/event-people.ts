import { inCompany, type Trx } from '../../../db/pool.ts'
import type { EventRecord } from '../../mapping/types.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { HeldRun, RunContext, StepResult } from '../types.ts'
import { type AttachedRow, readAttached, whyUnwritten } from './attached-owners.ts'
import { insertUnwritten } from './attached-rows.ts'

const batchRows = 1_000

/**
 * Whose each event is: the first event of a person in Pipedrive is the root of all of that person's. Rows whose person is
 * not there get their outcome. Batch by batch with the cursor.
 */
export async function findEventPeople(ctx: RunContext): Promise<StepResult> {
  const { db, run, plan } = ctx
  const becomes = plan.timeline === 'activities' ? 'activity' : 'note'
  for (;;) {
    if (ctx.stop.aborted) return 'again'
    const last = await asHolder(db, run, async (trx) => {
      const rows = await readAttached<EventRecord>(trx, run, 'event', Number(run.cursor['seq'] ?? 0), batchRows)
      const seq = rows.at(-1)?.seq
      if (seq === undefined) return undefined
      const judged = rows.map((row) => ({ row, unwritten: whyUnwritten(row, 'event') }))
      await insertUnwritten(
        trx,
        run,
        becomes,
        judged.flatMap(({ row, unwritten }) => (unwritten ? [{ seq: row.seq, unwritten }] : [])),
      )
      await setRoots(
        trx,
        run,
        judged.flatMap(({ row, unwritten }) => (unwritten ? [] : [row])),
      )
      run.cursor = { seq }
      await saveStep(trx, run, run.step ?? '', run.cursor)
      return seq
    })
    if (last === undefined) return 'done'
  }
}

async function setRoots(trx: Trx, run: HeldRun, rows: AttachedRow<EventRecord>[]): Promise<void> {
  if (rows.length === 0) return
  const given = JSON.stringify(rows.map(({ seq, personId }) => ({ seq, person_id: personId })))
  await trx.raw(
    `insert into record_keys (company_id, run_id, entity, key, seq)
     select :companyId, :runId, 'event', 'person:' || r.person_id, min(r.seq)
     from jsonb_to_recordset(:given::jsonb) as r(seq bigint, person_id bigint)
     group by r.person_id on conflict do nothing`,
    { companyId: run.companyId, runId: run.id, given },
  )
  await trx.raw(
    `update drafts d set root_seq = k.seq
     from jsonb_to_recordset(:given::jsonb) as r(seq bigint, person_id bigint)
     join record_keys k on k.run_id = :runId and k.entity = 'event' and k.key = 'person:' || r.person_id
     where d.run_id = :runId and d.entity = 'event' and d.seq = r.seq`,
    { runId: run.id, given },
  )
}

/** A person's events of this run, in the order of their rows. */
export interface PersonEvents {
  personId: number
  rootSeq: number
  events: { seq: number; record: EventRecord }[]
}

/** People and their events together, at most: one who has more comes alone. */
const mostPeople = 200
const mostEvents = 20_000

/** The next people with events, after the one with this root; empty at the end. */
export async function readPeopleWithEvents(ctx: RunContext, afterRoot: number): Promise<PersonEvents[]> {
  const { rows } = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
    trx.raw(
      `with people as (
         select k.seq, substr(k.key, 8)::bigint as person_id, sum(n.events) over (order by k.seq) as total
         from (select * from record_keys where run_id = :runId and entity = 'event' and seq > :afterRoot
               order by seq limit :mostPeople) k
         cross join lateral (
           select count(*) as events from drafts d
           where d.run_id = :runId and d.entity = 'event' and d.root_seq = k.seq) n),
       chosen as (
         select * from people where total <= :mostEvents or seq = (select min(seq) from people))
       select c.person_id as "personId", c.seq as "rootSeq",
         jsonb_agg(jsonb_build_object('seq', d.seq, 'record', d.record) order by d.seq) as events
       from chosen c join drafts d on d.run_id = :runId and d.entity = 'event' and d.root_seq = c.seq
       group by 1, 2 order by 2`,
      { runId: ctx.run.id, afterRoot, mostPeople, mostEvents },
    ),
  )
  return rows
}

import type { Trx } from '../../../db/pool.ts'
import { keepListed } from '../outcomes.ts'
import { asHolder } from '../runs.ts'
import type { HeldRun, RunContext, StepResult } from '../types.ts'
import { readCandidates } from './candidates.ts'
import { type Candidate, chooseRecords } from './choose-records.ts'

/**
 * Of a run that is a sample, leaves only the chosen records, what they refer to, and what refers to their people: memberships,
 * events, notes, files. Everything was grouped and enriched before, so the records are as a whole import would make them. In one
 * transaction; what is chosen is not chosen again.
 */
export async function takeSample({ db, run }: RunContext): Promise<StepResult> {
  const { rows } = run.scope
  if (rows?.select !== 'sample') return 'done'
  await asHolder(db, run, async (trx) => {
    if (await trx('run_rows').where({ run_id: run.id }).first('row_number')) return
    await keepChosen(trx, run, chooseRecords(await readCandidates(trx, run.id), rows.size))
    await dropOthers(trx, run)
    await listSample(trx, run)
    await keepListed(trx, run.id)
  })
  return 'done'
}

/** The chosen with their people, companies and products, by entity and number in the journal. */
async function keepChosen(trx: Trx, { id: runId }: HeldRun, chosen: Candidate[]): Promise<void> {
  await trx.raw(
    `create temporary table kept on commit drop as
     select entity, seq from jsonb_to_recordset(?::jsonb) as c(entity text, seq bigint)`,
    [JSON.stringify(chosen.map(({ entity, seq }) => ({ entity, seq })))],
  )
  const add = (found: string) => trx.raw(`insert into kept ${found} except select entity, seq from kept`, { runId })
  await add(
    `select 'person', d.person_seq from kept k join drafts d on d.run_id = :runId and d.entity = 'order' and d.seq = k.seq
     where k.entity = 'order' and d.person_seq is not null`,
  )
  await add(
    `select 'organization', r.seq
     from kept k join journal p on p.run_id = :runId and p.entity = 'person' and p.seq = k.seq
     join drafts d on d.run_id = :runId and d.entity = 'organization' and d.source_key = p.record ->> 'organization'
     join journal r on r.run_id = :runId and r.entity = 'organization' and r.seq = d.root_seq
     where k.entity = 'person'`,
  )
  await add(
    `select 'product', r.seq
     from kept k join journal o on o.run_id = :runId and o.entity = k.entity and o.seq = k.seq
     cross join lateral jsonb_array_elements(o.record -> 'lines') line
     join journal r on r.run_id = :runId and r.entity = 'product' and r.source_key = line ->> 'product'
     where k.entity in ('order', 'campaign')`,
  )
  await trx.raw('alter table kept add primary key (entity, seq)')
  await trx.raw('analyze kept')
}

const ofPeople = "('label', 'event', 'note', 'file')"

async function dropOthers(trx: Trx, { id: runId }: HeldRun): Promise<void> {
  const isKept = (entity: string, seq: string) =>
    `exists (select 1 from kept k where k.entity = ${entity} and k.seq = ${seq})`
  await trx.raw(
    `delete from drafts d where d.run_id = :runId and not (
       case when d.entity in ${ofPeople} then ${isKept("'person'", 'd.person_seq')} else ${isKept('d.entity', 'd.root_seq')} end)`,
    { runId },
  )
  await trx.raw(`delete from journal j where j.run_id = :runId and not ${isKept('j.entity', 'j.seq')}`, { runId })
  await trx.raw(
    `delete from record_keys r where r.run_id = :runId and r.seq is not null and not ${isKept('r.entity', 'r.seq')}`,
    { runId },
  )
}

/** The books of the run are of these rows. */
async function listSample(trx: Trx, { id: runId, companyId }: HeldRun): Promise<void> {
  await trx.raw(
    `insert into run_rows (company_id, run_id, dataset_id, row_number, drafted)
     select distinct :companyId::bigint, :runId, dataset_id, row_number, true from drafts where run_id = :runId and own`,
    { companyId, runId },
  )
}

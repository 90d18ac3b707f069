import type { Trx } from '../../db/pool.ts'
import type { RunContext } from './types.ts'

/**
 * What becomes of each pair of a person of the export and the one person of the account with that name: what a person decided
 * about it; else, where both have the same phone, they are one; else what the plan says. Asked about, the record waits.
 */
export async function settleNamesakes(trx: Trx, { run, plan, clock }: RunContext): Promise<void> {
  const where = { runId: run.id, migrationId: run.migrationId, now: clock.now(), policy: plan.sameName ?? 'ask' }
  await trx.raw(
    `create temporary table verdicts on commit drop as
     select n.pipedrive_id, j.seq, j.source_key, j.record ->> 'name' as name, n.record ->> 'name' as name_there,
       coalesce(q.decision, case when n.same_phone then 'match' else :policy end) as verdict, q.decision is not null as decided
     from namesakes n
     join journal j on j.run_id = n.run_id and j.entity = 'person' and j.seq = n.seqs[1] and j.state = 'planned' and j.match_strength = 0
     left join lateral (
       select q.decision from record_questions q
       where q.code = 'person.same_name' and q.entity = 'person' and q.source_key = j.source_key
         and q.pipedrive_id = n.pipedrive_id and q.decision is not null
       order by q.id desc limit 1) q on true
     where n.run_id = :runId and cardinality(n.seqs) = 1`,
    where,
  )
  await trx.raw(
    `update journal j set pipedrive_id = n.pipedrive_id, before_image = n.record, match_strength = 1
     from verdicts v join namesakes n on n.run_id = :runId and n.pipedrive_id = v.pipedrive_id
     where v.verdict = 'match' and j.run_id = :runId and j.entity = 'person' and j.seq = v.seq`,
    where,
  )
  await ask(trx, where)
  await tellCreated(trx, where)
  await trx('namesakes').where({ run_id: run.id }).del()
}

type Where = { runId: string; migrationId: string; now: Date; policy: string }

async function ask(trx: Trx, where: Where): Promise<void> {
  await trx.raw(
    `update journal j set state = 'settled', action = 'none', outcome = 'unprocessed', settled_at = :now,
       error_code = 'person.same_name', error_detail = jsonb_build_object('name', v.name_there, 'pipedriveId', v.pipedrive_id)
     from verdicts v where v.verdict = 'ask' and j.run_id = :runId and j.entity = 'person' and j.seq = v.seq`,
    where,
  )
  await trx.raw(
    `delete from record_questions q using verdicts v
     where q.code = 'person.same_name' and q.entity = 'person' and q.source_key = v.source_key and q.decision is null`,
  )
  await trx.raw(
    `insert into record_questions (company_id, migration_id, run_id, code, entity, source_key, pipedrive_id, detail, created_at)
     select j.company_id, :migrationId, :runId, 'person.same_name', 'person', v.source_key, v.pipedrive_id,
       jsonb_build_object('name', v.name_there, 'exported', j.record - 'custom'), :now
     from verdicts v join journal j on j.run_id = :runId and j.entity = 'person' and j.seq = v.seq
     where v.verdict = 'ask'`,
    where,
  )
}

/** Where the plan says so, and nobody looked at each. */
async function tellCreated(trx: Trx, where: Where): Promise<void> {
  await trx.raw(
    `insert into findings (company_id, migration_id, run_id, dataset_id, row_number, code, level, detail)
     select d.company_id, :migrationId, :runId, d.dataset_id, d.row_number, 'person.same_name_created', 'info',
       jsonb_build_object('name', v.name_there, 'pipedriveId', v.pipedrive_id)
     from verdicts v join drafts d on d.run_id = :runId and d.entity = 'person' and d.seq = v.seq
     where v.verdict = 'create' and not v.decided
       and not exists (select 1 from findings f where f.migration_id = :migrationId and f.run_id = :runId
                         and f.code = 'person.same_name_created' and f.dataset_id = d.dataset_id and f.row_number = d.row_number)`,
    where,
  )
}

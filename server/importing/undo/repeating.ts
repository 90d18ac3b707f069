import { readInDoubt } from '../journal.ts'
import { outlasted } from '../resolving.ts'
import { asHolder } from '../runs.ts'
import type { JournalEntity, RunContext } from '../types.ts'

/**
 * Requests of an undo whose answer nobody saw are planned again, as soon as none of them can still arrive: deleting and
 * restoring say the same twice.
 */
export async function repeatInDoubt(ctx: RunContext, entity: JournalEntity): Promise<void> {
  const doubtful = await readInDoubt(ctx, entity)
  if (doubtful.length === 0 || !(await outlasted(ctx, doubtful))) return
  await asHolder(ctx.db, ctx.run, (trx) =>
    trx('journal')
      .where({ company_id: ctx.run.companyId, run_id: ctx.run.id, entity, state: 'sending' })
      .update({
        state: 'planned',
        // Lines that were to be added may be there by now: the deal is judged again, knowing which were there before.
        record: trx.raw(
          `case when jsonb_array_length(record #> '{verdict,lines,add}') > 0
             then (record - 'verdict') || jsonb_build_object('seenBefore', coalesce(record -> 'seenBefore', record #> '{verdict,lines,seen}'))
             else record end`,
        ),
      }),
  )
}

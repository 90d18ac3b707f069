import { inCompany } from '../../db/pool.ts'
import { isJsonObject } from '../lib/json.ts'
import { recordHash } from '../pipedrive/record-hash.ts'
import type { WireRecord } from '../pipedrive/types.ts'
import { readBindings } from './bindings.ts'
import { existingKeys } from './existing-keys.ts'
import { type InDoubt, readInDoubt, release, type Settled, settle } from './journal.ts'
import type { Part } from './made-parts.ts'
import { asHolder, holdMs, saveStep } from './runs.ts'
import { pipedriveEntity, type RecordJournalEntity, type RunContext } from './types.ts'

// Our clock and Pipedrive's differ by less than this.
const clockSkewMs = 60_000

/**
 * Asks Pipedrive what became of requests whose answer nobody saw: the records changed since the first of these intents,
 * newest first (10 API tokens per 500, immediately consistent; search costs 20 each and lags). A record that is there was
 * created; one that is not may be sent again. Updates are repeated without asking: they say the same twice.
 */
export async function resolveRecords(ctx: RunContext, entity: RecordJournalEntity): Promise<void> {
  const doubtful = await readInDoubt(ctx, entity)
  if (doubtful.length === 0 || !(await outlasted(ctx, doubtful))) return
  const created = doubtful.filter(({ action }) => action === 'create')
  const found = created.length > 0 ? await findCreated(ctx, entity, created) : new Map<number, WireRecord>()
  if (found === undefined) return
  const settled = [...found].map(
    ([seq, record]): Settled => ({ seq, outcome: 'created', pipedriveId: record.id, afterHash: recordHash(record) }),
  )
  await settle(ctx, entity, settled)
  await release(
    ctx,
    entity,
    doubtful.filter(({ seq }) => !found.has(seq)).map(({ seq }) => seq),
  )
}

/**
 * Waits until no request of these can still arrive; false when the slice ends first. Of our own, the last answer was lost just
 * now, however long ago its intent was committed; a worker from which the run was taken may have sent until its hold was over.
 */
export async function outlasted(ctx: RunContext, doubtful: InDoubt[]): Promise<boolean> {
  const { run, clock, requestTimeoutMs, stop } = ctx
  const own = doubtful.some(({ fence }) => fence === run.fence) ? [clock.now().getTime()] : []
  const lost = doubtful.map(({ fence }) => fence).filter((fence) => fence !== run.fence)
  const others = lost.length > 0 ? [(await takenFrom(ctx, Math.max(...lost))) + holdMs] : []
  const waitMs = Math.max(...own, ...others) + requestTimeoutMs - clock.now().getTime()
  if (waitMs > 0) await clock.sleep(waitMs, stop)
  return !stop.aborted
}

/**
 * When the run was first taken from the worker that had this fence. Kept with the step: the wait for a large file is longer
 * than a slice, and each slice takes the run anew.
 */
async function takenFrom({ db, run }: RunContext, fence: number): Promise<number> {
  const kept = run.cursor['takenFrom']
  if (isJsonObject(kept) && kept['fence'] === fence) return Number(kept['atMs'])
  const atMs = run.takenAt.getTime()
  run.cursor = { ...run.cursor, takenFrom: { fence, atMs } }
  await asHolder(db, run, (trx) => saveStep(trx, run, run.step ?? null, run.cursor))
  return atMs
}

/**
 * As `outlasted`, for parts of the account's set-up: where an earlier worker was about to make one, its request may still be
 * under way, and asking for the part before it arrives would make it twice.
 */
export async function partsOutlasted(ctx: RunContext, kinds: Part['kind'][]): Promise<boolean> {
  const { run, clock, requestTimeoutMs, stop } = ctx
  if (!(await hasIntendedParts(ctx, kinds))) return true
  const waitMs = run.takenAt.getTime() + holdMs + requestTimeoutMs - clock.now().getTime()
  if (waitMs > 0) await clock.sleep(waitMs, stop)
  return !stop.aborted
}

/** Whether a part was about to be made of which nobody knows whether it was. */
async function hasIntendedParts({ db, run }: RunContext, kinds: Part['kind'][]): Promise<boolean> {
  const open = await inCompany(db, run.companyId, (trx) =>
    trx('made_parts')
      .where({ company_id: run.companyId })
      .whereIn('kind', kinds)
      .whereNull('removed_at')
      .whereRaw("case kind when 'field' then field_code is null else pipedrive_id is null end")
      .first('id'),
  )
  return open !== undefined
}

async function findCreated(
  ctx: RunContext,
  entity: RecordJournalEntity,
  doubtful: InDoubt[],
): Promise<Map<number, WireRecord> | undefined> {
  const { db, run, pipedrive } = ctx
  const seqs = doubtful.map(({ seq }) => seq)
  const [bindings, keys] = await inCompany(db, run.companyId, async (trx) => [
    await readBindings(trx),
    await trx('record_keys').where({ run_id: run.id, entity }).whereIn('seq', seqs).select('key', 'seq'),
  ])
  const seqOf = new Map(keys.map(({ key, seq }: { key: string; seq: number }) => [key, seq]))
  const since = Math.min(...doubtful.map(({ intentAt }) => intentAt.getTime())) - clockSkewMs
  const found = new Map<number, WireRecord>()
  const query = { updatedSince: new Date(since).toISOString(), sortBy: 'update_time', sortDirection: 'desc' } as const
  for await (const page of pipedrive.list(pipedriveEntity[entity], query)) {
    if (ctx.stop.aborted) return undefined
    for (const record of page) {
      const sure = existingKeys(entity, record, bindings).filter(({ strength }) => strength === 2 || identifies(entity))
      const known = sure.find(({ key }) => seqOf.has(key))
      const seq = known && seqOf.get(known.key)
      if (seq !== undefined && !found.has(seq)) found.set(seq, record)
    }
    if (found.size === doubtful.length) break
  }
  return found
}

/** E-mail and product code tell a record of ours without a source id; a name or a domain does not. */
function identifies(entity: RecordJournalEntity): boolean {
  return entity === 'person' || entity === 'product'
}

import { inCompany } from '../../../db/pool.ts'
import type { JsonObject } from '../../lib/json.ts'
import { recordHash } from '../../pipedrive/record-hash.ts'
import type { WireRecord } from '../../pipedrive/types.ts'
import { type InDoubt, readInDoubt, release, type Settled, settle } from '../journal.ts'
import { outlasted } from '../resolving.ts'
import type { RunContext } from '../types.ts'
import type { AttachedEntity } from './attached-rows.ts'

// Our clock and Pipedrive's differ by less than this.
const clockSkewMs = 60_000

/**
 * Asks Pipedrive what became of notes, activities or files whose answer nobody saw: those that were changed since the first
 * of these requests, by list pages, told by their content. One that is known to be another row's is nobody else's, so equal
 * ones are counted. Updates are released: to repeat them says the same. `patience`: of a request of this kind, in times of
 * the usual one.
 */
export async function resolveAttached(
  ctx: RunContext,
  entity: AttachedEntity,
  isSame: (body: JsonObject, found: WireRecord) => boolean,
  patience = 1,
): Promise<void> {
  const doubtful = await readInDoubt(ctx, entity)
  const waiting = { ...ctx, requestTimeoutMs: ctx.requestTimeoutMs * patience }
  if (doubtful.length === 0 || !(await outlasted(waiting, doubtful))) return
  const created = doubtful.filter(({ action }) => action === 'create')
  const found = created.length > 0 ? await findCreated(ctx, entity, created, isSame) : new Map<number, WireRecord>()
  if (found === undefined) return
  const settled = [...found].map(
    ([seq, record]): Settled => ({ seq, outcome: 'created', pipedriveId: record.id, afterHash: recordHash(record) }),
  )
  await settle(ctx, entity, settled)
  const open = doubtful.filter(({ seq }) => !found.has(seq))
  await release(
    ctx,
    entity,
    open.map(({ seq }) => seq),
  )
}

/** Undefined when the slice ended first. */
async function findCreated(
  ctx: RunContext,
  entity: AttachedEntity,
  doubtful: InDoubt[],
  isSame: (body: JsonObject, found: WireRecord) => boolean,
): Promise<Map<number, WireRecord> | undefined> {
  const since = Math.min(...doubtful.map(({ intentAt }) => intentAt.getTime())) - clockSkewMs
  const query = { updatedSince: new Date(since).toISOString() }
  const open = new Set(doubtful)
  const found = new Map<number, WireRecord>()
  for (let from: string | undefined; open.size > 0; ) {
    if (ctx.stop.aborted) return undefined
    const { records, next } = await ctx.pipedrive.page(entity, query, from)
    const taken = await readTaken(ctx, entity, records)
    for (const record of records) {
      if (taken.has(record.id)) continue
      const row = [...open].find(({ body }) => isSame(body, record))
      if (row === undefined) continue
      open.delete(row)
      found.set(row.seq, record)
    }
    if (next === undefined) break
    from = next
  }
  return found
}

/** Those of the records that a row of a run has already. */
async function readTaken(ctx: RunContext, entity: AttachedEntity, records: WireRecord[]): Promise<Set<number>> {
  const ids = records.map(({ id }) => id)
  const taken = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
    trx('links').where({ entity }).whereIn('pipedrive_id', ids).pluck('pipedrive_id'),
  )
  return new Set(taken.map(Number))
}

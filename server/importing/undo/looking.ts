import { inCompany } from '../../../db/pool.ts'
import { isJsonObject, type Json } from '../../lib/json.ts'
import type { DealProductRow, ListedKind, ListQuery, WireRecord } from '../../pipedrive/types.ts'
import type { UndoTarget } from '../run-scope.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { RunContext } from '../types.ts'
import { decide } from './deciding.ts'
import { readLooked, writeLooked } from './looked.ts'
import { type OwnRow, readOwn, readUnjudged, readWork, saveVerdicts } from './own-rows.ts'
import { undoOf } from './plan-undo.ts'
import { childKinds, readProtectors, referencesOf, saveReferences } from './references.ts'
import { isEmpty } from './restoring.ts'
import { mergeBodies } from './touched.ts'
import type { UndoKind, Verdict } from './types.ts'

// Our clock and Pipedrive's differ by less than this.
const clockSkewMs = 60_000
/** What was seen is believed for so long: what people do meanwhile is found before more is deleted. */
const believedMs = 60_000
const idsAtOnce = 100

/**
 * Sees what became of this kind's records and of what may refer to them, and judges each record: by list pages of what
 * changed since the last look (10 API tokens per 500), by ids where those do not show them. What was seen a moment ago is
 * not asked for again. False when the slice ended first; it goes on where it stopped.
 */
export async function lookAround(ctx: RunContext, kind: UndoKind): Promise<boolean> {
  const { isThere, mayDelete } = await inCompany(ctx.db, ctx.run.companyId, (trx) => readWork(trx, ctx.run, kind))
  if (!isThere) return true
  for (const one of [...(mayDelete ? childKinds[kind] : []), kind]) {
    if (!(await lookAt(ctx, one))) return false
  }
  return true
}

async function lookAt(ctx: RunContext, kind: UndoKind): Promise<boolean> {
  const { db, run, clock } = ctx
  const looked = await inCompany(db, run.companyId, (trx) => readLooked(trx, run))
  const begun = run.cursor['look'] === kind ? run.cursor : undefined
  const last = looked.at[kind]
  const isFresh = last !== undefined && clock.now().getTime() - last.getTime() < believedMs
  if (begun !== undefined || !isFresh) {
    const startedAt = new Date(String(begun?.['at'] ?? clock.now().toISOString()))
    if (!(await readChanged(ctx, kind, last ?? looked.since, startedAt))) return false
    await asHolder(db, run, async (trx) => {
      const now = await readLooked(trx, run)
      await writeLooked(trx, run, { ...now, at: { ...now.at, [kind]: startedAt } })
      run.cursor = {}
      await saveStep(trx, run, run.step ?? null, run.cursor)
    })
  }
  return judgeRest(ctx, kind)
}

/** Every page of what changed since then, archived deals too. */
async function readChanged(ctx: RunContext, kind: UndoKind, since: Date | null, startedAt: Date): Promise<boolean> {
  if (since === null) return true
  const updatedSince = new Date(since.getTime() - clockSkewMs).toISOString()
  const changed: ListQuery = { updatedSince, sortBy: 'id' }
  const isRead = await readPages(ctx, kind, kind, narrowed(undoOf(ctx), kind) ?? changed, startedAt)
  if (!isRead || kind !== 'deal') return isRead
  return readPages(ctx, kind, 'archived_deal', changed, startedAt)
}

/** Of a single record: itself, or what refers to it. Deals cannot be asked for by their products, nor files by anything. */
function narrowed(undo: UndoTarget, kind: UndoKind): ListQuery | undefined {
  if (undo.of !== 'record' || kind === 'file') return undefined
  const { entity, pipedriveId: id } = undo
  if (kind === entity) return { ids: [id] }
  return entity === 'person' || entity === 'organization' || entity === 'deal' ? { of: { entity, id } } : undefined
}

async function readPages(
  ctx: RunContext,
  kind: UndoKind,
  list: ListedKind,
  query: ListQuery,
  startedAt: Date,
): Promise<boolean> {
  const { run } = ctx
  const isBegun = run.cursor['look'] === kind && run.cursor['list'] === list
  // Of two lists, the second has begun only after the first was read.
  if (run.cursor['look'] === kind && run.cursor['list'] === 'archived_deal' && list !== 'archived_deal') return true
  let from = isBegun ? (run.cursor['next'] as string | undefined) : undefined
  do {
    if (ctx.stop.aborted) return false
    const { records, next } = await ctx.pipedrive.page(list, query, from)
    const cursor = { look: kind, list, at: startedAt.toISOString(), ...(next === undefined ? {} : { next }) }
    await takePage(ctx, kind, records, next === undefined ? run.cursor : cursor)
    from = next
  } while (from !== undefined)
  return true
}

/** Those that no list showed: by ids, and what is not found so is gone. */
async function judgeRest(ctx: RunContext, kind: UndoKind): Promise<boolean> {
  const { db, run } = ctx
  for (;;) {
    const rest = await inCompany(db, run.companyId, (trx) => readUnjudged(trx, run, kind, idsAtOnce))
    if (rest.length === 0) return true
    if (ctx.stop.aborted) return false
    const ids = rest.map(({ id }) => id)
    const records = kind === 'note' || kind === 'file' ? [] : (await ctx.pipedrive.page(kind, { ids })).records
    await takePage(ctx, kind, records, run.cursor)
    const found = new Set(records.map(({ id }) => id))
    const gone = rest.filter(({ id }) => !found.has(id))
    await asHolder(db, run, (trx) =>
      saveVerdicts(
        trx,
        run,
        gone.map(({ entity, seq }) => ({ entity, seq, verdict: { do: 'gone' } })),
      ),
    )
  }
}

/** Judges what is ours on the page, and notes what everything on it refers to. */
async function takePage(
  ctx: RunContext,
  kind: UndoKind,
  records: WireRecord[],
  cursor: typeof ctx.run.cursor,
): Promise<void> {
  const { db, run } = ctx
  const ids = records.map(({ id }) => id)
  const own = await inCompany(db, run.companyId, (trx) => readOwn(trx, run, kind, ids))
  const lines = kind === 'deal' ? await readLines(ctx, records, own) : new Map<number, DealProductRow[]>()
  const gone = await goneFields(ctx, kind, records, own)
  await asHolder(db, run, async (trx) => {
    const protectors = await readProtectors(trx, run, kind, [...own.keys()])
    const judged = records.map((now) => {
      const row = own.get(now.id)
      const ofDeal = lines.get(now.id) ?? []
      if (row === undefined) return { now, row, verdict: undefined, lines: ofDeal }
      const { record, before } = row
      const sight = { kind, record, before, now, lines: ofDeal, protectors: protectors.get(now.id), gone }
      return { now, row, verdict: row.isOpen ? decide(sight) : record.verdict, lines: ofDeal }
    })
    await saveVerdicts(
      trx,
      run,
      judged.flatMap(({ row, verdict }) =>
        row?.isOpen && verdict ? [{ entity: row.entity, seq: row.seq, verdict }] : [],
      ),
    )
    await saveReferences(
      trx,
      run,
      kind,
      judged.map(({ now, verdict, lines: there }) => ({
        id: now.id,
        references: referencesAfter(now, verdict, there),
      })),
    )
    run.cursor = cursor
    await saveStep(trx, run, run.step ?? null, cursor)
  })
}

/** What the record will refer to when the undo is through with it. */
function referencesAfter(now: WireRecord, verdict: Verdict | undefined, lines: DealProductRow[]) {
  if (verdict?.do === 'delete' || verdict?.do === 'gone') return []
  if (verdict?.do !== 'restore') return referencesOf(now, lines)
  const { remove = [], change = [], add = [] } = verdict.lines ?? {}
  const goes = new Set([...remove, ...change.map(({ id }) => id)])
  const left = [...lines.filter(({ id }) => !goes.has(id)), ...change.map(({ line }) => line), ...add]
  return referencesOf({ ...now, ...verdict.body, id: now.id }, left)
}

/** Lines of our deals; of the others' only where one of our products may go (100 deals for 10 API tokens). */
async function readLines(
  ctx: RunContext,
  records: WireRecord[],
  own: Map<number, OwnRow>,
): Promise<Map<number, DealProductRow[]>> {
  const products = await inCompany(ctx.db, ctx.run.companyId, (trx) => readWork(trx, ctx.run, 'product'))
  const ids = records.map(({ id }) => id).filter((id) => products.mayDelete || own.has(id))
  const rows: DealProductRow[] = []
  for (let start = 0; start < ids.length; start += idsAtOnce) {
    rows.push(...(await ctx.pipedrive.dealProducts(ids.slice(start, start + idsAtOnce))))
  }
  return Map.groupBy(
    rows.sort((a, b) => a.id - b.id),
    ({ deal_id }) => deal_id,
  )
}

/** Custom fields that we wrote and the account no longer has: asked for only where a record of ours misses a value. */
async function goneFields(
  { pipedrive }: RunContext,
  kind: UndoKind,
  records: WireRecord[],
  own: Map<number, OwnRow>,
): Promise<ReadonlySet<string>> {
  if (kind === 'note' || kind === 'activity' || kind === 'file') return new Set()
  const missing = records.flatMap((now) => {
    const row = own.get(now.id)
    if (!row?.record.created) return []
    const there = customOf(now['custom_fields'])
    return Object.keys(customOf(mergeBodies(row.record.writes)['custom_fields'])).filter((code) => isEmpty(there[code]))
  })
  if (missing.length === 0) return new Set()
  const known = new Set((await pipedrive.fields(kind)).map(({ code }) => code))
  return new Set(missing.filter((code) => !known.has(code)))
}

function customOf(value: Json | undefined) {
  return isJsonObject(value) ? value : {}
}

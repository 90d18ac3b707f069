import { inCompany } from '../../db/pool.ts'
import { BudgetExhausted, LeaseLost, NeedsPerson, OutcomeUnknown, RecordRejected, Retryable } from '../errors.ts'
import type { JsonObject } from '../lib/json.ts'
import { recordHash } from '../pipedrive/record-hash.ts'
import type { WireRecord } from '../pipedrive/types.ts'
import {
  commitIntents,
  type Intent,
  type JournalRow,
  type Outcome,
  readPlanned,
  release,
  type Settled,
  settle,
  type WriteAction,
} from './journal.ts'
import { asHolder } from './runs.ts'
import type { JournalEntity, RunContext, StepResult } from './types.ts'

type Request = Extract<Intent, { action: WriteAction }>

/** What an answer tells: the record's id, and the record where it is answered whole. */
export interface Sent {
  id: number
  record?: WireRecord
  /** Nothing was written, for what was found there. */
  instead?: { outcome: 'skipped'; code: string }
}

const outcomes: Record<WriteAction, Outcome> = { create: 'created', update: 'updated', delete: 'deleted' }

export interface WriteStep {
  entity: JournalEntity
  /** What each planned row turns into; reads what the rows refer to, sends nothing. */
  toIntents(ctx: RunContext, rows: JournalRow[]): Promise<Intent[]>
  /** Carries one request out. */
  send(ctx: RunContext, seq: number, action: WriteAction, id: number | undefined, body: JsonObject): Promise<Sent>
  /** Requests under way at once, at most; absent: as many as fill the burst. */
  senders?: number
  /** Rows held in memory at once, where they are large. */
  rowsAtOnce?: number
  /** What a carried out action counts as, where it is not created, updated or deleted. */
  outcomes?: Partial<Record<WriteAction, Outcome>>
  /** Finds out what became of the rows that are `sending`; settles or releases each. */
  resolve(ctx: RunContext): Promise<void>
}

/**
 * Writes every planned row of a phase. Intents are committed in chunks ahead of the senders, so that the allowed burst is
 * used without a gap; answers are settled in the background. What is in doubt, from an earlier worker or from this one, is
 * asked for before anything is sent again.
 */
export async function writeAll(ctx: RunContext, step: WriteStep): Promise<StepResult> {
  for (;;) {
    await step.resolve(ctx)
    const { interrupted, unknown } = await writePlanned(ctx, step)
    if (interrupted) return 'again'
    if (unknown === 0) return 'done'
  }
}

const settleEveryMs = 500
/** More requests at once than the largest plan's burst limit would only wait for one another. */
const mostSenders = 512
/** Intents are committed for about a burst window's requests; what a killed worker leaves in doubt is twice that at most. */
const chunkRows = { least: 100, most: 500 }

async function writePlanned(ctx: RunContext, step: WriteStep): Promise<{ interrupted: boolean; unknown: number }> {
  const concurrency = Math.min(ctx.pipedrive.concurrency(), step.senders ?? mostSenders)
  const chunk = step.rowsAtOnce ?? Math.min(Math.max(concurrency, chunkRows.least), chunkRows.most)
  const queue: Request[] = []
  const answers: Settled[] = []
  let refilling: Promise<void> | undefined
  let exhausted = false
  let after = 0
  let unknown = 0
  let halted: unknown
  const allSent = new AbortController()

  const stopping = () => halted !== undefined || ctx.stop.aborted
  const refill = async () => {
    const intents = await takeChunk(ctx, step, { after, limit: chunk })
    if (intents.length === 0) exhausted = true
    for (const intent of intents) {
      after = Math.max(after, intent.seq)
      if (intent.action !== 'none') queue.push(intent)
    }
  }
  const refillOnce = () => {
    refilling ??= refill()
      .catch((error: unknown) => {
        halted ??= error
      })
      .finally(() => {
        refilling = undefined
      })
    return refilling
  }
  const next = async (): Promise<Request | undefined> => {
    while (!stopping()) {
      if (!exhausted && queue.length < chunk / 2) void refillOnce()
      const request = queue.shift()
      if (request) return request
      if (exhausted) return undefined
      await refillOnce()
    }
    return undefined
  }
  const sender = async () => {
    for (let request = await next(); request; request = await next()) {
      const answer = await sendOne(ctx, step, request)
      if ('outcome' in answer) answers.push(answer)
      else if (answer.error instanceof OutcomeUnknown) unknown += 1
      else {
        halted ??= answer.error
        if (answer.notSent) queue.push(request)
      }
    }
  }
  const settler = async () => {
    while (!allSent.signal.aborted) {
      await ctx.clock.sleep(settleEveryMs, allSent.signal)
      await settle(ctx, step.entity, answers.splice(0))
    }
  }
  const senders = async () => {
    try {
      await Promise.all(Array.from({ length: concurrency }, sender))
    } finally {
      allSent.abort()
    }
  }
  await Promise.all([
    senders(),
    settler().catch((error: unknown) => {
      halted ??= error
    }),
  ])
  await refilling
  if (halted instanceof LeaseLost) throw halted
  await settle(ctx, step.entity, answers)
  await release(
    ctx,
    step.entity,
    queue.map(({ seq }) => seq),
  )
  if (halted !== undefined) throw halted
  return { interrupted: ctx.stop.aborted, unknown }
}

/** The next chunk's intents, committed; none when nothing is planned any more. */
async function takeChunk(ctx: RunContext, step: WriteStep, range: { after: number; limit: number }): Promise<Intent[]> {
  const rows = await inCompany(ctx.db, ctx.run.companyId, (trx) => readPlanned(trx, ctx.run, step.entity, range))
  if (rows.length === 0) return []
  const intents = await step.toIntents(ctx, rows)
  await asHolder(ctx.db, ctx.run, (trx) => commitIntents(trx, ctx.run, step.entity, intents, ctx.clock.now()))
  return intents
}

type Answer = Settled | { error: unknown; notSent: boolean }

async function sendOne(ctx: RunContext, step: WriteStep, request: Request): Promise<Answer> {
  const { seq, action, body, pipedriveId } = request
  try {
    const { id, record, instead } = await step.send(ctx, seq, action, pipedriveId, body)
    if (instead) return { seq, ...instead }
    const outcome = step.outcomes?.[action] ?? outcomes[action]
    return { seq, outcome, pipedriveId: id, afterHash: record && recordHash(record) }
  } catch (error) {
    if (error instanceof RecordRejected) return { seq, outcome: 'failed', code: error.code, detail: error.detail }
    const notSent = error instanceof BudgetExhausted || error instanceof NeedsPerson || error instanceof Retryable
    return { error, notSent }
  }
}

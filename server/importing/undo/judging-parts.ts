import { inCompany } from '../../../db/pool.ts'
import type { FieldDefinition, FieldEntity } from '../../pipedrive/types.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import { readOwn, saveVerdicts } from './own-rows.ts'
import { type PartRow, type PartVerdict, readParts } from './parts.ts'
import { countUses, judgePart, type Uses } from './uses.ts'

/** Filters of ours: one that people gave another name is theirs by now. */
export async function judgeFilters(ctx: RunContext): Promise<StepResult> {
  const { db, run, pipedrive } = ctx
  const parts = await inCompany(db, run.companyId, (trx) => readParts(trx, run, ['filter']))
  if (parts.length === 0) return 'done'
  const names = new Map((await pipedrive.filters()).map(({ id, name }) => [id, name]))
  await saveJudged(ctx, parts, ({ id, record }) => {
    const name = names.get(id ?? 0)
    if (name === undefined) return { do: 'gone' }
    if (name !== record.name) return { do: 'keep', code: 'undo.renamed', detail: { name } }
    return { do: 'delete', ids: [], kept: [] }
  })
  return 'done'
}

const fieldEntities: FieldEntity[] = ['person', 'organization', 'deal', 'product']

/**
 * Fields and options of ours, after the records: one that people use stays. Whether they do is read from all records of the
 * entity (10 API tokens per 500), as no list tells. Goes on where it stopped.
 */
export async function judgeFields(ctx: RunContext): Promise<StepResult> {
  const { db, run, pipedrive } = ctx
  const parts = await inCompany(db, run.companyId, (trx) => readParts(trx, run, ['option', 'field']))
  for (const entity of fieldEntities) {
    const open = parts.filter(({ record }) => record.entity === entity && record.verdict === undefined)
    if (open.length === 0) continue
    const fields = new Map((await pipedrive.fields(entity)).map((field) => [field.code, field]))
    const there = open.flatMap((part) => toThere(part, fields.get(part.record.code ?? '')))
    const uses = there.length === 0 ? {} : await readUses(ctx, entity, there)
    if (uses === undefined) return 'again'
    await saveJudged(ctx, open, (part) => {
      const known = there.find(({ entity: kind, seq }) => kind === part.entity && seq === part.seq)
      return known === undefined ? { do: 'gone' } : judgePart(known.record, uses)
    })
  }
  return 'done'
}

/** The part as far as the account still has it. */
function toThere(part: PartRow, field: FieldDefinition | undefined): PartRow[] {
  if (field === undefined) return []
  if (part.entity === 'field') return [part]
  const ids = new Set(field.options.map(({ id }) => id))
  const options = part.record.options.filter(({ id }) => ids.has(id))
  return options.length === 0 ? [] : [{ ...part, record: { ...part.record, options } }]
}

/** Undefined when the slice ended first. */
async function readUses(ctx: RunContext, entity: FieldEntity, parts: PartRow[]): Promise<Uses | undefined> {
  const { db, run, pipedrive } = ctx
  const records = parts.map(({ record }) => record)
  const isBegun = run.cursor['entity'] === entity
  let uses: Uses = isBegun ? (run.cursor['uses'] as Uses) : {}
  for (let from = isBegun ? (run.cursor['next'] as string) : undefined; ; ) {
    if (ctx.stop.aborted) return undefined
    const page = await pipedrive.page(entity, { sortBy: 'id' }, from)
    uses = await asHolder(db, run, async (trx) => {
      const ids = page.records.map(({ id }) => id)
      const own = await readOwn(trx, run, entity, ids)
      const counted = countUses(uses, records, page.records, (id) => own.get(id)?.record)
      run.cursor = page.next === undefined ? {} : { entity, next: page.next, uses: counted }
      await saveStep(trx, run, run.step ?? null, run.cursor)
      return counted
    })
    if (page.next === undefined) return uses
    from = page.next
  }
}

async function saveJudged(ctx: RunContext, parts: PartRow[], judge: (part: PartRow) => PartVerdict): Promise<void> {
  const rows = parts.map((part) => ({ entity: part.entity, seq: part.seq, verdict: judge(part) }))
  await asHolder(ctx.db, ctx.run, (trx) => saveVerdicts(trx, ctx.run, rows))
}

import type { Trx } from '../../db/pool.ts'
import type { DatasetKind, SourceRow } from '../altcraft/types.ts'
import { handoffKinds } from '../altcraft/types.ts'
import { makeDrafter } from '../mapping/draft-row.ts'
import { readConfirmedPlan } from '../mapping/plan-store.ts'
import type { CellFinding, DatasetPlan, DealRecord, Draft, PlanDocument, RowDraft } from '../mapping/types.ts'
import { type Dataset, readDatasets, readRows } from '../staging/datasets.ts'
import { seqOfKnown } from './known-records.ts'
import { beginScope, extendScope, isPartial } from './row-scope.ts'
import { asHolder, saveStep } from './runs.ts'
import { readOpenDatasets, takeScopeRows } from './scope-rows.ts'
import type { HeldRun, RunContext, StepResult } from './types.ts'

const batchRows = 1_000

/**
 * Turns every source row of the plan's datasets, or those that the run is about, into drafts, or into its outcome where it is
 * skipped, wrong or for the handoff. Batch by batch, each with the cursor in one transaction: after a crash it goes on where it
 * was.
 */
export async function draftRows(ctx: RunContext): Promise<StepResult> {
  if (ctx.run.kind !== 'retry' && (await draftMigration(ctx)) === 'again') return 'again'
  return draftScope(ctx)
}

async function draftMigration(ctx: RunContext): Promise<StepResult> {
  const { run, plan, db } = ctx
  const datasets = await asHolder(db, run, (trx) => readDatasets(trx, run.migrationId))
  let at = readCursor(run)
  for (const [index, dataset] of datasets.entries()) {
    if (index < at.dataset) continue
    if (index > at.dataset) at = { ...at, dataset: index, row: 0 }
    const drafter = drafterFor(plan, dataset)
    for (;;) {
      if (ctx.stop.aborted) return 'again'
      const next = await asHolder(db, run, async (trx) => {
        const rows = await readRows(trx, dataset.id, at.row, batchRows)
        const last = rows.at(-1)
        if (last === undefined) return undefined
        const seq = await draftBatch(trx, ctx, drafter, rows, at.seq)
        return saveCursor(trx, run, { dataset: index, row: last.rowNumber, seq })
      })
      if (next === undefined) break
      at = next
    }
  }
  run.cursor = { ...at, dataset: datasets.length, row: 0 }
  return 'done'
}

/** The rows that are listed for the run, and those that they bring with them. */
async function draftScope(ctx: RunContext): Promise<StepResult> {
  const { run, db } = ctx
  let { seq, dataset } = readCursor(run)
  await asHolder(db, run, (trx) => beginScope(trx, run))
  do {
    for (const drafter of await asHolder(db, run, (trx) => readScopeDrafters(trx, ctx))) {
      for (;;) {
        if (ctx.stop.aborted) return 'again'
        const next = await asHolder(db, run, async (trx) => {
          const rows = await takeScopeRows(trx, run, drafter.datasetId, batchRows)
          if (rows.length === 0) return undefined
          const after = await draftBatch(trx, ctx, drafter, rows, seq)
          return saveCursor(trx, run, { dataset, row: 0, seq: after })
        })
        if (next === undefined) break
        seq = next.seq
      }
    }
  } while (await asHolder(db, run, (trx) => extendScope(trx, run)))
  return 'done'
}

/** Datasets of listed rows that are not drafted, each with the plan that its own migration was confirmed with. */
async function readScopeDrafters(trx: Trx, { run, plan }: RunContext): Promise<Drafter[]> {
  const drafters: Drafter[] = []
  for (const { migrationId, datasetIds } of await readOpenDatasets(trx, run)) {
    const confirmed = migrationId === run.migrationId ? undefined : await readConfirmedPlan(trx, migrationId)
    const datasets = await readDatasets(trx, migrationId)
    const listed = datasets.filter(({ id }) => datasetIds.includes(id))
    drafters.push(...listed.map((dataset) => drafterFor(confirmed?.document ?? plan, dataset)))
  }
  return drafters
}

interface Drafter {
  datasetId: string
  datasetPlan: DatasetPlan | undefined
  draft(row: SourceRow): RowDraft
}

function drafterFor(plan: PlanDocument, { id, columns }: Dataset): Drafter {
  const datasetPlan = plan.datasets.find(({ datasetId }) => datasetId === id)
  return { datasetId: id, datasetPlan, draft: datasetPlan ? makeDrafter(plan, datasetPlan, columns) : notInPlan }
}

/** Answers the number of the last draft. */
async function draftBatch(
  trx: Trx,
  ctx: RunContext,
  { datasetId, datasetPlan, draft }: Drafter,
  rows: SourceRow[],
  seqBefore: number,
): Promise<number> {
  const drafted = rows.map((row) => ({ row, draft: draft(row) }))
  const seq = await insertDrafts(trx, ctx, datasetId, drafted, seqBefore)
  await insertOutcomes(trx, ctx, datasetId, datasetPlan, drafted)
  await insertFindings(trx, ctx, datasetId, drafted)
  return seq
}

type Drafted = { row: SourceRow; draft: RowDraft }

interface Cursor {
  dataset: number
  row: number
  /** Of the last draft. */
  seq: number
}

function readCursor({ cursor, kind }: HeldRun): Cursor {
  const { dataset, row, seq } = cursor
  return typeof dataset === 'number' && typeof row === 'number' && typeof seq === 'number'
    ? { dataset, row, seq }
    : { dataset: 0, row: 0, seq: isPartial({ kind }) ? seqOfKnown : 0 }
}

async function saveCursor(trx: Trx, run: HeldRun, cursor: Cursor): Promise<Cursor> {
  await saveStep(trx, run, 'draft', { ...cursor })
  return cursor
}

/** A dataset that came after the plan was confirmed: told, not imported. */
const notInPlan = (): RowDraft => ({ result: 'skip', code: 'dataset.not_in_plan', remediation: false, findings: [] })

async function insertDrafts(
  trx: Trx,
  { run }: RunContext,
  datasetId: string,
  drafted: Drafted[],
  seqBefore: number,
): Promise<number> {
  let seq = seqBefore
  const rows = drafted.flatMap(({ row, draft }) => {
    if (draft.result !== 'drafts') return []
    return draft.drafts.map((one, position) => {
      seq += 1
      return {
        company_id: run.companyId,
        run_id: run.id,
        entity: journalEntity(one),
        seq,
        dataset_id: datasetId,
        row_number: row.rowNumber,
        source_key: one.sourceKey,
        match_keys: one.matchKeys,
        record: one.record,
        own: position === 0,
        root_seq: seq,
      }
    })
  })
  await trx.raw(
    `insert into drafts (company_id, run_id, entity, seq, dataset_id, row_number, source_key, match_keys, record, own, root_seq)
     select company_id, run_id, entity, seq, dataset_id, row_number, source_key,
            array(select jsonb_array_elements_text(match_keys)), record, own, root_seq
     from jsonb_to_recordset(?::jsonb) as d(company_id bigint, run_id text, entity text, seq bigint, dataset_id text,
       row_number bigint, source_key text, match_keys jsonb, record jsonb, own boolean, root_seq bigint)`,
    [JSON.stringify(rows)],
  )
  return seq
}

/** Orders and campaigns have phases of their own; both are known by their source key alone. */
function journalEntity(draft: Draft): string {
  return draft.entity === 'deal' ? (draft.record as DealRecord).source : draft.entity
}

async function insertOutcomes(
  trx: Trx,
  { run }: RunContext,
  datasetId: string,
  plan: DatasetPlan | undefined,
  drafted: Drafted[],
): Promise<void> {
  const settled = drafted.flatMap(({ row, draft }) => {
    if (draft.result === 'drafts') return []
    const outcome = draft.result === 'fail' ? 'failed' : 'skipped'
    const code = draft.result === 'handoff' ? 'row.handoff' : draft.code
    const detail =
      draft.result === 'fail' ? { ...draft.detail, ...(draft.column ? { column: draft.column } : {}) } : null
    return [{ row_number: row.rowNumber, outcome, code, detail }]
  })
  await trx.raw(
    `insert into row_outcomes (company_id, run_id, dataset_id, row_number, outcome, code, detail)
     select ?, ?, ?, row_number, outcome, code, detail
     from jsonb_to_recordset(?::jsonb) as o(row_number bigint, outcome text, code text, detail jsonb)`,
    [run.companyId, run.id, datasetId, JSON.stringify(settled)],
  )
  const entity = plan && keyedBy[plan.kind]
  if (entity === undefined || handoffKinds.includes(plan?.kind ?? 'unknown')) return
  const keys = drafted.flatMap(({ row, draft }) => {
    if (draft.result !== 'skip' && draft.result !== 'fail') return []
    return (draft.matchKeys ?? []).map((key) => ({ key, code: draft.code, row_number: row.rowNumber }))
  })
  await trx.raw(
    `insert into record_keys (company_id, run_id, entity, key, code, dataset_id, row_number)
     select distinct on (key) ?::bigint, ?, ?, key, code, ?, row_number
     from jsonb_to_recordset(?::jsonb) as k(key text, code text, row_number bigint)
     order by key, row_number
     on conflict do nothing`,
    [run.companyId, run.id, entity, datasetId, JSON.stringify(keys)],
  )
}

/** Whose rows name records by keys, also where they do not become one. */
const keyedBy: Partial<Record<DatasetKind, string>> = {
  profiles: 'person',
  products: 'product',
  orders: 'order',
  campaigns: 'campaign',
}

async function insertFindings(trx: Trx, { run }: RunContext, datasetId: string, drafted: Drafted[]): Promise<void> {
  const findings = drafted.flatMap(({ row, draft }) =>
    findingsOf(draft).map((finding) => ({
      row_number: row.rowNumber,
      column_name: finding.column ?? null,
      code: finding.code,
      level: finding.level,
      detail: finding.detail ?? {},
    })),
  )
  if (findings.length === 0) return
  await trx.raw(
    `insert into findings (company_id, migration_id, run_id, dataset_id, row_number, column_name, code, level, detail)
     select ?, ?, ?, ?, row_number, column_name, code, level, detail
     from jsonb_to_recordset(?::jsonb) as f(row_number bigint, column_name text, code text, level text, detail jsonb)`,
    [run.companyId, run.migrationId, run.id, datasetId, JSON.stringify(findings)],
  )
}

/** A row that fails is itself a finding: that is where people look first. */
function findingsOf(draft: RowDraft): CellFinding[] {
  if (draft.result === 'handoff') return []
  if (draft.result !== 'fail') return draft.findings
  const { code, column, detail } = draft
  return [...draft.findings, { code, level: 'error', ...(column ? { column } : {}), ...(detail ? { detail } : {}) }]
}

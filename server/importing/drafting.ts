import type { Trx } from '../../db/pool.ts'
import type { SourceRow } from '../altcraft/types.ts'
import { handoffKinds } from '../altcraft/types.ts'
import { makeDrafter } from '../mapping/draft-row.ts'
import type { CellFinding, DatasetPlan, DealRecord, Draft, RowDraft } from '../mapping/types.ts'
import { readDatasets, readRows } from '../staging/datasets.ts'
import { asHolder, saveStep } from './runs.ts'
import type { RunContext, StepResult } from './types.ts'

const batchRows = 1_000

/**
 * Turns every source row of the plan's datasets into drafts, or into its outcome where it is skipped, wrong or for the
 * handoff. Batch by batch, each with the cursor in one transaction: after a crash it goes on where it was.
 */
export async function draftRows(ctx: RunContext): Promise<StepResult> {
  const { run, plan, db } = ctx
  const datasets = await asHolder(db, run, (trx) => readDatasets(trx, run.migrationId))
  let at = readCursor(run.cursor)
  for (const [index, dataset] of datasets.entries()) {
    if (index < at.dataset) continue
    if (index > at.dataset) at = { ...at, dataset: index, row: 0 }
    const datasetPlan = plan.datasets.find(({ datasetId }) => datasetId === dataset.id)
    const draft = datasetPlan ? makeDrafter(plan, datasetPlan, dataset.columns) : notInPlan
    for (;;) {
      if (ctx.stop.aborted) return 'again'
      const next = await asHolder(db, run, async (trx) => {
        const rows = await readRows(trx, dataset.id, at.row, batchRows)
        const last = rows.at(-1)
        if (last === undefined) return undefined
        const drafted = rows.map((row) => ({ row, draft: draft(row) }))
        const seq = await insertDrafts(trx, ctx, dataset.id, drafted, at.seq)
        await insertOutcomes(trx, ctx, dataset.id, datasetPlan, drafted)
        await insertFindings(trx, ctx, dataset.id, drafted)
        const cursor = { dataset: index, row: last.rowNumber, seq }
        await saveStep(trx, run, 'draft', cursor)
        return cursor
      })
      if (next === undefined) break
      at = next
    }
  }
  return 'done'
}

type Drafted = { row: SourceRow; draft: RowDraft }

function readCursor(cursor: Record<string, unknown>): { dataset: number; row: number; seq: number } {
  const { dataset, row, seq } = cursor
  return typeof dataset === 'number' && typeof row === 'number' && typeof seq === 'number'
    ? { dataset, row, seq }
    : { dataset: 0, row: 0, seq: 0 }
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
  const entity = plan?.kind === 'profiles' ? 'person' : plan?.kind === 'products' ? 'product' : undefined
  if (entity === undefined || handoffKinds.includes(plan?.kind ?? 'unknown')) return
  const keys = drafted.flatMap(({ draft }) => {
    if (draft.result !== 'skip' && draft.result !== 'fail') return []
    return (draft.matchKeys ?? []).map((key) => ({ key, code: draft.code }))
  })
  await trx.raw(
    `insert into record_keys (company_id, run_id, entity, key, code)
     select distinct on (key) ?::bigint, ?, ?, key, code from jsonb_to_recordset(?::jsonb) as k(key text, code text)
     on conflict do nothing`,
    [run.companyId, run.id, entity, JSON.stringify(keys)],
  )
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

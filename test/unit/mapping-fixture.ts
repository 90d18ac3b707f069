import { Compile } from 'typebox/compile'
import type { DatasetKind, SourceRow } from '../../server/altcraft/types.ts'
import type { Json, JsonObject } from '../../server/lib/json.ts'
import { makeDrafter } from '../../server/mapping/draft-row.ts'
import { type DatasetInput, nothingGiven, type Given as PlanGiven } from '../../server/mapping/plan-input.ts'
import { PlanSchema } from '../../server/mapping/plan-schema.ts'
import { type ProposedPlan, proposePlan } from '../../server/mapping/propose-plan.ts'
import type {
  AccountSnapshot,
  Draft,
  DraftEntity,
  PlannedField,
  RecordOf,
  RowDraft,
} from '../../server/mapping/types.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'

const planSchema = Compile(PlanSchema)

const anna = { id: 1, name: 'Anna Petrova', email: 'anna@shop.example', active: true }

/** An account of a Russian shop with the stages Won, Lost and Planning. */
export const account: AccountSnapshot = {
  users: [
    anna,
    { id: 2, name: 'Boris Orlov', email: 'boris@shop.example', active: true },
    { id: 3, name: 'Oleg Gone', email: 'oleg@shop.example', active: false },
  ],
  me: {
    ...anna,
    companyId: 7,
    companyName: 'Shop',
    companyDomain: 'shop',
    language: 'en',
    defaultCurrency: 'RUB',
    timezone: 'Europe/Moscow',
  },
  pipelines: [{ id: 10, name: 'Sales', order: 1 }],
  stages: [
    { id: 101, name: 'Planning', pipelineId: 10, order: 1 },
    { id: 102, name: 'Won', pipelineId: 10, order: 2 },
    { id: 103, name: 'Lost', pipelineId: 10, order: 3 },
  ],
  fields: [{ entity: 'organization', code: 'website', name: 'Website', type: 'varchar', options: [], isCustom: false }],
  fieldsInUse: 0,
}

export interface File {
  name: string
  kind: DatasetKind
  /** One object per row; the columns are all keys in order of appearance. */
  rows: JsonObject[]
}

export function tableOf({ rows }: File): { columns: string[]; rows: SourceRow[] } {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cellsOf = (row: JsonObject): Json[] => columns.map((column) => row[column] ?? '')
  return { columns, rows: rows.map((row, at) => ({ rowNumber: at + 1, cells: cellsOf(row) })) }
}

export function datasetOf(file: File): DatasetInput {
  const { columns, rows } = tableOf(file)
  const profiler = makeColumnProfiler()
  for (const row of rows) profiler.addRow(row)
  const { name, kind } = file
  return { id: name, file: name, kind, kindEvidence: '', rowCount: rows.length, profiles: profiler.profiles(columns) }
}

export interface Given extends Partial<Omit<PlanGiven, 'answers'>> {
  answers?: Record<string, string>
  account?: Partial<AccountSnapshot>
}

export function planOf(files: File[], given: Given = {}): ProposedPlan {
  const datasets = files.map(datasetOf)
  const plan = proposePlan({ ...nothingGiven, ...given, datasets, account: { ...account, ...given.account } })
  const [problem] = planSchema.Errors(plan.document)
  if (problem !== undefined) throw new Error(`not as the schema says: ${problem.instancePath} ${problem.message}`)
  return plan
}

/** What the rows of the first file become under the plan of all files. */
export function draftsOf(files: [File, ...File[]], given: Given = {}): RowDraft[] {
  const { document } = planOf(files, given)
  const [dataset] = document.datasets
  if (dataset === undefined) throw new Error('the plan has no dataset')
  const { columns, rows } = tableOf(files[0])
  return rows.map(makeDrafter(document, dataset, columns))
}

export function draftOf(kind: DatasetKind, row: JsonObject, given: Given = {}): RowDraft {
  const [draft] = draftsOf([{ name: 'file', kind, rows: [row] }], given)
  if (draft === undefined) throw new Error('no row was drafted')
  return draft
}

/** The records of one entity in a draft; a draft that is none fails the test with what it is. */
export function recordsOf<E extends DraftEntity>(draft: RowDraft, entity: E): RecordOf[E][] {
  if (draft.result !== 'drafts') throw new Error(`not drafted: ${JSON.stringify(draft)}`)
  return draft.drafts.filter((one): one is Draft<E> => one.entity === entity).map(({ record }) => record)
}

export function recordOf<E extends DraftEntity>(draft: RowDraft, entity: E): RecordOf[E] {
  const [record] = recordsOf(draft, entity)
  if (record === undefined) throw new Error(`no ${entity} in ${JSON.stringify(draft)}`)
  return record
}

export function codesOf(draft: RowDraft): string[] {
  return draft.result === 'handoff' ? [] : draft.findings.map(({ code }) => code)
}

export function fieldOf(plan: ProposedPlan, key: string): PlannedField | undefined {
  return plan.document.fields.find((field) => field.key === key)
}

import type { Trx } from '../../db/pool.ts'
import { normaliseColumn } from '../altcraft/captions.ts'
import { toStorableJson, toStorableText } from '../staging/storable.ts'
import type { Precedent } from './decisions.ts'
import { readFollowedPlan } from './following/followed-plan.ts'
import type { Given } from './plan-input.ts'
import type { Plan } from './plan-store.ts'
import type { PlanDocument } from './types.ts'

/** What a plan is proposed from besides the files and the account. */
export async function readGiven(trx: Trx, plan: Plan): Promise<Given> {
  const { answers, decisions, suggestions } = plan
  const followed = (await readFollowedPlan(trx, plan.migrationId))?.document
  return { answers, decisions, suggestions, precedents: await readPrecedents(trx), ...(followed ? { followed } : {}) }
}

export async function readPrecedents(trx: Trx): Promise<Precedent[]> {
  const rows = await trx('mapping_precedents').orderBy(['kind', 'column_name'])
  return rows.map((row) => ({
    kind: row.kind,
    column: row.column_name,
    target: row.target,
    ...(row.transforms === null ? {} : { transforms: row.transforms }),
  }))
}

/**
 * Keeps where the columns of a confirmed plan go, for the company's next migration: those that a person decided or accepted,
 * and those that were certain. Called in the transaction that confirms; a later choice for the same name replaces an earlier
 * one, and of two columns of one name a person's word counts.
 */
export async function savePrecedents(trx: Trx, companyId: number, document: PlanDocument, at: Date): Promise<void> {
  const chosen = document.datasets
    .flatMap(({ kind, columns }) => columns.map((mapping) => ({ kind, ...mapping })))
    .filter(({ tier, source }) => tier === 'certain' || source === 'person')
    .sort((a, b) => Number(a.source === 'person') - Number(b.source === 'person'))
    .map(({ kind, column, target, transforms }) => ({
      kind,
      column_name: toStorableText(normaliseColumn(column).slice(0, 200)),
      target,
      transforms,
    }))
    .filter(({ column_name }) => column_name !== '')
  const rows = new Map(chosen.map((row) => [`${row.kind} ${row.column_name}`, row]))
  // As one value: many files of many columns are more rows than a statement has places for values. In order: two plans of a
  // company that are confirmed at once do not wait for each other.
  await trx.raw(
    `insert into mapping_precedents (company_id, kind, column_name, target, transforms, chosen_at)
     select :companyId::bigint, kind, column_name, target, transforms, :at
     from jsonb_to_recordset(:rows::jsonb) as chosen(kind text, column_name text, target text, transforms jsonb)
     order by kind, column_name
     on conflict (company_id, kind, column_name) do update
     set target = excluded.target, transforms = excluded.transforms, chosen_at = excluded.chosen_at`,
    { companyId, at, rows: toStorableJson([...rows.values()]) },
  )
}

import type { Trx } from '../../db/pool.ts'
import { normaliseColumn } from '../altcraft/captions.ts'
import type { Precedent } from './decisions.ts'
import type { Given } from './plan-input.ts'
import type { Plan } from './plan-store.ts'
import type { PlanDocument } from './types.ts'

/** What a plan is proposed from besides the files and the account. */
export async function readGiven(trx: Trx, plan: Plan): Promise<Given> {
  const { answers, decisions, suggestions } = plan
  return { answers, decisions, suggestions, precedents: await readPrecedents(trx) }
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
  const rows = new Map(
    document.datasets.flatMap(({ kind, columns }) =>
      columns
        .filter(({ tier, source }) => tier === 'certain' || source === 'person')
        .sort((a, b) => Number(a.source === 'person') - Number(b.source === 'person'))
        .map(({ column, target, transforms }) => ({ name: normaliseColumn(column).slice(0, 200), target, transforms }))
        .filter(({ name }) => name !== '')
        .map(({ name, target, transforms }) => [
          `${kind} ${name}`,
          {
            company_id: companyId,
            kind,
            column_name: name,
            target,
            transforms: transforms === undefined ? null : JSON.stringify(transforms),
            chosen_at: at,
          },
        ]),
    ),
  )
  if (rows.size === 0) return
  await trx('mapping_precedents')
    .insert([...rows.values()])
    .onConflict(['company_id', 'kind', 'column_name'])
    .merge(['target', 'transforms', 'chosen_at'])
}

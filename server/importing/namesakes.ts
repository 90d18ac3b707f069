import { inCompany, type Trx } from '../../db/pool.ts'
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts'
import type { PersonRecord } from '../mapping/types.ts'
import { nameKey } from '../mapping/value-maps/person-names.ts'
import type { WireRecord } from '../pipedrive/types.ts'
import type { Bindings } from './bindings.ts'
import { settleNamesakes } from './namesake-verdicts.ts'
import { asHolder } from './runs.ts'
import type { HeldRun, RunContext, StepResult } from './types.ts'

/** Of a page of the account's people, those whom nothing but their name could tell: no e-mail, no profile id of an import. */
export async function noteNamesakes(trx: Trx, run: HeldRun, page: WireRecord[], bindings: Bindings): Promise<void> {
  const idCode = bindings.get('person', 'altcraft_profile_id__c')?.code ?? ''
  const rows = page.flatMap((record) => {
    const custom = record['custom_fields']
    const hasId = isJsonObject(custom) && custom[idCode] != null
    const name = typeof record['name'] === 'string' ? nameKey(record['name']) : ''
    return hasId || name === '' || values(record['emails']).length > 0 ? [] : [{ id: record.id, name, record }]
  })
  if (rows.length === 0) return
  await trx.raw(
    `insert into namesakes (company_id, run_id, pipedrive_id, name, record)
     select ?, ?, id, name, record from jsonb_to_recordset(?::jsonb) as n(id bigint, name text, record jsonb)
     on conflict (company_id, run_id, pipedrive_id) do update set name = excluded.name, record = excluded.record`,
    [run.companyId, run.id, JSON.stringify(rows)],
  )
}

const batchRows = 1_000

/**
 * People of the export that match nobody by e-mail or profile id, and of whom exactly one person of the account has the
 * name, who in turn has no other namesake in the export, and no phone that says otherwise. What becomes of them is the
 * plan's policy, and people's decision about each. Repeatable.
 */
export async function matchNamesakes(ctx: RunContext): Promise<StepResult> {
  const { db, run } = ctx
  const hasAny = await inCompany(db, run.companyId, (trx) => trx('namesakes').where({ run_id: run.id }).first('name'))
  if (hasAny === undefined) return 'done'
  for (let after = 0; ; ) {
    if (ctx.stop.aborted) return 'again'
    const last = await asHolder(db, run, (trx) => pairBatch(trx, run, after))
    if (last === undefined) break
    after = last
  }
  await asHolder(db, run, (trx) => settleNamesakes(trx, ctx))
  return 'done'
}

async function pairBatch(trx: Trx, run: HeldRun, after: number): Promise<number | undefined> {
  const people: { seq: number; record: PersonRecord }[] = await trx('journal')
    .where({ run_id: run.id, entity: 'person', state: 'planned', match_strength: 0 })
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(batchRows)
    .select('seq', 'record')
  const named = people.flatMap(({ seq, record }) => {
    const name = record.nameFromEmail ? '' : nameKey(record.name)
    return name === '' ? [] : [{ seq, name, phones: record.phones }]
  })
  const candidates: { pipedrive_id: number; name: string; record: JsonObject }[] = await trx('namesakes as n')
    .where({ 'n.run_id': run.id })
    .whereIn('n.name', [...new Set(named.map(({ name }) => name))])
    .whereNotExists((taken) =>
      taken
        .from('journal as j')
        .where({ 'j.run_id': run.id, 'j.entity': 'person' })
        .whereRaw('j.pipedrive_id = n.pipedrive_id'),
    )
    .select('n.pipedrive_id', 'n.name', 'n.record')
  const byName = Map.groupBy(candidates, ({ name }) => name)
  const pairs = named.flatMap(({ seq, name, phones }) => {
    const fitting = (byName.get(name) ?? []).map((one) => ({
      id: one.pipedrive_id,
      phone: comparePhones(phones, one.record),
    }))
    const [only, ...others] = fitting.filter(({ phone }) => phone !== 'differs')
    return only === undefined || others.length > 0 ? [] : [{ seq, id: only.id, same_phone: only.phone === 'same' }]
  })
  await trx.raw(
    `update namesakes n set seqs = array(select distinct unnest(n.seqs || p.seqs) order by 1), same_phone = n.same_phone or p.same_phone
     from (select id, array_agg(seq) as seqs, bool_or(same_phone) as same_phone
           from jsonb_to_recordset(?::jsonb) as p(id bigint, seq bigint, same_phone boolean) group by id) p
     where n.run_id = ? and n.pipedrive_id = p.id`,
    [JSON.stringify(pairs), run.id],
  )
  return people.at(-1)?.seq
}

function comparePhones(exported: string[], record: JsonObject): 'same' | 'differs' | 'unknown' {
  const there = values(record['phones']).map(lastDigits)
  if (exported.length === 0 || there.length === 0) return 'unknown'
  return exported.some((phone) => there.includes(lastDigits(phone))) ? 'same' : 'differs'
}

/** People write numbers with and without the code of the country. */
function lastDigits(phone: string): string {
  return phone.replace(/\D/g, '').slice(-9)
}

function values(contacts: Json | undefined): string[] {
  if (!Array.isArray(contacts)) return []
  return contacts.flatMap((contact) => {
    const value = isJsonObject(contact) ? contact['value'] : undefined
    return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : []
  })
}

import type { Trx } from '../../../db/pool.ts'
import { isJsonObject } from '../../lib/json.ts'
import type { DealProductLine, WireRecord } from '../../pipedrive/types.ts'
import type { HeldRun, JournalEntity } from '../types.ts'
import { journalEntities, type Protectors, type UndoKind } from './types.ts'

/** Kinds whose records can refer to one of this kind; each may refer only to kinds after it in the order of an undo. */
export const childKinds: Record<UndoKind, UndoKind[]> = {
  file: [],
  activity: ['file'],
  note: [],
  deal: ['file', 'activity', 'note'],
  person: ['file', 'activity', 'note', 'deal'],
  product: ['file', 'deal'],
  organization: ['file', 'activity', 'note', 'deal', 'person'],
}

export interface Reference {
  parent: JournalEntity
  parentId: number
}

/** Everything that the record refers to; of a deal, the products of `lines`, too. Pure. */
export function referencesOf(record: WireRecord, lines: readonly DealProductLine[] = []): Reference[] {
  const participants = Array.isArray(record['participants']) ? record['participants'].filter(isJsonObject) : []
  const ids: [UndoKind, unknown][] = [
    ['person', record['person_id']],
    ['organization', record['org_id']],
    ['deal', record['deal_id']],
    ['product', record['product_id']],
    ['activity', record['activity_id']],
    ...participants.map((one): [UndoKind, unknown] => ['person', one['person_id']]),
    ...lines.map((line): [UndoKind, unknown] => ['product', line.product_id]),
  ]
  const found = ids.flatMap(([kind, value]) => {
    const id = isJsonObject(value) ? value['id'] : value
    return typeof id === 'number' ? journalEntities[kind].map((parent) => ({ parent, parentId: id })) : []
  })
  return [...new Map(found.map((one) => [`${one.parent} ${one.parentId}`, one])).values()]
}

/**
 * What these children refer to from now on, as far as it is ours. A record that was to be deleted and is referred to has to
 * be judged again.
 */
export async function saveReferences(
  trx: Trx,
  run: HeldRun,
  child: UndoKind,
  children: { id: number; references: Reference[] }[],
): Promise<void> {
  if (children.length === 0) return
  await trx('undo_references')
    .where({ company_id: run.companyId, run_id: run.id, child })
    .whereIn(
      'child_id',
      children.map(({ id }) => id),
    )
    .del()
  const rows = children.flatMap(({ id, references }) =>
    references.map(({ parent, parentId }) => ({ child_id: id, parent, parent_id: parentId })),
  )
  if (rows.length === 0) return
  await trx.raw(
    `with given as (select * from jsonb_to_recordset(:rows::jsonb) as g(child_id bigint, parent text, parent_id bigint)),
     added as (
       insert into undo_references (company_id, run_id, child, child_id, parent, parent_id)
       select distinct j.company_id, j.run_id, :child, g.child_id, g.parent, g.parent_id
       from given g
       join journal j on j.company_id = :companyId and j.run_id = :runId and j.entity = g.parent and j.pipedrive_id = g.parent_id
       returning parent, parent_id)
     update journal j set record = j.record - 'verdict' from added a
     where j.company_id = :companyId and j.run_id = :runId and j.entity = a.parent and j.pipedrive_id = a.parent_id
       and j.state = 'planned' and j.record #>> '{verdict,do}' = 'delete'`,
    { companyId: run.companyId, runId: run.id, child, rows: JSON.stringify(rows) },
  )
}

/** Who refers to these records, by record; what is not there is referred to by nobody that stays. */
export async function readProtectors(
  trx: Trx,
  run: HeldRun,
  kind: UndoKind,
  ids: number[],
): Promise<Map<number, Protectors>> {
  const { rows }: { rows: { parent_id: number; child: UndoKind; n: number; ours: boolean }[] } = await trx.raw(
    `select r.parent_id, r.child, count(distinct r.child_id)::int as n, bool_and(own.seq is not null) as ours
     from undo_references r
     left join journal own on own.company_id = r.company_id and own.run_id = r.run_id and own.pipedrive_id = r.child_id
       and own.entity = any(case r.child when 'deal' then array['order', 'campaign'] else array[r.child] end)
     where r.company_id = :companyId and r.run_id = :runId and r.parent = any(:parents::text[]) and r.parent_id = any(:ids::bigint[])
     group by 1, 2`,
    { companyId: run.companyId, runId: run.id, parents: journalEntities[kind], ids },
  )
  const found = new Map<number, Protectors>()
  for (const { parent_id, child, n, ours } of rows) {
    const known = found.get(parent_id)
    found.set(parent_id, { counts: { ...known?.counts, [child]: n }, ours: ours && (known?.ours ?? true) })
  }
  return found
}

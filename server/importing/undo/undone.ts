import type { Trx } from '../../../db/pool.ts'
import type { Detail } from '../../errors.ts'

/** What became of one record or part, or, in a dry run, what would. */
export interface Undone {
  /** As Pipedrive calls it: person, deal, note, field … */
  entity: string
  pipedriveId: number | null
  name: string
  result: 'deleted' | 'restored' | 'kept' | 'failed' | 'unprocessed'
  /** Why it was kept, or what it has kept. */
  code: string | null
  detail: Detail
  /** Names of fields that are as people have them. */
  fields: string[]
  /** The first source rows that it was made of. */
  sources: { file: string; row: number }[]
}

export const undoneSelections = ['all', 'deleted', 'restored', 'kept', 'failed'] as const
export type UndoneSelection = (typeof undoneSelections)[number]

/** SQL: the result of journal row `j` of an undo; what is planned still, as it was judged. */
export const resultSql = `coalesce(j.outcome, case j.record #>> '{verdict,do}'
  when 'delete' then 'deleted' when 'gone' then 'deleted' when 'restore' then 'restored' when 'keep' then 'kept' end)`

/** SQL: fields or options of row `j` that stay as people have them. */
const keptSql = `coalesce(case when j.record #>> '{verdict,do}' = 'keep' then j.record #> '{verdict,detail,fields}'
  else j.record #> '{verdict,kept}' end, '[]')`

export interface UndonePage {
  rows: Undone[]
  /** Where the next page begins. */
  next: string | null
}

/** In the order of the undo's journal. `kept`: also those of which only a part could be restored. */
export async function readUndone(
  trx: Trx,
  companyId: number,
  runId: string,
  { selection, after, limit }: { selection: UndoneSelection; after?: string; limit: number },
): Promise<UndonePage> {
  const [entity = '', seq = '0'] = (after ?? '').split(':')
  const { rows } = await trx.raw(
    `with page as (
       select j.*, ${resultSql} as result, ${keptSql} as kept
       from journal j
       where j.company_id = :companyId and j.run_id = :runId and (j.entity, j.seq) > (:entity, :seq::bigint)
         and (:selection = 'all' or ${resultSql} = :selection or :selection = 'kept' and ${keptSql} <> '[]')
       order by j.entity, j.seq limit :limit)
     select j.entity, j.seq, j.pipedrive_id, j.record ->> 'name' as name, j.result, j.kept,
       coalesce(j.error_code, j.record #>> '{verdict,code}') as code,
       coalesce(j.error_detail, j.record #> '{verdict,detail}', '{}') as detail,
       coalesce((select jsonb_agg(jsonb_build_object('file', s.file, 'row', s.row)) from (
         select f.name as file, d.row_number as row
         from drafts d
         join datasets t on t.company_id = d.company_id and t.id = d.dataset_id
         join source_files f on f.company_id = t.company_id and f.id = t.source_file_id
         where d.company_id = j.company_id and d.run_id = j.record #>> '{origin,runId}' and d.entity = j.entity
           and d.root_seq = (j.record #>> '{origin,seq}')::bigint
         order by d.seq limit 5) s), '[]') as sources
     from page j order by j.entity, j.seq`,
    { companyId, runId, entity, seq, selection, limit: limit + 1 },
  )
  const page: UndoneRow[] = rows.slice(0, limit)
  const last = page.at(-1)
  const names = await readFieldNames(trx, companyId, page)
  return {
    rows: page.map((row) => toUndone(row, names)),
    next: rows.length > limit && last ? `${last.entity}:${last.seq}` : null,
  }
}

interface UndoneRow {
  entity: string
  seq: number
  pipedrive_id: number | null
  name: string | null
  result: Undone['result'] | null
  kept: string[]
  code: string | null
  detail: Detail
  sources: Undone['sources']
}

function toUndone(row: UndoneRow, names: Map<string, string>): Undone {
  const fields = row.kept.map((field) => names.get(field.replace(/^custom_fields\./, '')) ?? field)
  const isPartly = row.result !== 'kept' && row.kept.length > 0
  return {
    entity: publicEntity(row.entity),
    pipedriveId: row.pipedrive_id,
    name: row.name ?? '',
    result: row.result ?? 'unprocessed',
    code: row.code ?? (isPartly ? 'undo.partly' : null),
    detail: { ...row.detail, ...(fields.length > 0 ? { fields } : {}) },
    fields,
    sources: row.sources,
  }
}

/** Campaigns and orders are both deals. */
export function publicEntity(entity: string): string {
  return entity === 'order' || entity === 'campaign' ? 'deal' : entity
}

/** Names of custom fields by code, as far as we know them: bound ones, and those that we made. */
async function readFieldNames(trx: Trx, companyId: number, rows: UndoneRow[]): Promise<Map<string, string>> {
  const codes = rows.flatMap(({ kept }) => kept.map((field) => field.replace(/^custom_fields\./, '')))
  if (codes.length === 0) return new Map()
  const made = await trx('made_parts')
    .where({ company_id: companyId, kind: 'field' })
    .whereIn('field_code', codes)
    .select('field_code as code', 'label as name')
  const bound = await trx('bindings')
    .where({ company_id: companyId })
    .whereIn('code', codes)
    .select('code', 'field_name as name')
  return new Map([...made, ...bound].map(({ code, name }) => [code, name]))
}

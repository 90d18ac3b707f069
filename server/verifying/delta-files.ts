import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import type { Json } from '../lib/json.ts'
import { toLine } from './row-files.ts'

/** Files of a run that people take home: records that the export no longer has, and fields that people changed. */
export const deltaFiles = ['vanished', 'edits'] as const
export type DeltaFile = (typeof deltaFiles)[number]

interface Source {
  runId: string
  separator: ',' | ';'
}

const pageRows = 1_000

/**
 * A file as CSV text, in pieces; begins with a BOM, so that Excel reads UTF-8. Each record with its address in Pipedrive:
 * `companyDomain` is that of the account.
 */
export async function* writeDeltaFile(
  db: Knex,
  companyId: number,
  { runId, file, separator }: Source & { file: DeltaFile },
): AsyncGenerator<string> {
  const { header, readPage } = file === 'vanished' ? vanished : edits
  const domain = await inCompany(
    db,
    companyId,
    async (trx) => (await trx('installations').first('company_domain'))?.company_domain,
  )
  yield `\ufeff${toLine([...header], separator)}`
  for (let after = ['', '']; ; ) {
    const rows = await inCompany(db, companyId, (trx) => readPage(trx, runId, after))
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map((row) => toLine(row.cells(String(domain)), separator)).join('')
    after = last.place
  }
}

interface Page {
  cells(domain: string): Json[]
  /** Entity and key, after which the next page begins. */
  place: string[]
}

interface Content {
  header: readonly string[]
  readPage(trx: Trx, runId: string, after: string[]): Promise<Page[]>
}

const vanished: Content = {
  header: ['entity', 'name', 'source_key', 'pipedrive_id', 'url', 'treatment', 'outcome', 'reason'],
  async readPage(trx, runId, [entity = '', key = '']) {
    const { rows } = await trx.raw(
      `select v.entity, v.source_key, v.pipedrive_id, v.treatment, j.outcome, j.error_code,
         coalesce(l.written ->> 'name', l.written ->> 'title') as name
       from vanished_records v
       left join journal j on j.run_id = v.run_id and j.entity = v.entity and j.source_key = v.source_key
       left join links l on l.source_key = v.source_key
         and l.entity = case when v.entity in ('order', 'campaign') then 'deal' else v.entity end
       where v.run_id = :runId and (v.entity, v.source_key) > (:entity, :key)
       order by v.entity, v.source_key limit ${pageRows}`,
      { runId, entity, key },
    )
    return rows.map((row: Record<string, string | number | null>) => ({
      place: [String(row['entity']), String(row['source_key'])],
      cells: (domain: string) => [
        ...[row['entity'] ?? '', row['name'] ?? '', row['source_key'] ?? '', row['pipedrive_id'] ?? ''],
        ...[urlOf(domain, row), row['treatment'] ?? '', row['outcome'] ?? '', row['error_code'] ?? ''],
      ],
    }))
  },
}

const edits: Content = {
  header: ['entity', 'source_key', 'pipedrive_id', 'url', 'field', 'what', 'written', 'now', 'exported'],
  async readPage(trx, runId, [entity = '', seq = '']) {
    const { rows } = await trx.raw(
      `with page as (
         select * from journal where run_id = :runId and edits is not null and (entity, seq) > (:entity, :seq)
         order by entity, seq limit ${pageRows})
       select p.entity, p.seq, p.source_key, p.pipedrive_id, e, coalesce(b.field_name, e ->> 'field') as field
       from page p cross join lateral jsonb_array_elements(p.edits) e
       left join bindings b on 'custom_fields.' || b.code = e ->> 'field'
       order by p.entity, p.seq`,
      { runId, entity, seq: Number(seq) },
    )
    return rows.map((row: Record<string, Json> & { e: Record<string, Json> }) => ({
      place: [String(row['entity']), String(row['seq'])],
      cells: (domain: string) => [
        ...[
          row['entity'] ?? '',
          row['source_key'] ?? '',
          row['pipedrive_id'] ?? '',
          urlOf(domain, row),
          row['field'] ?? '',
        ],
        ...[row.e['what'] ?? '', row.e['written'] ?? null, row.e['now'] ?? null, row.e['exported'] ?? null],
      ],
    }))
  },
}

function urlOf(domain: string, row: Record<string, Json>): string {
  const entity = row['entity'] === 'order' || row['entity'] === 'campaign' ? 'deal' : row['entity']
  return `https://${domain}.pipedrive.com/${entity}/${row['pipedrive_id']}`
}

import type { Trx } from '../../db/pool.ts'
import type { DatasetKind } from '../altcraft/types.ts'
import type { TypedColumn } from './part-fit.ts'
import { groupParts, isUnnamed, type PartCandidate, partKey } from './parts.ts'
import { type Reading, takeOverColumns } from './take-over-columns.ts'

/**
 * Joins the migration's datasets that are parts of one export: `part_of` names the lead, and a part without column names takes
 * over the lead's columns, kind and evidence. To be called in the transaction in which a file was staged or removed; once per
 * uploaded file, not per member of an archive, as it looks at all files. Repeatable, and the same whatever came first: it locks
 * the migration, so that two files see each other. What a confirmed plan names does not change any more.
 */
export async function joinParts(trx: Trx, migrationId: string): Promise<void> {
  await lockParts(trx, migrationId)
  const places = await readPlaces(trx, migrationId)
  const namesakes = [...Map.groupBy(places, ({ file, container }) => partKey(file, container)).values()]
  const crowded = namesakes.filter((alike) => alike.length > 1).flat()
  const groups = groupParts(await readCandidates(trx, migrationId, crowded))
  const leads = new Map(groups.flatMap(({ lead, parts }) => parts.map((part): [string, string] => [part.id, lead.id])))
  for (const { lead, parts } of groups) {
    for (const part of parts) if (part.headerMissing) await takeOverColumns(trx, lead, part)
  }
  await savePartOf(trx, places, leads)
}

/**
 * Whoever also locks rows of source_files in the same transaction (adding a dataset does, it refers to its file) calls this
 * before: uploads lock the migration first and then the file that is replaced.
 */
export async function lockParts(trx: Trx, migrationId: string): Promise<void> {
  await trx('migrations').where({ id: migrationId }).forNoKeyUpdate().first('id')
}

interface Place {
  id: string
  file: string
  container: string | null
  partOf: string | null
}

/** A gzip holds one file: what it lies in is what the gzip lies in. */
async function readPlaces(trx: Trx, migrationId: string): Promise<Place[]> {
  const rows = await trx('datasets as d')
    .join('source_files as f', (on) => on.on('f.company_id', 'd.company_id').on('f.id', 'd.source_file_id'))
    .leftJoin('source_files as p', (on) => on.on('p.company_id', 'f.company_id').on('p.id', 'f.parent_id'))
    .where('d.migration_id', migrationId)
    .select('d.id', 'd.part_of', 'f.name', 'f.parent_id', 'p.name as archive', 'p.parent_id as outer_id')
  return rows.map(({ id, part_of, name, parent_id, archive, outer_id }) => ({
    id,
    file: name,
    container: /(?<!\.tar)\.gz$/i.test(archive ?? '') ? outer_id : parent_id,
    partOf: part_of,
  }))
}

type Candidate = PartCandidate & Reading

async function readCandidates(trx: Trx, migrationId: string, places: readonly Place[]): Promise<Candidate[]> {
  if (places.length === 0) return []
  const { rows } = await trx.raw(
    `select d.id, d.kind, d.kind_evidence, d.kind_confidence, d.columns, f.choice ->> 'kind' as chosen_kind,
       d.header_missing, d.created_at <= (select max(confirmed_at) from plans p
         where p.company_id = d.company_id and p.migration_id = d.migration_id) as is_planned,
       (select coalesce(jsonb_agg(jsonb_build_object('filled', p -> 'filled', 'types', p -> 'types') order by n), '[]')
         from jsonb_array_elements(d.column_profiles) with ordinality as c(p, n)) as profiles
     from datasets d join source_files f on f.company_id = d.company_id and f.id = d.source_file_id
     where d.migration_id = ? and d.id in (select jsonb_array_elements_text(?::jsonb))`,
    [migrationId, JSON.stringify(places.map(({ id }) => id))],
  )
  const found = new Map<string, CandidateRow>(rows.map((row: CandidateRow) => [row.id, row]))
  return places.flatMap(({ id, file, container }) => {
    const row = found.get(id)
    // What a confirmed plan calls by its place can be nobody's part any more, and no lead.
    if (row === undefined || (row.is_planned === true && isUnnamed(row.columns))) return []
    return [{ ...toCandidate(row), file, container }]
  })
}

interface CandidateRow {
  id: string
  kind: DatasetKind
  kind_evidence: string
  kind_confidence: number
  columns: string[]
  chosen_kind: DatasetKind | null
  header_missing: boolean
  /** Null where no plan was confirmed. */
  is_planned: boolean | null
  profiles: TypedColumn[]
}

function toCandidate(row: CandidateRow): Omit<Candidate, 'file' | 'container'> {
  return {
    id: row.id,
    kind: row.kind,
    kindEvidence: row.kind_evidence,
    kindConfidence: row.kind_confidence,
    ...(row.chosen_kind === null ? {} : { chosenKind: row.chosen_kind }),
    columns: row.columns,
    headerMissing: row.is_planned !== true && (row.header_missing || isUnnamed(row.columns)),
    profiles: row.profiles,
  }
}

async function savePartOf(trx: Trx, places: readonly Place[], leads: ReadonlyMap<string, string>): Promise<void> {
  const changed = places
    .map(({ id, partOf }) => ({ id, part_of: leads.get(id) ?? null, before: partOf }))
    .filter(({ part_of, before }) => part_of !== before)
  if (changed.length === 0) return
  await trx.raw(
    `update datasets d set part_of = c.part_of
     from jsonb_to_recordset(?::jsonb) as c(id text, part_of text) where d.id = c.id`,
    [JSON.stringify(changed)],
  )
}

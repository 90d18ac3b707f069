import type { Trx } from '../../db/pool.ts'
import { isSecretKey } from '../altcraft/redact.ts'
import { type DatasetKind, documentKinds } from '../altcraft/types.ts'

/** What makes the rows of a dataset readable. */
export interface Reading {
  kind: DatasetKind
  kindEvidence: string
  kindConfidence: number
  columns: readonly string[]
}

/**
 * Gives a dataset without column names those of another one, place by place, with its kind and the evidence for it; columns
 * beyond keep their names. Does nothing where they are the same already. What turns out to stand under the name of a secret
 * is taken out, as altcraft/redact.ts would have done.
 */
export async function takeOverColumns(trx: Trx, lead: Reading, part: Reading & { id: string }): Promise<void> {
  const { kind, kindEvidence, kindConfidence } = lead
  const columns = part.columns.map((column, place) => lead.columns[place] ?? column)
  if (isSame(part, { kind, kindEvidence, kindConfidence, columns })) return
  await trx.raw(
    `update datasets set kind = :kind, kind_evidence = :kindEvidence, kind_confidence = :kindConfidence,
       header_missing = true, columns = cast(:columns as jsonb), column_profiles =
         (select coalesce(jsonb_agg(p || jsonb_build_object('column', cast(:columns as jsonb) -> cast(n - 1 as int)) order by n), '[]')
          from jsonb_array_elements(column_profiles) with ordinality as c(p, n))
     where id = :id`,
    { id: part.id, kind, kindEvidence, kindConfidence, columns: JSON.stringify(columns) },
  )
  if (documentKinds.includes(kind)) await takeOutSecrets(trx, part.id, columns)
}

function isSame(a: Reading, b: Reading): boolean {
  return (
    a.kind === b.kind &&
    a.kindEvidence === b.kindEvidence &&
    a.kindConfidence === b.kindConfidence &&
    a.columns.every((column, place) => column === b.columns[place])
  )
}

async function takeOutSecrets(trx: Trx, id: string, columns: readonly string[]): Promise<void> {
  const places = columns.flatMap((column, place) => (isSecretKey(column) ? [place] : []))
  for (const place of places) {
    await trx.raw(
      `update source_rows
       set cells = jsonb_set(cast(cells as jsonb), array[cast(:place as text)],
         jsonb_build_object('redacted', true, 'length', length(cells ->> cast(:place as int))))
       where dataset_id = :id and cells ->> cast(:place as int) not in ('', 'true', 'false')
         and cells -> cast(:place as int) -> 'redacted' is null`,
      { id, place },
    )
    await trx.raw(
      `update datasets set column_profiles = jsonb_set(column_profiles, array[cast(:place as text)],
         (column_profiles -> cast(:place as int)) || '{"topValues": [], "samples": [], "listItems": []}') where id = :id`,
      { id, place },
    )
  }
  if (places.length === 0) return
  await trx('rejected_rows')
    .where({ dataset_id: id })
    .update({ raw: '', detail: trx.raw(`detail || '{"redacted": true}'`) })
}

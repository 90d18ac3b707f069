import type { Trx } from '../../../db/pool.ts'
import type { StoredContent } from '../../staging/attachments.ts'

/** Where a file's content lies in what was uploaded. */
export interface FileContent extends StoredContent {
  fileId: string
  /** From 1, in the order in which contents lie in their archives. */
  place: number
  contentBytes: number
}

export type Found =
  | { status: 'found'; content: FileContent }
  | { status: 'none' }
  | { status: 'several'; names: string[] }

/** Finds contents by the path that a list of documents has for them; the list's own archive first. */
export type FindContent = (path: string, datasetId: string) => Found

interface Stored {
  id: string
  name: string
  size_bytes: number
  storage_key: string
  upload: string
  upload_bytes: number
}

/**
 * All that was uploaded, at any depth, and has bytes of its own: tables, too, as a list may name one of them. Sheets of
 * workbooks and lists of documents have none, and how long the one file of a gzip is nobody says.
 */
export async function readContents(trx: Trx, migrationId: string): Promise<FindContent> {
  const { rows }: { rows: Stored[] } = await trx.raw(
    `with recursive tree as (
       select company_id, id, name, size_bytes, format, storage_key, name as upload, size_bytes as upload_bytes
       from source_files where migration_id = :migrationId and parent_id is null and storage_key is not null
       union all
       select f.company_id, f.id, f.name, f.size_bytes, f.format, t.storage_key, t.upload, t.upload_bytes
       from source_files f join tree t on f.company_id = t.company_id and f.parent_id = t.id
       where coalesce(t.format, '') not in ('xlsx', 'json', 'gzip'))
     select id, name, size_bytes, storage_key, upload, upload_bytes from tree order by id`,
    { migrationId },
  )
  const lists: { id: string; storage_key: string }[] = await listUploads(trx, migrationId)
  return makeFindContent(rows, new Map(lists.map(({ id, storage_key }) => [id, storage_key])))
}

/** The upload in which each dataset lies. */
async function listUploads(trx: Trx, migrationId: string): Promise<{ id: string; storage_key: string }[]> {
  const { rows } = await trx.raw(
    `with recursive up as (
       select d.id as dataset, f.company_id, f.parent_id, f.storage_key
       from datasets d join source_files f on f.id = d.source_file_id
       where d.migration_id = :migrationId and d.kind = 'files'
       union all
       select u.dataset, f.company_id, f.parent_id, f.storage_key
       from up u join source_files f on f.company_id = u.company_id and f.id = u.parent_id)
     select dataset as id, storage_key from up where parent_id is null and storage_key is not null`,
    { migrationId },
  )
  return rows
}

function makeFindContent(stored: readonly Stored[], uploadOf: ReadonlyMap<string, string>): FindContent {
  const placed = stored.map((one, index) => ({ ...one, place: index + 1 }))
  const byLastPart = Map.groupBy(placed, ({ name }) => lastPart(normalise(name)))
  return (path, datasetId) => {
    const wanted = normalise(path)
    const named = byLastPart.get(lastPart(wanted)) ?? []
    const whole = named.filter(({ name }) => `/${normalise(name)}`.endsWith(`/${wanted}`))
    // A list may have the paths of the server that it comes from: then the name alone tells, where it is the only one.
    const candidates = whole.length > 0 ? whole : named
    const own = candidates.filter(({ storage_key }) => storage_key === uploadOf.get(datasetId))
    const left = own.length > 0 ? own : candidates
    const [one] = left
    if (one === undefined) return { status: 'none' }
    if (left.length > 1) return { status: 'several', names: left.slice(0, 5).map(({ name }) => name) }
    const { id, place, name, size_bytes, storage_key, upload, upload_bytes } = one
    return {
      status: 'found',
      content: {
        fileId: id,
        place,
        contentBytes: Number(size_bytes),
        storageKey: storage_key,
        upload,
        sizeBytes: Number(upload_bytes),
        name,
      },
    }
  }
}

function normalise(path: string): string {
  return path
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^[a-z]:/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

export function lastPart(path: string): string {
  return path.replaceAll('\\', '/').split('/').at(-1) ?? ''
}

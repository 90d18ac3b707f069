import { openAsBlob } from 'node:fs'
import { inCompany } from '../../../db/pool.ts'
import { RecordRejected } from '../../errors.ts'
import type { Json, JsonObject } from '../../lib/json.ts'
import type { FileRecord } from '../../mapping/types.ts'
import { uploadPatience } from '../../pipedrive/types.ts'
import type { AttachmentReader } from '../../staging/attachments.ts'
import type { Intent, JournalRow } from '../journal.ts'
import { asHolder, saveStep } from '../runs.ts'
import type { RunContext, StepResult } from '../types.ts'
import { type Sent, type WriteStep, writeAll } from '../writing.ts'
import { type AttachedRow, readAttached, type Unwritten, whyUnwritten } from './attached-owners.ts'
import { draftsPerPlace, insertPrepared, noteJournalRows, type PreparedRow } from './attached-rows.ts'
import { type FileContent, type FindContent, lastPart, readContents } from './file-contents.ts'
import { resolveAttached } from './resolve-attached.ts'

/** Commonly named as Pipedrive's limit; not in its specification (facts, files). */
export const fileLimitBytes = 50 * 1024 * 1024
const batchRows = 1_000

/** What a file's row in the journal says; ids of Pipedrive. */
interface FileRow {
  name: string
  content?: FileContent
  personId?: number
  organizationId?: number
  dealId?: number
}

/**
 * Journal rows of files, numbered in the order in which their contents lie in their archives, so that each archive is gone
 * through once. Batch by batch with the cursor.
 */
export async function prepareFiles(ctx: RunContext): Promise<StepResult> {
  const { db, run, clock } = ctx
  let find: FindContent | undefined
  for (;;) {
    if (ctx.stop.aborted) return 'again'
    const last = await asHolder(db, run, async (trx) => {
      const rows = await readAttached<FileRecord>(trx, run, 'file', Number(run.cursor['seq'] ?? 0), batchRows)
      const seq = rows.at(-1)?.seq
      if (seq === undefined) return undefined
      find ??= await readContents(trx, run.migrationId)
      const own = rows.filter((row) => row.seq === row.rootSeq)
      const prepared = own.map((row) => toRow(row, find ?? nowhere))
      await insertPrepared(trx, run, 'file', prepared, clock.now())
      await noteJournalRows(
        trx,
        run,
        'file',
        own.map((row, index) => ({ seq: row.seq, journalSeq: prepared[index]?.seq ?? 0 })),
      )
      run.cursor = { seq }
      await saveStep(trx, run, run.step ?? '', run.cursor)
      return seq
    })
    if (last === undefined) return 'done'
  }
}

const nowhere: FindContent = () => ({ status: 'none' })

function toRow(row: AttachedRow<FileRecord>, find: FindContent): PreparedRow {
  const { seq, sourceKey, record, datasetId, personId, dealId, organizationId } = row
  const found = find(record.path, datasetId)
  const content = found.status === 'found' ? found.content : undefined
  const unwritten = whyUnwritten(row, 'attachment') ?? whyWithoutContent(record.path, found)
  const file: FileRow = {
    name: toName(record),
    ...(content === undefined ? {} : { content }),
    ...(personId === null ? {} : { personId }),
    ...(dealId === null ? {} : { dealId }),
    ...(organizationId === null ? {} : { organizationId }),
  }
  return {
    seq: (content?.place ?? 0) * draftsPerPlace + seq,
    // Another content under the same path is another file: Pipedrive replaces none.
    sourceKey: `${sourceKey}:${content?.contentBytes ?? 0}`,
    record: file as unknown as Json,
    ...(unwritten === undefined ? {} : { unwritten }),
  }
}

function whyWithoutContent(path: string, found: ReturnType<FindContent>): Unwritten | undefined {
  const fail = (code: string, detail = {}) => ({ outcome: 'failed', code, detail: { path, ...detail } }) as const
  if (found.status === 'none') return fail('attachment.not_in_archive')
  if (found.status === 'several') return fail('attachment.several_in_archive', { names: found.names })
  const { contentBytes } = found.content
  if (contentBytes === 0) return fail('attachment.empty')
  return contentBytes > fileLimitBytes ? fail('attachment.too_large', { limitBytes: fileLimitBytes }) : undefined
}

/** The name that people know, with the ending of the content, by which it is opened. */
function toName({ name, path }: FileRecord): string {
  const stored = lastPart(path)
  if (name === undefined) return stored
  const ending = /\.[^./\\]{1,10}$/.exec(stored)?.[0] ?? ''
  return /\.[^./\\]{1,10}$/.test(name) ? lastPart(name) : `${lastPart(name)}${ending}`
}

/** Uploads the files, a few at once: each lies on the disk while it is sent. */
export async function writeFiles(ctx: RunContext): Promise<StepResult> {
  const reader = ctx.openAttachments()
  try {
    return await writeAll(ctx, filesOf(reader))
  } finally {
    await reader.close()
  }
}

/** What became of uploads whose answer nobody saw. */
export const resolveFiles = (ctx: RunContext) => resolveAttached(ctx, 'file', isSameFile, uploadPatience)

const filesOf = (reader: AttachmentReader): WriteStep => ({
  entity: 'file',
  senders: 4,
  rowsAtOnce: 50,
  resolve: resolveFiles,
  toIntents: async (_ctx, rows) => rows.map(toIntent),
  async send(ctx, seq, _action, _id, body) {
    const row = await inCompany(ctx.db, ctx.run.companyId, (trx) =>
      trx('journal').where({ run_id: ctx.run.id, entity: 'file', seq }).first('record'),
    )
    return upload(ctx, reader, row.record as FileRow, body)
  },
})

/** As Pipedrive shows files: what is read back is compared with this. */
function toIntent({ seq, record, pipedriveId }: JournalRow): Intent {
  const { name, content, personId, organizationId, dealId } = record as unknown as FileRow
  const body: JsonObject = {
    name,
    file_size: content?.contentBytes ?? 0,
    ...(personId === undefined ? {} : { person_id: personId }),
    ...(organizationId === undefined ? {} : { org_id: organizationId }),
    ...(dealId === undefined ? {} : { deal_id: dealId }),
  }
  if (pipedriveId !== undefined) return { seq, action: 'none', outcome: 'unchanged', desired: body }
  return { seq, action: 'create', desired: body, body }
}

async function upload(ctx: RunContext, reader: AttachmentReader, file: FileRow, body: JsonObject): Promise<Sent> {
  const { name, content, personId, organizationId, dealId } = file
  const taken = content && (await reader.take(content, fileLimitBytes))
  if (taken === undefined) throw new RecordRejected('attachment.unreadable', { path: content?.name ?? name })
  try {
    if (taken.sizeBytes !== body['file_size']) {
      throw new RecordRejected('attachment.unreadable', { path: content?.name ?? name })
    }
    const record = await ctx.pipedrive.addFile(new File([await openAsBlob(taken.path)], name), {
      ...(personId === undefined ? {} : { personId }),
      ...(organizationId === undefined ? {} : { organizationId }),
      ...(dealId === undefined ? {} : { dealId }),
    })
    return { id: record.id, record }
  } finally {
    await taken.remove()
  }
}

/** Whether a file of the account is the one that was sent: the same name and length on the same records. */
export function isSameFile(body: JsonObject, found: JsonObject): boolean {
  return Object.entries(body).every(([field, value]) => found[field] === value)
}

import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import type { AttachedKind, Pipedrive } from '../../pipedrive/types.ts'
import type { Intent, JournalRow } from '../journal.ts'
import { pipedriveEntity, type RecordJournalEntity, type RunContext } from '../types.ts'
import type { Sent, WriteStep } from '../writing.ts'
import { lookAround } from './looking.ts'
import { repeatInDoubt } from './repeating.ts'
import type { LineRestoration, UndoKind, UndoRecord } from './types.ts'

/**
 * Takes the records of one entity back as they were judged. A deal's lines go before it does. Each request may be sent
 * twice: what is gone stays gone, and a restoration says the same.
 */
export function undoRecords(entity: RecordJournalEntity | AttachedKind): WriteStep {
  const kind: UndoKind = isAttached(entity) ? entity : pipedriveEntity[entity]
  return {
    entity,
    outcomes: { update: 'restored' },
    async resolve(ctx) {
      await repeatInDoubt(ctx, entity)
      await lookAround(ctx, kind)
    },
    toIntents: async (_ctx, rows) => rows.map(toIntent),
    send: (ctx, _seq, action, id, body) => send(ctx, kind, action === 'delete', id, body),
  }
}

const isAttached = (entity: RecordJournalEntity | AttachedKind): entity is AttachedKind =>
  entity === 'note' || entity === 'activity' || entity === 'file'

function toIntent(row: JournalRow): Intent {
  const { verdict } = row.record as unknown as UndoRecord
  const { seq, pipedriveId } = row
  if (verdict === undefined) throw new Error('an undo of a record that nobody looked at')
  switch (verdict.do) {
    case 'gone':
      return { seq, action: 'none', outcome: 'deleted', code: 'undo.already_gone' }
    case 'keep':
      return { seq, action: 'none', outcome: 'kept', code: verdict.code, detail: verdict.detail }
    case 'delete':
      return { seq, action: 'delete', desired: {}, body: { lines: verdict.lines }, pipedriveId }
    case 'restore': {
      const { body, lines } = verdict
      if (Object.keys(body).length === 0 && lines === undefined) return { seq, action: 'none', outcome: 'restored' }
      const request = { ...body, ...(lines === undefined ? {} : { lines: lines as unknown as Json }) }
      return { seq, action: 'update', desired: body, body: request, pipedriveId }
    }
  }
}

async function send(
  { pipedrive }: RunContext,
  kind: UndoKind,
  isDeletion: boolean,
  id: number | undefined,
  { lines, ...body }: JsonObject,
): Promise<Sent> {
  if (id === undefined) throw new Error('an undo of a record without an id')
  if (Array.isArray(lines) && lines.length > 0) await pipedrive.removeDealProducts(id, lines as number[])
  else if (isJsonObject(lines)) await restoreLines(pipedrive, id, lines as unknown as LineRestoration)
  if (kind === 'note' || kind === 'activity' || kind === 'file') {
    if (isDeletion) await pipedrive.removeAttached(kind, id)
    else if (kind === 'note') return { id, record: await pipedrive.updateNote(id, body) }
    else if (kind === 'activity') return { id, record: await pipedrive.updateActivity(id, body) }
    return { id }
  }
  if (isDeletion) {
    await pipedrive.remove(kind, id)
    return { id }
  }
  if (Object.keys(body).length === 0) return { id }
  return { id, record: await pipedrive.update(kind, id, body) }
}

/** Additions come last: only of them it must be asked whether they were carried out. */
async function restoreLines(
  pipedrive: Pipedrive,
  dealId: number,
  { remove, change, add }: LineRestoration,
): Promise<void> {
  if (remove.length > 0) await pipedrive.removeDealProducts(dealId, remove)
  for (const { id, line } of change) await pipedrive.updateDealProduct(dealId, id, line)
  const [first, ...others] = add
  if (first === undefined) return
  if (others.length === 0) await pipedrive.addDealProduct(dealId, first)
  else
    for (let start = 0; start < add.length; start += 100)
      await pipedrive.addDealProducts(dealId, add.slice(start, start + 100))
}

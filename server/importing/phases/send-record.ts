import type { RecordEntity, WireRecord } from '../../pipedrive/types.ts'
import type { WriteStep } from '../writing.ts'

/** One record, one request: there is no bulk creation. */
export function sendRecord(entity: RecordEntity): WriteStep['send'] {
  return async (ctx, _seq, action, id, body) => {
    const record = await write()
    return { id: record.id, record }

    async function write(): Promise<WireRecord> {
      if (action === 'create') return ctx.pipedrive.create(entity, body)
      if (id === undefined) throw new Error('update without an id')
      return ctx.pipedrive.update(entity, id, body)
    }
  }
}

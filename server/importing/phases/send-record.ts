import type { RecordEntity } from '../../pipedrive/types.ts'
import type { WriteStep } from '../writing.ts'

/** One record, one request: there is no bulk creation. */
export function sendRecord(entity: RecordEntity): WriteStep['send'] {
  return async (ctx, _seq, action, id, body) => {
    if (action === 'create') return (await ctx.pipedrive.create(entity, body)).id
    if (id === undefined) throw new Error('update without an id')
    return (await ctx.pipedrive.update(entity, id, body)).id
  }
}

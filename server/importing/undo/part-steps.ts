import type { JsonObject } from '../../lib/json.ts'
import type { FieldEntity } from '../../pipedrive/types.ts'
import type { Intent, JournalRow } from '../journal.ts'
import type { WriteStep } from '../writing.ts'
import type { PartEntity, PartRecord } from './parts.ts'
import { repeatInDoubt } from './repeating.ts'

/** Takes filters, options or fields away as they were judged. */
export function undoParts(entity: PartEntity): WriteStep {
  return {
    entity,
    resolve: (ctx) => repeatInDoubt(ctx, entity),
    toIntents: async (_ctx, rows) => rows.map(toIntent),
    async send({ pipedrive }, seq, _action, id, body) {
      const { entity: of, code, ids } = body as unknown as { entity: FieldEntity; code: string; ids: number[] }
      if (entity === 'field') await pipedrive.removeField(of, code)
      else if (entity === 'option') await pipedrive.removeFieldOptions(of, code, ids)
      else await pipedrive.removeFilter(id ?? 0)
      return { id: id ?? seq }
    },
  }
}

function toIntent({ seq, record, pipedriveId }: JournalRow): Intent {
  const { verdict, entity, code } = record as unknown as PartRecord
  if (verdict === undefined) throw new Error('an undo of a part that nobody looked at')
  if (verdict.do === 'gone') return { seq, action: 'none', outcome: 'deleted', code: 'undo.already_gone' }
  if (verdict.do === 'keep') return { seq, action: 'none', outcome: 'kept', code: verdict.code, detail: verdict.detail }
  const body: JsonObject = { entity, code, ids: verdict.ids }
  return { seq, action: 'delete', desired: {}, body, pipedriveId }
}

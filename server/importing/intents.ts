import type { JsonObject } from '../lib/json.ts'
import type { FieldEntity } from '../mapping/types.ts'
import type { Bindings } from './bindings.ts'
import { changesFor } from './changes.ts'
import type { Intent, JournalRow } from './journal.ts'
import type { RunContext } from './types.ts'

/** A record that Pipedrive does not have is created whole; one that it has is changed only where it must be. Pure. */
export function toIntent(row: JournalRow, desired: JsonObject, ownCodes: ReadonlySet<string>): Intent {
  if (row.pipedriveId === undefined) return { seq: row.seq, action: 'create', desired, body: desired }
  const body = changesFor(desired, row.beforeImage ?? {}, ownCodes, row.written)
  return Object.keys(body).length === 0
    ? { seq: row.seq, action: 'none', outcome: 'unchanged', desired }
    : { seq: row.seq, action: 'update', desired, body, pipedriveId: row.pipedriveId }
}

/**
 * Codes of the fields of our object map: they hold what the export says, nobody else's values. A field of the account that
 * was chosen to take them under another name holds people's values, too.
 */
export function ownCodes({ plan }: RunContext, bindings: Bindings, entity: FieldEntity): Set<string> {
  const ours = plan.fields.filter(
    ({ entity: of, origin, use, name, key }) =>
      of === entity && origin === 'object_map' && (use === undefined || name === key),
  )
  return new Set(ours.flatMap(({ key }) => bindings.get(entity, key)?.code ?? []))
}

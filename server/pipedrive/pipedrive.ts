import { makeAccount } from './account.ts'
import { makeActivities } from './activities.ts'
import { makeApi } from './api.ts'
import { makeAttached } from './attached.ts'
import { makeDealProducts } from './deal-products.ts'
import { makeFields } from './fields.ts'
import { makeFiles } from './files.ts'
import { makeFilters } from './filters.ts'
import { makeNotes } from './notes.ts'
import { makeRecordPages } from './record-pages.ts'
import { makeRecords } from './records.ts'
import { makeRemoval } from './removal.ts'
import { makeTransport, type TransportDeps } from './transport.ts'
import type { Me, Pipedrive } from './types.ts'
import { makeUsers } from './users.ts'

export interface PipedriveClient extends Pipedrive {
  /** As `me`, sent once and also when the budget is spent: its answer tells whether the day's budget was reset. */
  probe(): Promise<Me>
}

/**
 * Pipedrive for one installation. Clients of one access token share a pacer, clients of one company a ledger. Every call
 * may throw the errors that `Pipedrive` names.
 */
export function makePipedrive(deps: TransportDeps): PipedriveClient {
  const transport = makeTransport(deps)
  const api = makeApi(transport)
  const probe = makeUsers(makeApi(transport, { probe: true }))
  return {
    ...makeUsers(api),
    ...makeAccount(api),
    ...makeFields(api),
    ...makeRecords(api),
    ...makeRecordPages(api),
    ...makeRemoval(api),
    ...makeAttached(api),
    ...makeNotes(api),
    ...makeActivities(api),
    ...makeFiles(api),
    ...makeDealProducts(api),
    ...makeFilters(api),
    probe: probe.me,
  }
}

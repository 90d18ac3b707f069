import type { Api } from './api.ts'
import { dataList, nextCursor, nextStart, pageSize } from './pages.ts'
import { makeResources, toParameters } from './records.ts'
import type { ListedKind, ListQuery, Pipedrive, RecordEntity, RecordPage } from './types.ts'
import { isWireRecord, text } from './wire.ts'

/** `files` gives no more at once (facts, v1 paging). */
const filesPerPage = 100

type PageOf = (query: ListQuery, from: string | undefined) => Promise<RecordPage>

/** One page of whatever can be listed, so that a long list can be left and gone on with. */
export function makeRecordPages(api: Api): Pick<Pipedrive, 'page'> {
  const resources = makeResources(api)
  const ofRecords =
    (entity: RecordEntity): PageOf =>
    async (query, cursor) =>
      toPage(await resources[entity].page({ limit: pageSize, ...toParameters(query), ...(cursor && { cursor }) }))
  const pages: Record<ListedKind, PageOf> = {
    person: ofRecords('person'),
    organization: ofRecords('organization'),
    deal: ofRecords('deal'),
    product: ofRecords('product'),
    async archived_deal({ updatedSince }, cursor) {
      const since = updatedSince && { updated_since: updatedSince }
      return toPage(await api.deals.getArchivedDeals({ limit: pageSize, ...since, ...(cursor && { cursor }) }))
    },
    async activity(query, cursor) {
      const { ids, updated_since, person_id, org_id, deal_id } = toParameters(query)
      const wanted = {
        ...(ids && { ids }),
        ...(updated_since && { updated_since }),
        ...(person_id && { person_id }),
        ...(org_id && { org_id }),
        ...(deal_id && { deal_id }),
      }
      return toPage(await api.activities.getActivities({ limit: pageSize, ...wanted, ...(cursor && { cursor }) }))
    },
    async note(query, from) {
      const { updated_since, person_id, org_id, deal_id } = toParameters(query)
      const wanted = {
        ...(updated_since && { updated_since }),
        ...(person_id && { person_id }),
        ...(org_id && { org_id }),
        ...(deal_id && { deal_id }),
      }
      return toPage(await api.notes.getNotes({ limit: pageSize, start: Number(from ?? 0), ...wanted }))
    },
    // No filter by time: the newest first, as far as needed.
    async file({ updatedSince }, from) {
      const answer = await api.files.getFiles({
        limit: filesPerPage,
        start: Number(from ?? 0),
        sort: 'update_time DESC',
      })
      const page = toPage(answer)
      const oldest = page.records.at(-1)
      const isOlder =
        updatedSince !== undefined && oldest !== undefined && !isSince(oldest['update_time'], updatedSince)
      return isOlder ? { records: page.records } : page
    },
  }
  return { page: (kind, query, from) => pages[kind](query, from) }
}

function toPage(answer: unknown): RecordPage {
  // v1 may list what was deleted.
  const records = dataList(answer)
    .filter(isWireRecord)
    .filter(({ active_flag }) => active_flag !== false)
  const next = nextCursor(answer) ?? nextStart(answer)?.toString()
  return next === undefined ? { records } : { records, next }
}

/** v1 times are UTC without saying so. */
function isSince(updateTime: unknown, since: string): boolean {
  return Date.parse(`${text(updateTime).replace(' ', 'T')}Z`) >= Date.parse(since)
}

import { toDate, toRfc3339 } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import { type Shown, toCustomFields, toLabels } from '../fields/shown.ts'
import type { Deal } from './stored.ts'

const time = (ms: number | null) => (ms === null ? null : toRfc3339(ms))
const day = (ms: number | null) => (ms === null ? null : toDate(ms))

export function toDealWire(company: Company, deal: Deal, shown: Shown): Record<string, unknown> {
  return {
    id: deal.id,
    title: deal.title,
    creator_user_id: deal.creatorId,
    owner_id: deal.ownerId,
    value: deal.value,
    person_id: deal.personId,
    org_id: deal.orgId,
    stage_id: deal.stageId,
    pipeline_id: deal.pipelineId,
    currency: deal.currency,
    add_time: toRfc3339(deal.addMs),
    update_time: toRfc3339(deal.updateMs),
    stage_change_time: toRfc3339(deal.stageChangeMs),
    status: deal.status,
    is_archived: deal.isArchived,
    archive_time: time(deal.archiveMs),
    is_deleted: deal.isDeleted,
    probability: deal.probability,
    lost_reason: deal.lostReason,
    visible_to: deal.visibleTo,
    close_time: time(deal.closeMs),
    won_time: time(deal.wonMs),
    lost_time: time(deal.lostMs),
    local_won_date: day(deal.wonMs),
    local_lost_date: day(deal.lostMs),
    local_close_date: day(deal.closeMs),
    expected_close_date: deal.expectedCloseDate,
    label_ids: deal.labelIds,
    ...(shown.includeLabels ? { labels: toLabels(company, 'deal', deal.labelIds) } : {}),
    origin: 'API',
    origin_id: null,
    channel: null,
    channel_id: null,
    arr: null,
    mrr: null,
    acv: null,
    custom_fields: toCustomFields(deal.custom, shown),
  }
}

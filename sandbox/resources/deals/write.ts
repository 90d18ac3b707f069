import { forbidden, invalid } from '../../api/answer.ts'
import { present } from '../../api/present.ts'
import { boolean, changes, id, nullable, number, oneOf, shape, text } from '../../api/read.ts'
import { date, moment, v1Moment } from '../../api/times.ts'
import { openDealsCap } from '../../plans.ts'
import type { Company } from '../../world/company.ts'
import type { Content } from '../../world/table.ts'
import type { User } from '../../world/users.ts'
import type { World } from '../../world/world.ts'
import { customFieldsBody, readCustomFields } from '../fields/values.ts'
import { currency, defaultVisibility, labelIds, owner, recordOf, visibility } from '../references.ts'
import { outcomeOf, placeOf } from './status.ts'
import type { Deal } from './stored.ts'
import { linesOf, withValueOfLines } from './value.ts'

/** A new deal of `user`. Throws the 400 of the body, or the 403 of the plan's limit of open deals. */
export function createDeal(world: World, company: Company, user: User, body: unknown): Deal {
  const given = shape(fields(world, company), ['title'])(body, 'body')
  if (given.is_deleted) throw invalid('is_deleted', 'must not be true for a new deal')
  const now = world.options.now()
  const start: Content<Deal> = {
    title: '',
    creatorId: user.id,
    ownerId: user.id,
    personId: null,
    orgId: null,
    ...placeOf(company, given, undefined),
    stageChangeMs: now,
    value: 0,
    currency: user.defaultCurrency,
    ...outcomeOf(user, given, { status: 'open', closeMs: null, wonMs: null, lostMs: null, lostReason: null }, now),
    probability: null,
    expectedCloseDate: null,
    isArchived: false,
    archiveMs: null,
    labelIds: [],
    visibleTo: defaultVisibility(world.options.plan),
    custom: {},
  }
  const content = { ...start, ...plain(company, given, start), ...archive(given, start, now) }
  assertRoom(world, company, content)
  const deal = company.deals.add(content)
  countOpen(company, undefined, deal)
  return deal
}

/** Changes what the body names, also in a deleted deal when the body restores it. */
export function changeDeal(world: World, company: Company, user: User, before: Deal, body: unknown): Deal {
  const given = changes(fields(world, company))(body, 'body')
  const now = world.options.now()
  const place = placeOf(company, given, before)
  const content = {
    ...plain(company, given, before),
    ...place,
    ...(place.stageId === before.stageId ? {} : { stageChangeMs: now }),
    ...outcomeOf(user, given, before, now),
    ...archive(given, before, now),
  }
  assertRoom(world, company, { ...before, ...content }, before)
  let after = company.deals.change(before, content)
  if (given.is_deleted !== undefined)
    after = given.is_deleted ? company.deals.remove(after) : company.deals.restore(after)
  if (linesOf(company, after.id).length > 0) after = company.deals.change(after, withValueOfLines(company, after))
  countOpen(company, before, after)
  return after
}

export function removeDeal(company: Company, deal: Deal): Deal {
  const after = company.deals.remove(deal)
  countOpen(company, deal, after)
  return after
}

const fields = (world: World, company: Company) => ({
  title: text(255, 1),
  owner_id: owner(company),
  person_id: nullable(recordOf(company.persons, 'person')),
  org_id: nullable(recordOf(company.organizations, 'organization')),
  pipeline_id: id,
  stage_id: id,
  value: number(),
  currency: currency(company),
  status: oneOf('open', 'won', 'lost'),
  probability: nullable(number(0, 100)),
  lost_reason: nullable(text(150)),
  visible_to: visibility(world.options.plan),
  close_time: nullable(moment),
  won_time: moment,
  lost_time: moment,
  expected_close_date: nullable(date),
  is_archived: boolean,
  archive_time: v1Moment,
  is_deleted: boolean,
  label_ids: labelIds(company, 'deal'),
  custom_fields: customFieldsBody,
})

type Given = { [K in keyof ReturnType<typeof fields>]?: ReturnType<ReturnType<typeof fields>[K]> }

const plain = (company: Company, given: Given, before: Content<Deal>): Partial<Content<Deal>> =>
  present<Content<Deal>>({
    title: given.title,
    ownerId: given.owner_id,
    personId: given.person_id,
    orgId: given.org_id,
    value: given.value,
    currency: given.currency,
    probability: given.probability,
    visibleTo: given.visible_to,
    expectedCloseDate: given.expected_close_date,
    labelIds: given.label_ids,
    custom: given.custom_fields && readCustomFields(company, 'deal', given.custom_fields, before.custom),
  })

function archive(given: Given, before: Content<Deal>, nowMs: number): Pick<Deal, 'isArchived' | 'archiveMs'> {
  const isArchived = given.is_archived ?? before.isArchived
  if (given.archive_time !== undefined && !isArchived) throw invalid('archive_time', 'needs is_archived')
  return { isArchived, archiveMs: isArchived ? (given.archive_time ?? before.archiveMs ?? nowMs) : null }
}

function assertRoom(world: World, company: Company, after: Content<Deal>, before?: Deal): void {
  const limit = Math.min(openDealsCap, world.limits().openDealsPerSeat * world.options.seats)
  const opens = after.status === 'open' && !(before && isOpen(before))
  if (!opens || company.openDeals < limit) return
  throw forbidden("Couldn't add the deal. Open deals limit reached.", 'feature_capping_deals_limit')
}

const isOpen = (deal: Deal) => deal.status === 'open' && !deal.isDeleted

function countOpen(company: Company, before: Deal | undefined, after: Deal): void {
  company.openDeals += Number(isOpen(after)) - Number(before !== undefined && isOpen(before))
}

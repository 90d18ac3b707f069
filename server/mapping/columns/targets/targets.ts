import type { DatasetKind } from '../../../altcraft/types.ts'
import type { Concept } from '../lexicon/lexicon.ts'
import { campaignTargets } from './campaign-targets.ts'
import { orderTargets } from './order-targets.ts'
import {
  eventTargets,
  fileTargets,
  loyaltyTargets,
  memberTargets,
  noteTargets,
  segmentTargets,
} from './other-targets.ts'
import { personTargets } from './person-targets.ts'
import { productTargets } from './product-targets.ts'
import type { TargetRule } from './target-rule.ts'

/** Where the columns of a kind may go. */
export interface KindTargets {
  rules: readonly TargetRule[]
  /** Concepts that say nothing in a file of this kind: an order's file says `order` of all its columns. */
  atHome: ReadonlySet<Concept>
  /** Where a meaningful column without a place of its own goes; undefined: it stays with the source rows. */
  custom?: string
}

const profiles = kind(personTargets, 'person', 'person.custom')
const campaigns = kind(campaignTargets, 'campaign', 'deal.custom')
const events = kind(eventTargets, 'event')

const byKind: Partial<Record<DatasetKind, KindTargets>> = {
  profiles,
  orders: kind(orderTargets, 'order', 'order.custom'),
  products: kind(productTargets, 'product variant', 'product.custom'),
  campaigns,
  campaign_metrics: campaigns,
  channel_reports: campaigns,
  segment_members: kind(memberTargets, 'person'),
  segments: kind(segmentTargets, 'segment'),
  history: events,
  goals: events,
  notes: kind(noteTargets, 'note'),
  files: kind(fileTargets, 'file'),
  loyalty_transactions: kind(loyaltyTargets, 'loyalty'),
}

const nowhere = kind([], '')

function kind(rules: readonly TargetRule[], atHome: string, custom?: string): KindTargets {
  return { rules, atHome: new Set(atHome.split(' ')), ...(custom === undefined ? {} : { custom }) }
}

export function kindTargets(kind: DatasetKind): KindTargets {
  return byKind[kind] ?? nowhere
}

/** Where a meaningful column of this kind goes without a place of its own; undefined: nowhere. */
export function customTargetOf(kind: DatasetKind): string | undefined {
  return kindTargets(kind).custom
}

/** A custom field of any entity, or nowhere: no column is in the way of another there. */
export function isCustomTarget(target: string): boolean {
  return target === 'ignore' || target.endsWith('.custom')
}

const besides: Record<string, readonly string[]> = {
  'person.custom': ['person.custom', 'organization.custom'],
  'order.custom': ['order.custom', 'line.custom'],
}

/** Every target that a column of this kind may have, `ignore` last. */
export function targetsOf(kind: DatasetKind): string[] {
  const { rules, custom } = kindTargets(kind)
  const own = custom === undefined ? [] : (besides[custom] ?? [custom])
  return [...new Set([...rules.map(({ target }) => target), ...own, 'ignore'])]
}

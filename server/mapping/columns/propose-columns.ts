import { normaliseColumn, profileFieldOf } from '../../altcraft/captions.ts'
import { type DatasetKind, handoffKinds } from '../../altcraft/types.ts'
import type { ColumnMapping, ColumnProfile } from '../types.ts'
import { campaignRules } from './campaign-rules.ts'
import { shareLooking } from './evidence.ts'
import { memberRules } from './member-rules.ts'
import { orderRules } from './order-rules.ts'
import { productRules } from './product-rules.ts'
import { profileRules } from './profile-rules.ts'
import type { ColumnRule } from './rule.ts'
import { technicalReason } from './technical-columns.ts'

const rulesOf: Partial<Record<DatasetKind, readonly ColumnRule[]>> = {
  profiles: profileRules,
  orders: orderRules,
  products: productRules,
  campaigns: campaignRules,
  segment_members: memberRules,
}

const customTarget: Partial<Record<DatasetKind, string>> = {
  profiles: 'person.custom',
  orders: 'order.custom',
  products: 'product.custom',
  campaigns: 'deal.custom',
}

/** Names are believed when at least this share of the samples looks as the target needs. */
const believed = 0.5

/**
 * Where each column of a dataset goes, in the order of `profiles`: by its name (API name, English or Russian caption,
 * what people call it), checked against its values. Custom columns have no `fieldKey` yet. Pure and deterministic.
 */
export function proposeColumns(kind: DatasetKind, profiles: readonly ColumnProfile[]): ColumnMapping[] {
  const claimed = claimByName(rulesOf[kind] ?? [], profiles)
  if (kind === 'profiles') claimByValues(profiles, claimed)
  return profiles.map((profile) => claimed.get(profile) ?? unclaimed(kind, profile))
}

type Claims = Map<ColumnProfile, ColumnMapping>

function claimByName(rules: readonly ColumnRule[], profiles: readonly ColumnProfile[]): Claims {
  const claims: Claims = new Map()
  for (const rule of rules) {
    const candidates = profiles
      .filter((profile) => !claims.has(profile))
      .map((profile) => ({ profile, rank: rankOf(rule, profile.column) }))
      .filter(({ profile, rank }) => rank >= 0 && shareLooking(rule.looks ?? 'scalar', profile) >= requiredShare(rule))
      .sort((a, b) => a.rank - b.rank)
    for (const { profile } of rule.many ? candidates : candidates.slice(0, 1)) {
      claims.set(profile, {
        column: profile.column,
        target: rule.target,
        tier: 'certain',
        reason: nameReason(rule, profile),
      })
    }
  }
  return claims
}

function requiredShare(rule: ColumnRule): number {
  return rule.looks === undefined ? 0 : believed
}

/** The place of the column's name in the rule's list, or −1. */
function rankOf(rule: ColumnRule, column: string): number {
  const name = normaliseColumn(column)
  const exact = rule.names.indexOf(name)
  if (exact >= 0 || !rule.many) return exact
  if (rule.target === 'person.subscriptions') return -1
  return rule.names.indexOf(name.replace(/ \d+$/, ''))
}

function nameReason(rule: ColumnRule, profile: ColumnProfile): string {
  const field = rule.target.startsWith('person.') ? profileFieldOf(profile.column) : undefined
  const named = field === undefined ? `the name "${profile.column}" says so` : `Altcraft's field ${field}`
  if (profile.filled === 0) return `${named}; the column is empty`
  const checked = rule.looks !== undefined && rule.looks !== 'scalar'
  return checked ? `${named}, and its values look like it (${evidenceWords[rule.looks ?? 'scalar']})` : named
}

const evidenceWords: Record<string, string> = {
  email: 'e-mail addresses',
  phone: 'phone numbers',
  date: 'dates',
  number: 'numbers',
  boolean: 'yes or no',
  nested: 'JSON',
  domain: 'web addresses',
}

/**
 * Profiles without a column named as e-mail (phone): the one whose values are. Never beside a named one: a referrer's
 * address would make two people one.
 */
function claimByValues(profiles: readonly ColumnProfile[], claims: Claims): void {
  for (const looks of ['email', 'phone'] as const) {
    const target = `person.${looks}`
    if ([...claims.values()].some((mapping) => mapping.target === target)) continue
    const found = profiles.find(
      (profile) => !claims.has(profile) && profile.filled > 0 && (profile.types[looks] ?? 0) / profile.filled > 0.8,
    )
    if (!found) continue
    const share = `${found.types[looks]} of ${found.filled} values are ${evidenceWords[looks]}`
    claims.set(found, { column: found.column, target, tier: 'likely', reason: `${share}, and no column is named so` })
  }
  for (const profile of profiles) {
    if (!/^subscriptions? \d+(?: |$)/.test(normaliseColumn(profile.column))) continue
    const reason = 'a part of a subscription, written as a column of its own'
    claims.set(profile, { column: profile.column, target: 'person.subscriptions', tier: 'certain', reason })
  }
}

function unclaimed(kind: DatasetKind, { column, filled }: ColumnProfile): ColumnMapping {
  const ignore = (reason: string): ColumnMapping => ({ column, target: 'ignore', tier: 'certain', reason })
  if (handoffKinds.includes(kind)) return ignore('kept for the handoff as it is')
  const technical = technicalReason(kind, column)
  if (technical !== undefined) return ignore(technical)
  if (filled === 0) return ignore('no row has a value')
  const custom = customTarget[kind]
  if (custom === undefined)
    return ignore('a file of members says who belongs to the segment; other columns are not needed')
  if (normaliseColumn(column) === 'id') return ignore('the record has another key that its lines and orders use')
  const ofCompany =
    kind === 'profiles' && /^(company|organization|организаци[яи]|компани[яи]) /.test(normaliseColumn(column))
  return {
    column,
    target: ofCompany ? 'organization.custom' : custom,
    tier: 'likely',
    reason: 'no field of Pipedrive or of the object map has this name: it becomes a custom field',
  }
}

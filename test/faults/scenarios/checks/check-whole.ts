import type { Wanted } from '../exports.ts'
import { customValue, fieldCode, type Records, sourceIds } from './source-ids.ts'

/** As many records of each kind as the export calls for, by the independent count. */
export function checkWhole(records: Records, wanted: Wanted): string[] {
  const ours = new Set([
    ...sourceIds(records, 'altcraft_order_id__c'),
    ...sourceIds(records, 'altcraft_campaign_id__c'),
  ])
  const found = {
    persons: sourceIds(records, 'altcraft_profile_id__c').length,
    organizations: sourceIds(records, 'altcraft_organization_key__c').length,
    orders: sourceIds(records, 'altcraft_order_id__c').length,
    campaigns: sourceIds(records, 'altcraft_campaign_id__c').length,
    lines: records['dealProducts']?.length ?? 0,
    memberships: memberships(records),
  }
  const problems = Object.entries(found).flatMap(([kind, count]) => {
    const expected = wanted[kind as keyof typeof found]
    return count === expected ? [] : [`${count} ${kind}, and there should be ${expected}`]
  })
  const deals = wanted.orders + wanted.campaigns
  return ours.size === deals ? problems : [...problems, `${ours.size} deals of ours instead of ${deals}`]
}

/** Labels of persons, over all segments. */
function memberships(records: Records): number {
  const code = fieldCode(records, 'persons', 'segments__c')
  return (records['persons'] ?? []).reduce((sum, person) => {
    const value = customValue(person, code)
    return sum + (Array.isArray(value) ? value.length : 0)
  }, 0)
}

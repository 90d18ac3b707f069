import type { DatasetKind } from '../../altcraft/types.ts'
import type { FieldEntity, FieldType, PlannedField } from '../types.ts'
import { yesNoOptions } from '../yes-no.ts'

/** The long text field of an entity that takes what the plan's cap leaves no field for. */
export const foldedFieldKey = 'altcraft_other_values__c'

interface FieldOfTheMap {
  entity: FieldEntity
  key: string
  type: FieldType
  options?: readonly string[]
  /** Planned when one of these kinds is there. */
  kinds: readonly DatasetKind[]
}

/** The object map's fields (product.md), in the order in which they matter when fields are scarce. */
export const objectMapFields: readonly FieldOfTheMap[] = [
  field('person', 'altcraft_profile_id__c', 'varchar', ['profiles']),
  field('deal', 'altcraft_order_id__c', 'varchar', ['orders']),
  field('deal', 'altcraft_campaign_id__c', 'varchar', ['campaigns']),
  field('product', 'altcraft_product_id__c', 'varchar', ['products']),
  field('organization', 'altcraft_organization_key__c', 'varchar', ['profiles']),
  field('organization', 'domain__c', 'varchar', ['profiles']),
  field('person', 'email_optin__c', 'enum', ['profiles'], yesNoOptions),
  field('person', 'sms_optin__c', 'enum', ['profiles'], yesNoOptions),
  field('person', 'push_optin__c', 'enum', ['profiles'], yesNoOptions),
  field('person', 'segments__c', 'set', ['segment_members']),
  field('deal', 'order_status__c', 'varchar', ['orders']),
  field('deal', 'original_created__c', 'date', ['orders', 'campaigns']),
  field('person', 'lifetime_value__c', 'monetary', ['profiles']),
  field('person', 'first_purchase_date__c', 'date', ['profiles']),
  field('person', 'last_interaction_date__c', 'date', ['profiles']),
  field('person', 'last_channel__c', 'varchar', ['profiles']),
  field('person', 'engagement_score__c', 'double', ['profiles']),
  field('person', 'control_group__c', 'varchar', ['profiles']),
]

/** Figures of campaigns; planned only when a campaigns dataset has them (rates: or what they are computed from). */
export const campaignMetricKeys: readonly string[] = [
  'open_rate__c',
  'click_rate__c',
  'sends__c',
  'deliveries__c',
  'opens__c',
  'clicks__c',
  'unsubscribes__c',
  'bounces__c',
]

function field(
  entity: FieldEntity,
  key: string,
  type: FieldType,
  kinds: readonly DatasetKind[],
  options?: readonly string[],
): FieldOfTheMap {
  return { entity, key, type, kinds, ...(options ? { options } : {}) }
}

export function toPlannedField(
  entity: FieldEntity,
  key: string,
  type: FieldType,
  options: readonly string[] = [],
): PlannedField {
  return { entity, key, name: key, type, options: [...options], fillRate: 1, origin: 'object_map' }
}

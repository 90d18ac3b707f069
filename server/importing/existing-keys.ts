import { isJsonObject, type Json } from '../lib/json.ts'
import { normaliseCompanyName } from '../mapping/company-name.ts'
import { readCompanyDomain } from '../mapping/domain.ts'
import type { WireRecord } from '../pipedrive/types.ts'
import type { Bindings } from './bindings.ts'
import type { RecordJournalEntity } from './types.ts'

/** 2: by a source id that we wrote; 1: by what people know it by. (3, linked by us, is read from the links table.) */
export interface ExistingKey {
  key: string
  strength: 1 | 2
  /** A name is no match for a record that has another domain than this. */
  domain?: string
}

/** The keys by which an existing record of the account may be one of ours; the same forms as `Draft.matchKeys`. Pure. */
export function existingKeys(entity: RecordJournalEntity, record: WireRecord, bindings: Bindings): ExistingKey[] {
  switch (entity) {
    case 'person':
      return [
        ...bySourceId(record, bindings.get('person', 'altcraft_profile_id__c')?.code, 'id:'),
        ...values(record['emails']).map((email): ExistingKey => ({ key: `email:${email.toLowerCase()}`, strength: 1 })),
      ]
    case 'organization': {
      const domainCode = bindings.get('organization', 'domain__c')?.code
      const site = domainCode === undefined ? record['website'] : customText(record, domainCode)
      const domain = readCompanyDomain(site)
      const name = typeof record['name'] === 'string' ? normaliseCompanyName(record['name']) : ''
      return [
        ...bySourceId(record, bindings.get('organization', 'altcraft_organization_key__c')?.code, ''),
        ...(domain ? [{ key: `domain:${domain}`, strength: 1 } as const] : []),
        ...(name ? [{ key: `name:${name}`, strength: 1, ...(domain ? { domain } : {}) } as const] : []),
      ]
    }
    case 'product': {
      const code = record['code']
      return typeof code === 'string' && code !== '' ? [{ key: `code:${code}`, strength: 1 }] : []
    }
    case 'campaign':
      return bySourceId(record, bindings.get('deal', 'altcraft_campaign_id__c')?.code, 'campaign:')
    case 'order':
      return bySourceId(record, bindings.get('deal', 'altcraft_order_id__c')?.code, 'order:')
  }
}

function bySourceId(record: WireRecord, code: string | undefined, prefix: string): ExistingKey[] {
  const id = code === undefined ? undefined : customText(record, code)
  return id ? [{ key: `${prefix}${id}`, strength: 2 }] : []
}

function customText(record: WireRecord, code: string): string | undefined {
  const custom = record['custom_fields']
  const value = isJsonObject(custom) ? custom[code] : undefined
  return typeof value === 'string' ? value : undefined
}

function values(contacts: Json | undefined): string[] {
  if (!Array.isArray(contacts)) return []
  return contacts.flatMap((contact) =>
    isJsonObject(contact) && typeof contact['value'] === 'string' ? [contact['value'].trim()] : [],
  )
}

import type { SourceRow } from '../../altcraft/types.ts'
import { remembering } from '../../altcraft/values/remembering.ts'
import { readText } from '../../altcraft/values/text.ts'
import { normaliseCompanyName } from '../company-name.ts'
import { readCompanyDomain } from '../domain.ts'
import type { DatasetPlan, Draft, PlanDocument } from '../types.ts'
import { makeCustomReader } from './custom-values.ts'
import type { Findings } from './findings.ts'
import { cellOf, type Places } from './places.ts'

/**
 * The organization of a profile: only where its company name or company domain is filled. Known by its domain, else by its
 * normalised name. A named company without a domain takes that of the person's e-mail, unless it is a free-mail provider.
 */
export function makeOrganizationDraft(plan: PlanDocument, dataset: DatasetPlan, places: Places) {
  const namePlace = places.one('organization.name')
  const domainPlace = places.one('organization.domain')
  const custom = makeCustomReader(plan, dataset, places, 'organization')
  const domainIsFolded = plan.folded.some(({ entity, column }) => entity === 'organization' && column === 'domain__c')
  const normalise = remembering(normaliseCompanyName)
  const hostDomain = remembering(readCompanyDomain)
  return (row: SourceRow, emails: readonly string[], findings: Findings): Draft<'organization'> | undefined => {
    const nameCell = cellOf(row, namePlace)
    const site = cellOf(row, domainPlace)
    if (nameCell === null && site === null) return undefined
    const written = readText(nameCell)?.replace(/\s+/g, ' ')
    const normalised = normalise(written ?? '')
    const name = normalised === '' ? undefined : written
    const own = readCompanyDomain(site)
    if (name === undefined && own === undefined) return undefined
    const domain = site === null ? firstDomain(emails, hostDomain) : own
    const nameKey = `name:${normalised}`
    const key = domain === undefined ? nameKey : `domain:${domain}`
    const values = custom.read(row, findings)
    if (domain !== undefined && domainIsFolded) custom.put(values, 'domain__c', { type: 'varchar', value: domain })
    custom.put(values, 'altcraft_organization_key__c', { type: 'varchar', value: key.slice(0, 255) })
    return {
      entity: 'organization',
      sourceKey: `organization:${key}`,
      matchKeys: [...(domain === undefined ? [] : [key]), ...(name === undefined ? [] : [nameKey])],
      record: { name: name ?? domain ?? '', ...(domain === undefined ? {} : { domain }), custom: values },
    }
  }
}

/** Of the first address that is no free-mail provider's. Addresses differ, their hosts repeat. */
function firstDomain(emails: readonly string[], domainOf: (host: string) => string | undefined): string | undefined {
  for (const email of emails) {
    const domain = domainOf(email.slice(email.lastIndexOf('@') + 1))
    if (domain !== undefined) return domain
  }
  return undefined
}

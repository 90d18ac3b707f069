import type { SourceRow } from '../../altcraft/types.ts'
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
  return (row: SourceRow, emails: readonly string[], findings: Findings): Draft<'organization'> | undefined => {
    const written = readText(cellOf(row, namePlace))?.replace(/\s+/g, ' ')
    const normalised = normaliseCompanyName(written ?? '')
    const name = normalised === '' ? undefined : written
    const site = cellOf(row, domainPlace)
    const own = readCompanyDomain(site)
    if (name === undefined && own === undefined) return undefined
    const domain = site === null ? emails.map(readCompanyDomain).find((found) => found !== undefined) : own
    const nameKey = `name:${normalised}`
    const key = domain === undefined ? nameKey : `domain:${domain}`
    const values = custom.read(row, findings)
    custom.put(values, 'altcraft_organization_key__c', { type: 'varchar', value: key.slice(0, 255) })
    return {
      entity: 'organization',
      sourceKey: `organization:${key}`,
      matchKeys: [...(domain === undefined ? [] : [key]), ...(name === undefined ? [] : [nameKey])],
      record: { name: name ?? domain ?? '', ...(domain === undefined ? {} : { domain }), custom: values },
    }
  }
}

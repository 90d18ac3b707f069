import { domainToUnicode } from 'node:url'
import { getDomain } from 'tldts'
import { readText } from '../altcraft/values/text.ts'
import type { Json } from '../lib/json.ts'
import { freeMailDomains } from './free-mail-domains.ts'

/**
 * The registrable domain of a web address, a bare domain or an e-mail address (public suffix list, private suffixes as
 * well: `shop.github.io` stays), lower case, in its own script. Undefined for anything else and for free-mail providers:
 * they are nobody's company.
 */
export function readCompanyDomain(cell: Json | undefined): string | undefined {
  const domain = readDomain(cell)
  return domain === undefined || freeMailDomains.has(domain) ? undefined : domain
}

/** As `readCompanyDomain`, of free-mail providers too. */
export function readDomain(cell: Json | undefined): string | undefined {
  const text = readText(cell ?? null)
  if (text === undefined || text.length > 2000) return undefined
  const bare = text.slice(text.lastIndexOf('@') + 1)
  const domain = getDomain(bare, { allowPrivateDomains: true })
  if (domain === null || !domain.includes('.')) return undefined
  return domain.startsWith('xn--') || domain.includes('.xn--') ? domainToUnicode(domain) || domain : domain
}

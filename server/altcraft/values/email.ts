import type { Json } from '../../lib/json.ts'
import { readText } from './text.ts'

const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const label = /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u

/**
 * An e-mail address, trimmed and in lower case; `mailto:` and a display name around `<…>` are taken off. Undefined when the
 * syntax is wrong (RFC 5321 lengths, no quoted local parts, a top-level domain of letters), so also for Altcraft's
 * placeholder `<id>@localhost`. Domains in any script are fine.
 */
export function readEmail(cell: Json): string | undefined {
  const text = typeof cell === 'string' ? readText(cell) : undefined
  if (text === undefined || text.length > 320) return undefined
  const bare = /<([^<>]+)>$/.exec(text)?.[1] ?? text.replace(/^mailto:/i, '')
  const address = bare.trim().toLowerCase()
  const at = address.lastIndexOf('@')
  if (at < 1 || at > 64 || address.length > 254) return undefined
  return local.test(address.slice(0, at)) && isDomain(address.slice(at + 1)) ? address : undefined
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  const top = labels.at(-1) ?? ''
  return (
    labels.length >= 2 &&
    labels.every((part) => label.test(part)) &&
    (/^\p{L}[\p{L}\p{M}]+$/u.test(top) || /^xn--/.test(top))
  )
}

/** `<id>@localhost`: what Altcraft writes for a profile without an e-mail (Altcraft FAQ). */
export function isPlaceholderEmail(cell: Json): boolean {
  const text = typeof cell === 'string' ? readText(cell) : undefined
  return text !== undefined && /^[^@\s]+@localhost(?:\.localdomain)?$/i.test(text)
}

import type { Json } from '../../lib/json.ts'
import { readText } from './text.ts'

const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
/** Most addresses, in lower case: of ASCII, and too short for a part that is too long. A third of the time of `isAddress`. */
const plain = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,}$/
const longestPlain = 63
const label = /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u

/** A display name around `<…>`, or `mailto:`. */
const marked = /[<:]/

/**
 * An e-mail address, trimmed and in lower case; `mailto:` and a display name around `<…>` are taken off. Undefined when the
 * syntax is wrong (RFC 5321 lengths, no quoted local parts, a top-level domain of letters), so also for Altcraft's
 * placeholder `<id>@localhost`. Domains in any script are fine.
 */
export function readEmail(cell: Json): string | undefined {
  const text = typeof cell === 'string' ? readText(cell) : undefined
  if (text === undefined || text.length > 320) return undefined
  const bare = marked.test(text) ? unmarked(text) : text
  const address = bare.trim().toLowerCase()
  const isPlain = address.length <= longestPlain && plain.test(address)
  return isPlain || isAddress(address) ? address : undefined
}

/** Whether a text in lower case is an address, in any script. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1 || at > 64 || text.length > 254) return false
  return local.test(text.slice(0, at)) && isDomain(text.slice(at + 1))
}

function unmarked(text: string): string {
  return /<([^<>]+)>$/.exec(text)?.[1] ?? text.replace(/^mailto:/i, '')
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

import { isUtf8 } from 'node:buffer'

const leftovers = /^(?:\._.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i

/**
 * A member's name as a label: UTF-8, or CP866 as Russian Windows writes it without saying so. Drive letters, leading slashes
 * and `..` are taken out. Undefined for a folder and for what operating systems add by themselves.
 */
export function memberName(raw: Buffer, utf8: boolean): string | undefined {
  const decoder = new TextDecoder(utf8 || isUtf8(raw) ? 'utf-8' : 'ibm866')
  const name = decoder.decode(raw).replaceAll('\\', '/').replaceAll('\0', '')
  if (name.endsWith('/')) return undefined
  const parts = name
    .replace(/^[A-Za-z]:/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
  if (parts[0] === '__MACOSX' || leftovers.test(parts.at(-1) ?? '')) return undefined
  return parts.join('/') || 'unnamed'
}

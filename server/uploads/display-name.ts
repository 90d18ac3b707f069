const longest = 255

/**
 * A file's name as people see it: without folders, control characters and marks that reorder text, at most 255 characters
 * with the extension kept. Any script is. Undefined when nothing is left. Names are never used as paths.
 */
export function toDisplayName(raw: string): string | undefined {
  const name = (raw.split(/[\\/]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  if (/^\.*$/.test(name)) return undefined
  const characters = [...name]
  if (characters.length <= longest) return name
  const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? ''
  return characters.slice(0, longest - extension.length).join('') + extension
}

import { InvalidRequest } from '../../errors.ts'

/** What stands for a value in the title of a deal; besides, `{Column name}` for any column of the file. */
export const titlePlaceholders = ['number', 'date', 'total', 'currency', 'customer', 'status', 'source'] as const
export type TitlePlaceholder = (typeof titlePlaceholders)[number]
export type TitleValues = Record<TitlePlaceholder, string | undefined>

export const titleLimit = 255

/** Braces with a name in them; a brace alone is a character. */
const placeholder = /\{([^{}]+)\}/g

/**
 * Throws `InvalidRequest(400)`: `title.empty`, `title.too_long`, or `title.unknown_placeholder` with the first one that is
 * neither a value of the deal nor a column.
 */
export function assertTitleTemplate(template: string, columns: readonly string[]): void {
  if (template.trim() === '') throw new InvalidRequest(400, 'title.empty')
  if (template.length > titleLimit) throw new InvalidRequest(400, 'title.too_long', { limit: titleLimit })
  const unknown = placeholdersOf(template).find((name) => !isPlaceholder(name) && !columns.includes(name))
  if (unknown !== undefined) {
    throw new InvalidRequest(400, 'title.unknown_placeholder', {
      placeholder: unknown.slice(0, 100),
      known: titlePlaceholders.map((name) => `{${name}}`),
    })
  }
}

export function placeholdersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map(([, name = '']) => name.trim())
}

export function isPlaceholder(name: string): name is TitlePlaceholder {
  return (titlePlaceholders as readonly string[]).includes(name)
}

/** Stand for an empty value and for one that is there; no template that could be set holds them. */
const gap = '\u0000'
const held = '\u0001'
const separators = '[\\s—–\\-:,;|/·#№]'

/**
 * The title with its values; at most 255 characters, undefined when nothing is left of it. An empty value takes the brackets
 * around it and the separator before it along: `Order {number} — {customer}` without a customer is `Order 7`. Values come
 * last: what surrounds empty ones is looked for in the template alone, however long the cells are.
 */
export function toTitle(template: string, valueFor: (name: string) => string | undefined): string | undefined {
  const values: string[] = []
  const plain = template.replaceAll(gap, '').replaceAll(held, '')
  const skeleton = plain.replace(placeholder, (_, name: string) => {
    const value = valueFor(name.trim())?.replaceAll(gap, '').replace(/\s+/g, ' ').trim()
    if (value === undefined || value === '') return gap
    values.push(value)
    return held
  })
  const whole = skeleton.includes(gap) ? withoutGaps(skeleton) : skeleton
  let at = 0
  const title = whole.replaceAll(held, () => values[at++] ?? '')
  const text = title.replace(/\s+/g, ' ').trim().slice(0, titleLimit).trim()
  return text === '' ? undefined : text
}

function withoutGaps(text: string): string {
  return text
    .replaceAll(new RegExp(`[([«"]\\s*${gap}\\s*[)\\]»"]`, 'g'), gap)
    .replace(new RegExp(`^(?:\\s*${gap}${separators}*)+`), '')
    .replaceAll(new RegExp(`${separators}*${gap}`, 'g'), '')
    .replace(new RegExp(`${separators}+$`), '')
}

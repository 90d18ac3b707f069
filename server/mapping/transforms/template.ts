/** A piece of text, or the column whose cell stands there. */
export type TemplatePart = { text: string } | { column: string }

const token = /\{\{|\}\}|\{([^{}]+)\}/g
const filledMark = '\u0001'
const emptyMark = '\u0000'

/** What stands between two values, and has nothing to part when one of them is missing. */
const separator = /[\s,;:.|/·–—-]/
const emptyInBrackets = new RegExp(`[([«“"](?:${separator.source}|${emptyMark})+[)\\]»”"]`, 'g')
const emptyNumber = new RegExp(`[№#]\\s*${emptyMark}`, 'g')

/** `{Column}` is the cell of a column; `{{` and `}}` are braces; a brace alone is itself. */
export function readTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let end = 0
  for (const match of text.matchAll(token)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push(match[1] === undefined ? { text: match[0].charAt(0) } : { column: match[1] })
    end = match.index + match[0].length
  }
  return end < text.length ? [...parts, { text: text.slice(end) }] : parts
}

/** The columns that a template names. */
export function columnsOfTemplate(text: string): string[] {
  return readTemplate(text).flatMap((part) => ('column' in part ? [part.column] : []))
}

/**
 * The text with its cells. Around an empty one nothing is left over: neither its brackets nor a second comma, dash or space.
 * Empty when the template names columns and all of them are; undefined when its values are longer than `limit` together.
 */
export function fillTemplate(
  parts: readonly TemplatePart[],
  textOf: (column: string) => string,
  limit: number,
): string | undefined {
  const values: string[] = []
  let length = 0
  let skeleton = ''
  for (const part of parts) {
    if ('text' in part) {
      skeleton += part.text.replaceAll(filledMark, '').replaceAll(emptyMark, '')
      continue
    }
    const value = textOf(part.column)
    skeleton += value === '' ? emptyMark : filledMark
    if (value !== '') values.push(value)
    length += value.length
    if (length > limit) return undefined
  }
  if (skeleton.includes(emptyMark)) skeleton = values.length === 0 ? '' : withoutEmpties(skeleton)
  let at = 0
  return skeleton.replaceAll(filledMark, () => values[at++] ?? '').trim()
}

function withoutEmpties(skeleton: string): string {
  const withoutBrackets = (whole: string) => (whole.includes(emptyMark) ? emptyMark : whole)
  let text = skeleton.replace(emptyInBrackets, withoutBrackets).replace(emptyNumber, emptyMark)
  for (let at = text.indexOf(emptyMark); at >= 0; at = text.indexOf(emptyMark)) {
    let [from, until] = [at, at + 1]
    while (separator.test(text.charAt(from - 1))) from -= 1
    while (separator.test(text.charAt(until))) until += 1
    const isBetween = from > 0 && until < text.length
    const kept = isBetween ? separatorOf(text.slice(from, at), text.slice(at + 1, until)) : ''
    text = text.slice(0, from) + kept + text.slice(until)
  }
  return text
}

/** One of the two: that which has more to it than space. */
function separatorOf(before: string, after: string): string {
  const [first, second] = before.trim() === '' ? [after, before] : [before, after]
  return first === '' ? second : first
}

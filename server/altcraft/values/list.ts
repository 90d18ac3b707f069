import { isJsonObject, type Json } from '../../lib/json.ts'
import { readPythonList } from './python-list.ts'
import { readNested, readText } from './text.ts'

/** Tried in this order; the first that occurs parts the whole text, so `Smith, John; Doe, Jane` are two. */
const separators = [
  /\r?\n/,
  /\|/,
  // `Rock &amp; Roll` is one value: the semicolon ends an HTML entity.
  /(?<!&(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos|nbsp|[lr]aquo|[nm]dash|hellip|copy|reg|trade));/i,
  /,\s+/,
]
/** JSON that is broken, or what Python and PHP write (`a:2:{…}`): its commas and semicolons part nothing that we could name. */
const structured = /^(?:\[\s*["'[{]|\{\s*["'{]|\[[^\]]*\]$|\{[^}]*\}$|[aO]:\d+:)/
/** Addresses hold no commas, so a comma without a space parts them too. */
const addresses = /^(?:[^\s,@]+@[^\s,@]+|\+?[\d ()-]{7,})(?:,(?:[^\s,@]+@[^\s,@]+|\+?[\d ()-]{7,}))+$/

/** What every text has that is more than one value; by far the most cells of phones and e-mails hold one. */
const several = /[[{|;,\r\n]/

/**
 * The values of a multi-valued cell (tags, phones, categories): a JSON array, JSON text of one, a Python list of plain
 * values, or text parted by line ends, `|`, `;` or comma and space. Objects give their `title` or `name` (the SDKs write
 * categories so), otherwise their JSON text. Values are trimmed, empty ones left out, order and repetitions kept. Any other
 * structure (broken JSON, PHP's) is one value, as it is written.
 */
export function readList(cell: Json): string[] {
  if (typeof cell === 'string' && !several.test(cell)) return oneText(cell)
  const nested = readNested(cell)
  if (Array.isArray(nested)) return elementTexts(nested)
  if (isJsonObject(nested)) return [elementText(nested) ?? []].flat()
  const text = readText(nested)
  if (text === undefined) return []
  if (structured.test(text)) return readPythonList(text) ?? [text]
  const separator = addresses.test(text) ? /,/ : separators.find((candidate) => candidate.test(text))
  if (!separator) return [text]
  return text.split(separator).flatMap((part) => readText(part) ?? [])
}

function oneText(cell: string): string[] {
  const text = readText(cell)
  return text === undefined ? [] : [text]
}

function elementTexts(elements: Json[]): string[] {
  const texts: string[] = []
  for (const element of elements) {
    const text = elementText(element)
    if (text !== undefined) texts.push(text)
  }
  return texts
}

function elementText(element: Json): string | undefined {
  if (element === null) return undefined
  if (typeof element !== 'object') return readText(element)
  const named = isJsonObject(element) ? (readText(element.title ?? null) ?? readText(element.name ?? null)) : undefined
  return named ?? JSON.stringify(element)
}

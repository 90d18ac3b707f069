import { isJsonObject, type Json } from '../../lib/json.ts'
import { readNested, readText } from './text.ts'

/** Tried in this order; the first that occurs parts the whole text, so `Smith, John; Doe, Jane` are two. */
const separators = [/\r?\n/, /\|/, /;/, /,\s+/]
/** Addresses hold no commas, so a comma without a space parts them too. */
const addresses = /^(?:[^\s,@]+@[^\s,@]+|\+?[\d ()-]{7,})(?:,(?:[^\s,@]+@[^\s,@]+|\+?[\d ()-]{7,}))+$/

/**
 * The values of a multi-valued cell (tags, phones, categories): a JSON array, JSON text of one, or text parted by line
 * ends, `|`, `;` or comma and space. Objects give their `title` or `name` (the SDKs write categories so), otherwise their
 * JSON text. Values are trimmed, empty ones left out, order and repetitions kept.
 */
export function readList(cell: Json): string[] {
  const nested = readNested(cell)
  if (Array.isArray(nested)) return nested.flatMap((element) => elementText(element) ?? [])
  if (isJsonObject(nested)) return [elementText(nested) ?? []].flat()
  const text = readText(nested)
  if (text === undefined) return []
  const separator = addresses.test(text) ? /,/ : separators.find((candidate) => candidate.test(text))
  if (!separator) return [text]
  return text.split(separator).flatMap((part) => readText(part) ?? [])
}

function elementText(element: Json): string | undefined {
  if (element === null) return undefined
  if (typeof element !== 'object') return readText(element)
  const named = isJsonObject(element) ? (readText(element.title ?? null) ?? readText(element.name ?? null)) : undefined
  return named ?? JSON.stringify(element)
}

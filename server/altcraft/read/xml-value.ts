import type { Json, JsonObject } from '../../lib/json.ts'
import type { XmlElement } from './xml-records.ts'

/** Names of elements that only stand for the elements of a list. */
const elementNames = new Set(['item', 'element', 'value', 'entry', 'e', 'i'])

/**
 * A record of Altcraft's API in XML as the object that it is in JSON: children and attributes by name, text without space
 * around it. An element that occurs again, or carries `array='true'`, is a list; the one without content is an empty list
 * then, else an empty text. XML has no types: all values are texts. Names lack the leading underscore of the JSON.
 */
export function toRecord(element: XmlElement): JsonObject {
  const record: JsonObject = Object.assign(Object.create(null), withoutArrayMark(element.attributes))
  const lists = new Map<string, Json[]>()
  for (const child of element.children) {
    const { name } = child
    const known = record[name]
    const list = lists.get(name) ?? (known === undefined ? [] : [known])
    list.push(...(isArray(child) ? toElements(child) : [toValue(child)]))
    if (isArray(child) || list.length > 1) lists.set(name, list)
    record[name] = lists.get(name) ?? list[0] ?? ''
  }
  const text = element.text.trim()
  if (text !== '') record.text = text
  return record
}

function toValue(element: XmlElement): Json {
  const plain = element.children.length === 0 && Object.keys(withoutArrayMark(element.attributes)).length === 0
  return plain ? element.text.trim() : toRecord(element)
}

/** `<tags array='true'>a</tags>` is one element of the list, `<tags array='true'><item>a</item>…</tags>` all of them. */
function toElements(list: XmlElement): Json[] {
  const [first] = list.children
  if (first && elementNames.has(first.name) && list.children.every(({ name }) => name === first.name)) {
    return list.children.map(toValue)
  }
  const value = toValue(list)
  return value === '' ? [] : [value]
}

export function isArray({ attributes }: Pick<XmlElement, 'attributes'>): boolean {
  return attributes.array === 'true'
}

function withoutArrayMark(attributes: Record<string, string>): Record<string, string> {
  if (attributes.array !== 'true') return attributes
  const { array: _, ...others } = attributes
  return others
}

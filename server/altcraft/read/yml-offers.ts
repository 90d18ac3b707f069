import type { Json, JsonObject } from '../../lib/json.ts'
import { makeXmlReader, type XmlElement, type XmlReader } from './xml-records.ts'

export interface Category {
  name: string
  parentId: string | undefined
}

export interface YmlSink {
  category(id: string, category: Category): void
  offer(offer: JsonObject): void
  /** An offer that is larger than a record may be: its beginning, and the line it begins in. */
  tooLarge(offer: JsonObject, line: number): void
}

/** Always lists, so that a column does not change its form from offer to offer. */
const listed = ['picture', 'barcode']

/**
 * Reads a YML catalogue (Yandex Market Language) as it comes: categories and offers are given to the sink one by one. An
 * offer has its attributes (`id`, `group_id`, `available`, `type`), its children by name (`picture` and `barcode` as lists),
 * and `param:<name>` for each parameter, with `param:<name>:unit` where it has one. Text in CDATA is verbatim.
 */
export function makeYmlReader(sink: YmlSink): XmlReader {
  return makeXmlReader({
    isRecord: (path) => path.at(-1) === 'offer' || (path.at(-1) === 'category' && path.at(-2) === 'categories'),
    record(element) {
      if (element.name === 'offer') sink.offer(toOffer(element))
      else sink.category(element.attributes.id ?? '', toCategory(element))
    },
    tooLarge(element, line) {
      if (element.name === 'offer') sink.tooLarge(toOffer(element), line)
    },
  })
}

function toCategory({ attributes, text }: XmlElement): Category {
  return { name: text.trim(), parentId: attributes.parentId ?? undefined }
}

function toOffer(element: XmlElement): JsonObject {
  const offer = toObject(element.attributes)
  for (const child of element.children) {
    if (child.name === 'param') addParameter(offer, child)
    else add(offer, child.name, toValue(child))
  }
  for (const name of listed) {
    const value = offer[name]
    if (value !== undefined && !Array.isArray(value)) offer[name] = [value]
  }
  return offer
}

/** Without a prototype: element names such as `__proto__` are plain data. */
function toObject(attributes: Record<string, string>): JsonObject {
  return Object.assign(Object.create(null), attributes)
}

function addParameter(offer: JsonObject, { attributes, text }: XmlElement): void {
  const name = `param:${attributes.name ?? ''}`
  add(offer, name, text.trim())
  if (attributes.unit !== undefined) offer[`${name}:unit`] = attributes.unit
}

/** A name that occurs again makes a list. */
function add(offer: JsonObject, name: string, value: Json): void {
  const known = offer[name]
  if (known === undefined) offer[name] = value
  else if (Array.isArray(known)) known.push(value)
  else offer[name] = [known, value]
}

/** Text, or an object where the element has attributes or children of its own. */
function toValue({ name, attributes, children, text }: XmlElement): Json {
  const plain = name === 'description' ? text : text.trim()
  if (children.length === 0 && Object.keys(attributes).length === 0) return plain
  const value = toObject(attributes)
  for (const child of children) add(value, child.name, toValue(child))
  if (plain.trim() !== '') value.text = plain
  return value
}

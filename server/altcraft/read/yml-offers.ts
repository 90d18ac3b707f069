import { SaxesParser } from 'saxes'
import type { Json, JsonObject } from '../../lib/json.ts'

/** The XML is not well-formed from here on; line and column as people count. */
export class XmlSyntaxError extends Error {
  readonly line: number
  readonly column: number

  constructor(line: number, column: number) {
    super(`no well-formed XML at ${line}:${column}`)
    this.line = line
    this.column = column
  }
}

export interface Category {
  name: string
  parentId: string | undefined
}

export interface YmlReader {
  /** May throw `XmlSyntaxError`. */
  feed(text: string): void
  /** Ends the document: throws `XmlSyntaxError` when it is cut off. */
  end(): void
}

export interface YmlSink {
  category(id: string, category: Category): void
  offer(offer: JsonObject): void
}

interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

/** Always lists, so that a column does not change its form from offer to offer. */
const listed = ['picture', 'barcode']

/** HTML's names for characters that descriptions carry without CDATA; XML itself knows five. */
const entities = {
  nbsp: '\u00A0',
  laquo: '«',
  raquo: '»',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  copy: '©',
  reg: '®',
  deg: '°',
}

/**
 * Reads a YML catalogue (Yandex Market Language) as it comes: categories and offers are given to the sink one by one. An
 * offer has its attributes (`id`, `group_id`, `available`, `type`), its children by name (`picture` and `barcode` as lists),
 * and `param:<name>` for each parameter, with `param:<name>:unit` where it has one. Text in CDATA is verbatim. No entity
 * but XML's and a few of HTML's is resolved, nothing external is read.
 */
export function makeYmlReader(sink: YmlSink): YmlReader {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true })
  Object.assign(parser.ENTITIES, entities)
  const path: string[] = []
  let open: Element[] = []

  parser.on('error', () => {
    throw new XmlSyntaxError(parser.line, parser.column)
  })
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name)
    const element: Element = { name, attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    if (open.length > 0 || name === 'offer' || (name === 'category' && path.at(-2) === 'categories')) open.push(element)
  })
  parser.on('text', (text) => addText(text))
  parser.on('cdata', (text) => addText(text))
  parser.on('closetag', () => {
    path.pop()
    const element = open.pop()
    if (!element || open.length > 0) return
    open = []
    if (element.name === 'offer') sink.offer(toOffer(element))
    else sink.category(element.attributes.id ?? '', toCategory(element))
  })

  function addText(text: string): void {
    const element = open.at(-1)
    if (element) element.text += text
  }

  return {
    feed: (text) => void parser.write(text),
    end: () => void parser.close(),
  }
}

function toCategory({ attributes, text }: Element): Category {
  return { name: text.trim(), parentId: attributes.parentId ?? undefined }
}

function toOffer(element: Element): JsonObject {
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

function addParameter(offer: JsonObject, { attributes, text }: Element): void {
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
function toValue({ name, attributes, children, text }: Element): Json {
  const plain = name === 'description' ? text : text.trim()
  if (children.length === 0 && Object.keys(attributes).length === 0) return plain
  const value = toObject(attributes)
  for (const child of children) add(value, child.name, toValue(child))
  if (plain.trim() !== '') value.text = plain
  return value
}

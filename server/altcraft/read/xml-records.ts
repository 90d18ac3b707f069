import { SaxesParser } from 'saxes'
import { FileRejected } from '../types.ts'
import { columnLimit } from './column-limit.ts'

export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

export interface XmlSink {
  /** Whether the element that begins is a record; `path`: the names from the root to it. Not asked inside of records. */
  isRecord(path: readonly string[]): boolean
  /** `line` of its beginning, from 1. */
  record(element: XmlElement, line: number): void
  /** A record of more than `recordLimit`: its beginning. */
  tooLarge(element: XmlElement, line: number): void
  /** An element that is no record and lies in none begins or ends, before the character at `offset`. */
  opened?(name: string, attributes: Record<string, string>, offset: number): void
  closed?(text: boolean, offset: number): void
}

export interface XmlReader {
  /** Throws `FileRejected`: `file.not_xml`, `file.too_deep` and `file.xml_part_too_large` with line and column, `file.too_many_columns`. */
  feed(text: string): void
  /** Ends the document: throws `FileRejected` `file.not_xml` when it is cut off. */
  end(): void
}

/** Characters of a record, and of a single text, tag, comment or declaration. */
export const recordLimit = 16 * 1024 * 1024
const depthLimit = 200
/** What an element costs besides its characters. */
const elementCost = 50

/** HTML's names for characters that texts carry without CDATA; XML itself knows five. */
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
 * Reads XML that comes in pieces and gives its record elements one by one. Memory is one record. No entity but XML's and a
 * few of HTML's is resolved, so those that a document declares are errors; nothing external is read.
 */
export function makeXmlReader(sink: XmlSink): XmlReader {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true })
  Object.assign(parser.ENTITIES, entities)
  const path: string[] = []
  /** The record that is open and the elements open in it. */
  const open: XmlElement[] = []
  let size = 0
  let line = 1
  /** Characters since the parser last gave something away: it holds them. */
  let held = 0
  let started = false
  /** Of the tag that is open: they are columns, like elements. */
  let attributeCount = 0
  /** Whether there was text in the innermost element since it began. */
  let text = false

  parser.on('error', () => {
    throw new FileRejected('file.not_xml', place())
  })
  parser.on('attribute', () => {
    attributeCount += 1
    if (attributeCount > columnLimit) throw new FileRejected('file.too_many_columns', { limit: columnLimit })
  })
  parser.on('opentag', ({ name, attributes }) => {
    held = 0
    attributeCount = 0
    path.push(name)
    if (path.length > depthLimit) throw new FileRejected('file.too_deep', { ...place(), limit: depthLimit })
    const element: XmlElement = { name, attributes, children: [], text: '' }
    if (open.length > 0) addChild(element)
    else if (sink.isRecord(path)) beginRecord(element)
    else sink.opened?.(name, attributes, parser.position)
    text = false
  })
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    held = 0
    path.pop()
    const element = open.pop()
    if (!element) sink.closed?.(text, parser.position)
    else if (open.length === 0) endRecord(element)
    text = true
  })
  parser.on('comment', release)
  parser.on('doctype', release)
  parser.on('processinginstruction', release)

  return {
    feed(more) {
      const piece = started ? more : more.trimStart()
      started ||= piece !== ''
      held += piece.length
      parser.write(piece)
      if (held > recordLimit) throw new FileRejected('file.xml_part_too_large', { ...place(), limit: recordLimit })
    },
    end: () => void parser.close(),
  }

  function release(): void {
    held = 0
  }

  function place(): { line: number; column: number } {
    return { line: parser.line, column: parser.column }
  }

  function beginRecord(element: XmlElement): void {
    open.push(element)
    size = cost(element)
    line = parser.line
  }

  /** Of a record that is too large no more is kept. */
  function addChild(element: XmlElement): void {
    size += cost(element)
    if (size <= recordLimit) open.at(-1)?.children.push(element)
    open.push(element)
  }

  function addText(more: string): void {
    held = 0
    text ||= more.trim() !== ''
    const element = open.at(-1)
    if (!element) return
    size += more.length
    if (size <= recordLimit) element.text += more
  }

  function endRecord(element: XmlElement): void {
    if (size > recordLimit) sink.tooLarge(element, line)
    else sink.record(element, line)
  }
}

function cost({ name, attributes }: XmlElement): number {
  let sum = name.length + elementCost
  for (const key in attributes) sum += key.length + (attributes[key]?.length ?? 0) + elementCost
  return sum
}

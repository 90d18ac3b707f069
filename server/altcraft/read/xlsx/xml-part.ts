import { SaxesParser } from 'saxes'
import { FileRejected } from '../../types.ts'

/** What is done with the XML of a part. Names come without their namespace prefix, texts with entities resolved. */
export interface XmlHandler {
  open?(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/** Elements within elements; a sheet has seven. */
const deepest = 100
/** Of one tag; a cell has a handful. */
const attributeLimit = 1_000
/** Characters without a tag's end: a single text or tag longer than this is an attack. */
const tokenLimit = 16 * 1024 * 1024
const entities = { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" }

/**
 * Gives the XML of a part of a workbook to the handler while its bytes come: UTF-8, or UTF-16 with a byte order mark. Throws
 * `FileRejected` `file.bad_workbook` for damaged XML, for a DOCTYPE (with which entities come) and for hostile sizes.
 */
export async function readXml(part: string, bytes: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const reader = makeXmlReader(part, handler)
  for await (const chunk of bytes) reader.feed(chunk)
  reader.end()
}

export interface XmlReader {
  feed(bytes: Buffer): void
  end(): void
}

/** As `readXml`, fed from outside. */
export function makeXmlReader(part: string, handler: XmlHandler): XmlReader {
  // saxes goes through the 88 MB of a sheet of 2 million cells in 0.9 s: no scanner of our own would be noticed.
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false })
  parser.ENTITIES = Object.assign(Object.create(null), entities)
  let decoder: TextDecoder | undefined
  let sinceToken = 0
  let depth = 0
  let attributeCount = 0

  function reject(reason: string): never {
    throw new FileRejected('file.bad_workbook', { part, reason })
  }

  parser.on('error', (error) => reject(error.message))
  parser.on('doctype', () => reject('DOCTYPE'))
  parser.on('attribute', () => {
    attributeCount += 1
    if (attributeCount > attributeLimit) reject('too many attributes')
  })
  parser.on('opentag', ({ name, attributes }) => {
    sinceToken = 0
    attributeCount = 0
    depth += 1
    if (depth > deepest) reject('nested too deep')
    handler.open?.(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    sinceToken = 0
    depth -= 1
    handler.close?.(localName(name))
  })
  if (handler.text) {
    parser.on('text', (text) => handler.text?.(text))
    parser.on('cdata', (text) => handler.text?.(text))
  }

  function write(text: string): void {
    sinceToken += text.length
    if (sinceToken > tokenLimit) reject('a text or tag is too long')
    parser.write(text)
  }

  return {
    feed(bytes) {
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true })
      write(decode(decoder, bytes, reject))
    },
    end() {
      if (decoder) write(decode(decoder, undefined, reject))
      parser.close()
    },
  }
}

function decode(decoder: TextDecoder, bytes: Buffer | undefined, reject: (reason: string) => never): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch {
    return reject('encoding')
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8'
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

import { FileRejected } from '../../types.ts'
import type { Meter, Unpacking } from '../archive/unpacking.ts'
import type { ZipEntry } from '../archive/zip-entries.ts'
import { readZipMember } from '../archive/zip-member.ts'
import { readXml, type XmlHandler } from './xml-part.ts'

/** The parts of an Office Open XML document. Names are told without regard to case (ISO 29500-2, 6.2.2). */
export interface Parts {
  has(name: string): boolean
  /** Unpacked, as the archive claims. */
  sizeBytes(name: string): number
  /** Throws `FileRejected`: `file.bad_workbook` when there is no such part, and what a damaged archive gives. */
  bytes(path: string, name: string): AsyncGenerator<Buffer, void>
  xml(path: string, name: string, handler: XmlHandler): Promise<void>
}

/** `path`, given with each call, is where the document lies as a local file at that time. */
export function makeParts(entries: readonly ZipEntry[], unpacking: Unpacking): Parts {
  const byName = new Map<string, { entry: ZipEntry; meter: Meter }>()
  for (const entry of entries) byName.set(entry.name.toLowerCase(), { entry, meter: unpacking.makeMeter() })
  const find = (name: string) => byName.get(name.toLowerCase())

  function bytes(path: string, name: string): AsyncGenerator<Buffer, void> {
    const found = find(name)
    if (!found) throw new FileRejected('file.bad_workbook', { part: name, reason: 'missing' })
    if (found.entry.encrypted) throw new FileRejected('file.encrypted')
    return readZipMember(path, found.entry, found.meter)
  }

  return {
    has: (name) => find(name) !== undefined,
    sizeBytes: (name) => find(name)?.entry.sizeBytes ?? 0,
    bytes,
    xml: (path, name, handler) => readXml(name, bytes(path, name), handler),
  }
}

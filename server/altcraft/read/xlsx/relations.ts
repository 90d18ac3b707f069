import { posix } from 'node:path'
import { FileRejected } from '../../types.ts'
import type { Parts } from './parts.ts'

export interface Relation {
  id: string
  /** The last word of its type: `worksheet`, `sharedStrings`, … The words before it differ between the two variants of the format. */
  type: string
  /** Name of the part it leads to, from the root of the document. */
  target: string
}

const relationLimit = 10_000

/** What a part (or with `''` the document) leads to; links to the outside are left out. Empty when it says nothing. */
export async function readRelations(parts: Parts, path: string, ofPart: string): Promise<Relation[]> {
  const folder = posix.dirname(ofPart)
  const list = posix.join(folder, '_rels', `${posix.basename(ofPart)}.rels`)
  const relations: Relation[] = []
  if (!parts.has(list)) return relations
  await parts.xml(path, list, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      if (relations.length >= relationLimit)
        throw new FileRejected('file.bad_workbook', { part: list, reason: 'too long' })
      const type = Type.split('/').at(-1) ?? ''
      // A target that begins with a slash counts from the root, any other from its part's folder.
      relations.push({ id: Id, type, target: posix.resolve('/', folder, Target).slice(1) })
    },
  })
  return relations
}

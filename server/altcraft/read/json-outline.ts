import { isRecordId } from '../detect/record-ids.ts'
import { type Handling, type JsonType, makeJsonScanner } from './json-scan.ts'
import { feedWhole } from './json-text.ts'

/** What stands at one path of the documents, all of them taken together. */
export interface OutlineNode {
  /** How often it is an object, an array, a scalar. */
  objects: number
  arrays: number
  scalars: number
  /** Of the objects, by key; not all of them where there are very many. */
  members: Map<string, OutlineNode>
  memberCount: number
  /** All members are objects under keys that look like ids. */
  mapped: boolean
  /** Elements of the arrays. */
  elements: Record<JsonType, number>
  /** Characters, as far as the text was seen. */
  size: number
  /** Begun and not ended. */
  open: boolean
}

export interface JsonOutline {
  documents: number
  root: OutlineNode
}

export interface Outliner {
  outline: JsonOutline
  /** As of `JsonVisitor`: to be called for every value around which all others are open. */
  begin(type: JsonType, path: readonly string[], offset: number): Handling
  close(offset: number): void
}

/** Objects are opened down to this depth: `{templates: {data: [...]}}` needs three. */
const depthLimit = 4
/** Nodes that are kept of each level: many members deep inside leave room for those above. */
const levelLimit = 5_000

export function makeOutlineNode(): OutlineNode {
  return {
    objects: 0,
    arrays: 0,
    scalars: 0,
    members: new Map(),
    memberCount: 0,
    mapped: true,
    elements: { object: 0, array: 0, scalar: 0 },
    size: 0,
    open: false,
  }
}

/** Gathers the upper levels of JSON documents while they are scanned. Memory is bounded whatever the documents hold. */
export function makeOutliner(): Outliner {
  const outline: JsonOutline = { documents: 0, root: makeOutlineNode() }
  const around: { node: OutlineNode; type: JsonType; start: number }[] = []
  const levels: number[] = []

  return {
    outline,
    begin(type, path, offset) {
      const parent = around.at(-1)
      if (path.length === 0) outline.documents += 1
      if (parent?.type === 'array') {
        parent.node.elements[type] += 1
        return 'count'
      }
      const node = parent ? memberOf(parent.node, path.at(-1) ?? '', type) : outline.root
      if (type === 'object') node.objects += 1
      else if (type === 'array') node.arrays += 1
      else node.scalars += 1
      if (type === 'scalar' || (type === 'object' && path.length >= depthLimit)) return 'count'
      node.open = true
      around.push({ node, type, start: offset })
      return 'open'
    },
    close(offset) {
      const ended = around.pop()
      if (!ended) return
      ended.node.size += offset - ended.start
      ended.node.open = false
    },
  }

  function memberOf(parent: OutlineNode, key: string, type: JsonType): OutlineNode {
    parent.memberCount += 1
    parent.mapped &&= type === 'object' && isRecordId(key)
    const known = parent.members.get(key)
    if (known) return known
    const node = makeOutlineNode()
    const level = levels[around.length] ?? 0
    if (level < levelLimit) parent.members.set(key, node)
    levels[around.length] = level + 1
    return node
  }
}

/** Outlines the documents of a text; one that is cut off or wrong ends the outline. */
export function outlineJson(text: string): JsonOutline {
  const outliner = makeOutliner()
  feedWhole(makeJsonScanner(outliner), text, true)
  return outliner.outline
}

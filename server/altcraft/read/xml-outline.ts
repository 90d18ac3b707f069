import { genericKeys } from '../detect/json-table.ts'
import { type JsonOutline, makeOutlineNode, type OutlineNode } from './json-outline.ts'
import { isArray } from './xml-value.ts'

/** Elements of one name under elements of one path. */
interface XmlNode {
  name: string
  count: number
  /** Those with children or attributes: objects. */
  objects: number
  empty: number
  /** They occur again under one parent, or are marked as elements of a list. */
  listed: boolean
  members: Map<string, XmlNode>
  size: number
}

export interface XmlOutliner {
  opened(name: string, attributes: Record<string, string>, offset: number): void
  closed(text: boolean, offset: number): void
  /** The document as it would be in JSON, and the name of its root; undefined before there is one. */
  outline(): { root: string; json: JsonOutline } | undefined
}

interface Frame {
  node: XmlNode
  start: number
  isObject: boolean
  counts: Map<string, number>
}

const nodeLimit = 20_000

/** Gathers which elements a document holds, while it is read. Memory is bounded whatever it holds. */
export function makeXmlOutliner(): XmlOutliner {
  const top = makeNode('')
  const frames: Frame[] = [{ node: top, start: 0, isObject: true, counts: new Map() }]
  let nodes = 0

  return {
    opened(name, attributes, offset) {
      const parent = frames.at(-1)
      const node = memberOf(parent?.node ?? top, name)
      node.count += 1
      if (parent) {
        markObject(parent)
        const count = (parent.counts.get(name) ?? 0) + 1
        if (parent.counts.size < nodeLimit) parent.counts.set(name, count)
        node.listed ||= count > 1 || isArray({ attributes })
      }
      const frame = { node, start: offset, isObject: false, counts: new Map<string, number>() }
      frames.push(frame)
      for (const attribute of Object.keys(attributes)) {
        if (attribute === 'array') continue
        markObject(frame)
        memberOf(node, attribute).count += 1
      }
    },
    closed(text, offset) {
      const frame = frames.pop()
      if (!frame) return
      frame.node.size += offset - frame.start
      if (!frame.isObject && !text) frame.node.empty += 1
    },
    outline() {
      const [root] = top.members.values()
      return root && { root: root.name, json: { documents: 1, root: toOutlineNode(root) } }
    },
  }

  function memberOf(parent: XmlNode, name: string): XmlNode {
    const known = parent.members.get(name)
    if (known) return known
    const node = makeNode(name)
    if (nodes < nodeLimit) parent.members.set(name, node)
    nodes += 1
    return node
  }
}

function makeNode(name: string): XmlNode {
  return { name, count: 0, objects: 0, empty: 0, listed: false, members: new Map(), size: 0 }
}

function markObject(frame: Frame): void {
  if (!frame.isObject) frame.node.objects += 1
  frame.isObject = true
}

function toOutlineNode(node: XmlNode): OutlineNode {
  const members = new Map([...node.members].map(([name, member]) => [name, toOutlineNode(member)]))
  const shape = { ...makeOutlineNode(), members, memberCount: members.size, mapped: false, size: node.size }
  const scalars = node.count - node.objects
  if (node.empty === node.count && genericKeys.includes(node.name)) return { ...shape, arrays: 1 }
  if (node.listed) return { ...shape, arrays: 1, elements: { object: node.objects, array: 0, scalar: scalars } }
  return { ...shape, objects: node.objects, scalars }
}

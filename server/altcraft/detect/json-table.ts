import type { Outline } from '../read/json-outline.ts'

/** Where the rows of a JSON text are: the elements of the array, or the one object, at `start`. */
export interface JsonTable {
  as: 'array' | 'object'
  start: number
  /** Keys that lead there from the top; empty when it is the top itself. */
  path: string[]
  /** Elements seen in the outline, and whether that is all of them. */
  count: number
  closed: boolean
  /** Other lists of objects beside it, `path (count)`. */
  others: string[]
}

/** Keys that make an object a record of its own, not an envelope around one. */
const identity = ['id', '_id', 'Id', 'external_id', 'profile_id', 'email', 'phones', 'xxh', '_xxh']

interface Found {
  path: string[]
  outline: Extract<Outline, { type: 'array' }>
}

/**
 * The table inside of a JSON document: the top array; in an envelope (`{data: [...], error: 0}`, `{templates: {data: [...]}}`)
 * its largest list of objects; in the envelope of a single object (`{data: {id: ...}}`) that object; else the document itself.
 * Undefined when the document is neither list nor object.
 */
export function chooseJsonTable(outline: Outline): JsonTable | undefined {
  if (outline.type === 'scalar') return undefined
  if (outline.type === 'array') return toArrayTable({ path: [], outline }, [])
  if (isRecord(outline)) return toObjectTable(outline, [])
  const lists = findLists(outline, [])
  const [largest, ...others] = lists.toSorted((a, b) => size(b) - size(a))
  if (largest) return toArrayTable(largest, others)
  const data = outline.members.get('data')
  return data?.type === 'object' ? toObjectTable(data, ['data']) : toObjectTable(outline, [])
}

function isRecord(outline: Extract<Outline, { type: 'object' }>): boolean {
  return identity.some(
    (key) => outline.members.get(key)?.type === 'scalar' || (key === 'phones' && outline.members.has(key)),
  )
}

/** The lists of envelopes; a list inside of a record (an order's lines) belongs to the record. */
function findLists(outline: Outline, path: string[]): Found[] {
  if (outline.type === 'array') return [{ path, outline }]
  if (outline.type === 'scalar' || (path.length > 0 && isRecord(outline))) return []
  return [...outline.members].flatMap(([key, member]) => findLists(member, [...path, key]))
}

/** Lists of objects before other lists; an open end counts as the larger one. */
function size({ outline }: Found): number {
  const characters = outline.end - outline.start
  return characters + (outline.closed ? 0 : 2 ** 32) + (outline.first === 'object' ? 2 ** 40 : 0)
}

function toArrayTable({ path, outline }: Found, others: Found[]): JsonTable {
  const beside = others.filter((other) => other.outline.first === 'object')
  return {
    as: 'array',
    start: outline.start,
    path,
    count: outline.count,
    closed: outline.closed,
    others: beside.map((other) => `${other.path.join('.')} (${other.outline.count})`),
  }
}

function toObjectTable(outline: Extract<Outline, { type: 'object' }>, path: string[]): JsonTable {
  return { as: 'object', start: outline.start, path, count: 1, closed: outline.closed, others: [] }
}

import type { JsonOutline, OutlineNode } from '../read/json-outline.ts'

/** Where the rows of JSON documents are. */
export interface JsonTable {
  /** Keys that lead there from the top of every document; empty when it is the documents themselves. */
  path: string[]
  /**
   * `values`: the elements of what is a list there, and what is an object there; `members`: the members of the object, each
   * a record under its id; `documents`: every document is a row, though it is a list.
   */
  rows: 'values' | 'members' | 'documents'
  /** How many were seen, and whether the list they are in was still open. */
  count: number
  open: boolean
  /** Characters, as far as it was seen to its end. */
  size: number
}

/** Keys that make an object a record of its own, not an envelope around one. */
const identity = ['id', '_id', 'Id', 'external_id', 'profile_id', 'email', 'phones', 'xxh', '_xxh']

/** Keys under which an API answers, whatever it answers. */
export const genericKeys: readonly string[] = ['data', 'items', 'list', 'rows', 'result', 'results', 'records']

/** The last key of the path that is a name of its own: `{templates: {data: []}}` is a table of templates. */
export function tableName({ path }: JsonTable): string {
  return path.findLast((key) => !genericKeys.includes(key)) ?? ''
}

/** What stands beside the data in an API's answer. */
const envelopeWords = new Set(
  (
    'error error_text error_code code status success ok message total total_count count next_from_id from_id next cursor ' +
    'limit offset page pages per_page has_more version date time timestamp generated_at request_id'
  ).split(' '),
)

/** Lists that come with data and are none: settings of the request, groups of the user interface, what went wrong. */
const noise = new Set('groups ui_tags tags errors warnings messages meta links filters sort columns fields'.split(' '))

/**
 * The tables inside of JSON documents, in their order. A list; the lists of an envelope (`{data: [...], error: 0}`,
 * `{templates: {data: [...]}}`, `{profiles: [...], orders: [...]}`), without those that only accompany it; a map of records
 * by id; the one record of an envelope (`{data: {id: ...}}`); else every document is a row. None for an answer that holds
 * only an error. Several documents are looked at as one: pages of a list are one table.
 */
export function chooseJsonTables({ documents, root }: JsonOutline): JsonTable[] {
  if (root.objects === 0) return [toTable([], root, isRowOfScalars(documents, root) ? 'documents' : 'values')]
  if (isRecord(root)) return [toTable([], root, 'values')]
  if (isMap(root)) return [toTable([], root, 'members')]
  if (documents > 1 && !isEnvelope({ documents, root })) return [toTable([], root, 'values')]
  const lists = findRecordLists({ documents, root })
  if (lists.length > 0) return lists
  const [largest] = findLists(root, []).toSorted((a, b) => b.node.size - a.node.size)
  if (largest) return [toListTable(largest)]
  return withoutLists(root)
}

/** The lists of records inside of documents, without those that only accompany data. */
export function findRecordLists({ root }: JsonOutline): JsonTable[] {
  const lists = findLists(root, [])
  return lists.filter(({ path }) => !noise.has(path.at(-1) ?? '')).map(toListTable)
}

/**
 * Whether the beginning of the documents settles what the rows are, though more follows: it is a list, a record, a map, or
 * several documents. What stands in one envelope is known at its end only.
 */
export function isSettled({ documents, root }: JsonOutline): boolean {
  return root.arrays > 0 || documents > 1 || isRecord(root) || isMap(root)
}

/** Whether the documents are answers of an API: nothing but lists of records (or the data) and what accompanies them. */
export function isEnvelope({ root }: JsonOutline): boolean {
  if (root.objects === 0 || isRecord(root) || isMap(root)) return false
  const members = [...root.members]
  const words = members.every(
    ([key, { scalars }]) => scalars === 0 || envelopeWords.has(key) || genericKeys.includes(key),
  )
  return words && (findLists(root, []).length > 0 || (root.members.get('data')?.objects ?? 0) > 0)
}

function isRecord(node: OutlineNode): boolean {
  return identity.some((key) => {
    const member = node.members.get(key)
    return member !== undefined && (member.scalars > 0 || key === 'phones' || member.members.has('$oid'))
  })
}

function isMap(node: OutlineNode): boolean {
  return node.mapped && node.memberCount > 1
}

/** `["id","email"]` and `["1","anna@example.org"]`, each a document of its own. */
function isRowOfScalars(documents: number, { elements }: OutlineNode): boolean {
  return documents > 1 && elements.scalar > 0 && elements.object + elements.array === 0
}

interface Found {
  path: string[]
  node: OutlineNode
}

/** Lists and maps of records in envelopes; a list inside of a record (an order's lines) belongs to the record. */
function findLists(node: OutlineNode, path: string[]): Found[] {
  if (node.arrays > 0) return node.elements.object + node.elements.array > 0 ? [{ path, node }] : []
  if (node.objects === 0 || (path.length > 0 && isRecord(node))) return []
  if (path.length > 0 && isMap(node)) return [{ path, node }]
  return [...node.members].flatMap(([key, member]) => findLists(member, [...path, key]))
}

/** The empty list of an answer, its one record, its data; else the document itself, unless that tells of an error only. */
function withoutLists(root: OutlineNode): JsonTable[] {
  const answer = [...root.members].every(([key, { scalars }]) => scalars === 0 || envelopeWords.has(key))
  const empty = findPaths(root, [], ({ path: [top = '', ...inner], node }) => {
    const named = genericKeys.includes(inner.at(-1) ?? top) || (answer && inner.length === 0 && !noise.has(top))
    return named && isEmptyList(node)
  })
  const records = findPaths(root, [], ({ path, node }) => path.length > 0 && node.objects > 0 && isRecord(node))
  const data = root.members.get('data')
  if (empty[0]) return [toTable(empty[0].path, empty[0].node, 'values')]
  if (records.length === 1 && records[0]) return [toTable(records[0].path, records[0].node, 'values')]
  if (data && data.objects > 0) return [toTable(['data'], data, 'values')]
  const failed = root.members.has('error') || root.members.has('error_text')
  const onlyWords = [...root.members.keys()].every((key) => envelopeWords.has(key))
  return failed && onlyWords ? [] : [toTable([], root, 'values')]
}

function isEmptyList({ arrays, elements }: OutlineNode): boolean {
  return arrays > 0 && elements.scalar + elements.object + elements.array === 0
}

/** What is wanted, nearest to the top, and nothing inside of that. */
function findPaths(node: OutlineNode, path: string[], wanted: (found: Found) => boolean): Found[] {
  if (wanted({ path, node })) return [{ path, node }]
  return [...node.members].flatMap(([key, member]) => findPaths(member, [...path, key], wanted))
}

function toListTable({ path, node }: Found): JsonTable {
  return toTable(path, node, isMap(node) ? 'members' : 'values')
}

function toTable(path: string[], node: OutlineNode, rows: JsonTable['rows']): JsonTable {
  const elements = node.elements.object + node.elements.array + node.elements.scalar
  const count = rows === 'members' ? node.memberCount : elements + node.objects
  return { path, rows, count, open: node.open, size: node.size }
}

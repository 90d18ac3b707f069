import type { Json } from '../../lib/json.ts'

/** A cell that says nothing: null, white space, and lists and objects without members, also as JSON text. */
export function isEmptyCell(cell: Json): boolean {
  if (typeof cell === 'string') return cell === '' || cell === '[]' || cell === '{}' || cell.trim() === ''
  if (typeof cell !== 'object' || cell === null) return cell === null
  return Object.keys(cell).length === 0
}

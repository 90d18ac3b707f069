import { readText } from '../../altcraft/values/text.ts'
import type { Json } from '../../lib/json.ts'

/** The text of any cell: nested values as JSON. */
export function plainText(cell: Json): string {
  return typeof cell === 'object' ? JSON.stringify(cell) : (readText(cell) ?? '')
}

import type { Json } from '../../lib/json.ts'

/** The text of a scalar cell without surrounding space and invisible characters; undefined when it is empty or no scalar. */
export function readText(cell: Json): string | undefined {
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  if (typeof cell !== 'string') return undefined
  const text = cell.replace(/[\u200B-\u200F\u2060\uFEFF\0]/g, '').trim()
  return text === '' ? undefined : text
}

/** The array or object that a cell holds as JSON text (exports to CSV write nested values so); otherwise the cell itself. */
export function readNested(cell: Json): Json {
  if (typeof cell !== 'string') return cell
  const text = cell.trim()
  const nested = (text.startsWith('[') && text.endsWith(']')) || (text.startsWith('{') && text.endsWith('}'))
  if (!nested) return cell
  try {
    return JSON.parse(text)
  } catch {
    return cell
  }
}

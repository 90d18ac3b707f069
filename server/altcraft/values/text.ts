import type { Json } from '../../lib/json.ts'

/** The text of a scalar cell without surrounding space and invisible characters; undefined when it is empty or no scalar. */
export function readText(cell: Json): string | undefined {
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  if (typeof cell !== 'string') return undefined
  const text = cell.replace(/[\u200B-\u200F\u2060\uFEFF\0]/g, '').trim()
  return text === '' ? undefined : text
}

/** Most cells end here. */
const nestedStart = /^\s*["[{]/

/**
 * The array or object that a cell holds as JSON text (exports to CSV write nested values so), also where that text was
 * quoted as JSON once more; otherwise the cell itself.
 */
export function readNested(cell: Json): Json {
  if (typeof cell !== 'string') return cell
  if (!nestedStart.test(cell)) return cell
  const text = unquoted(cell.trim())
  const nested = (text.startsWith('[') && text.endsWith(']')) || (text.startsWith('{') && text.endsWith('}'))
  if (!nested || isTooDeep(text)) return cell
  try {
    return JSON.parse(text)
  } catch {
    return cell
  }
}

/** `"[\\"a\\"]"` → `["a"]`. */
function unquoted(text: string): string {
  if (!text.startsWith('"') || !/^"\s*[[{].*[\]}]\s*"$/s.test(text)) return text
  try {
    return String(JSON.parse(text)).trim()
  } catch {
    return text
  }
}

const deepest = 200

/** JSON text nested so deeply that walking its value by recursion could exhaust the stack. Quotes are not looked at. */
export function isTooDeep(text: string): boolean {
  if (text.length <= deepest) return false
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 123 || code === 91) depth += 1
    else if (code === 125 || code === 93) depth -= 1
    if (depth > deepest) return true
  }
  return false
}

/** The upper levels of a JSON text, as far as the text goes. `start` is an offset in characters. */
export type Outline =
  | { type: 'object'; start: number; members: Map<string, Outline>; closed: boolean; end: number }
  | { type: 'array'; start: number; count: number; first: 'object' | 'other' | 'none'; closed: boolean; end: number }
  | { type: 'scalar'; start: number; end: number }

/** Objects are opened down to this depth: `{templates: {data: [...]}}` needs three. */
const depthLimit = 4

/** Outlines the value that begins the text; undefined when there is none. Text that is cut off or wrong ends the outline. */
export function outlineJson(text: string): Outline | undefined {
  return outlineValue(text, skipSpace(text, 0), 0)
}

function outlineValue(text: string, start: number, depth: number): Outline | undefined {
  const first = text[start]
  if (first === undefined) return undefined
  if (first === '{' && depth < depthLimit) return outlineObject(text, start, depth)
  if (first === '[') return outlineArray(text, start)
  const end = skipValue(text, start)
  return { type: 'scalar', start, end }
}

function outlineObject(text: string, start: number, depth: number): Outline {
  const members = new Map<string, Outline>()
  let at = skipSpace(text, start + 1)
  while (text[at] === '"') {
    const keyEnd = skipString(text, at)
    const colon = skipSpace(text, keyEnd)
    const value = text[colon] === ':' ? outlineValue(text, skipSpace(text, colon + 1), depth + 1) : undefined
    if (!value) break
    members.set(readKey(text.slice(at, keyEnd)), value)
    at = skipSpace(text, value.end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  const closed = text[at] === '}'
  return { type: 'object', start, members, closed, end: closed ? at + 1 : text.length }
}

function outlineArray(text: string, start: number): Outline {
  let at = skipSpace(text, start + 1)
  const first = text[at] === '{' ? 'object' : text[at] === ']' || at >= text.length ? 'none' : 'other'
  let count = 0
  while (at < text.length && text[at] !== ']') {
    const end = skipValue(text, at)
    if (end === at) break
    count += 1
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  const closed = text[at] === ']'
  return { type: 'array', start, count, first, closed, end: closed ? at + 1 : text.length }
}

function readKey(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted.slice(1, -1)
  }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1
  return at
}

function skipString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 92) at += 1
    else if (code === 34) return at + 1
  }
  return text.length
}

/** Behind the value at `start`, brackets counted and strings passed over. */
function skipValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 34) at = skipString(text, at) - 1
    else if (code === 123 || code === 91) depth += 1
    else if (code === 125 || code === 93) {
      if (depth === 0) return at
      depth -= 1
    } else if (depth > 0 || (code !== 44 && code !== 58 && code > 32)) continue
    else return at
    if (depth === 0) return at + 1
  }
  return text.length
}

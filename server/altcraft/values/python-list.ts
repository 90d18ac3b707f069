/** One element: a quoted text, a number, True, False or None. Nothing in it can be read in two ways. */
const element = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?|True|False)|None)\s*(,|$)/uy
const longest = 100_000

/**
 * The elements of a list as Python prints it (`['a', "b's", None]`), which people export by mistake; `None` is left out.
 * Undefined for anything else: nested lists, dictionaries and broken lists stay text.
 */
export function readPythonList(text: string): string[] | undefined {
  if (!text.startsWith('[') || !text.endsWith(']') || text.length > longest) return undefined
  const inner = text.slice(1, -1)
  const elements: string[] = []
  element.lastIndex = 0
  for (let end = 0; end < inner.length; end = element.lastIndex) {
    const match = element.exec(inner)
    if (match === null) return undefined
    const [, single, double, plain] = match
    const value = plain ?? (single ?? double)?.replace(/\\(['"\\])/g, '$1').trim()
    if (value !== undefined && value !== '') elements.push(value)
  }
  return elements
}

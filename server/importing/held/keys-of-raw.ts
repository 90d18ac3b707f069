/** Of which entity the rows of a dataset are, and which column names them. */
export interface RawKeyColumns {
  entity: 'person' | 'product'
  id?: { name: string; index: number }
}

const delimiters = [',', ';', '\t', '|']
const address = /[^\s,;|"'<>:=]{1,64}@[^\s,;|"'<>:=]{1,255}\.[a-z0-9-]{2,63}/gi
/** Whatever stands behind is of other rows, or no text of a row at all. */
const looksAt = 20_000

/**
 * Keys, as in record_keys, in the raw text of a row that could not be read: a line of delimited text whose cells are too many,
 * too few or not closed, or a piece of JSON. Its id is where the column stands, or behind the column's name; addresses of
 * people are known wherever they are. Pure, total.
 */
export function keysOfRaw(raw: string, { entity, id }: RawKeyColumns): string[] {
  const text = raw.slice(0, looksAt)
  const named =
    id === undefined ? undefined : /^\s*[{[]/.test(text) ? namedValue(text, id.name) : cellAt(text, id.index)
  const keys = named === undefined || named === '' ? [] : [`${entity === 'person' ? 'id' : 'code'}:${named}`]
  if (entity === 'person') for (const [email] of text.matchAll(address)) keys.push(`email:${email.toLowerCase()}`)
  return [...new Set(keys)]
}

function cellAt(text: string, index: number): string | undefined {
  const [line = ''] = text.split(/\r?\n/, 1)
  const counts = delimiters.map((delimiter) => line.split(delimiter).length)
  const delimiter = delimiters[counts.indexOf(Math.max(...counts))] ?? ','
  return line
    .split(delimiter)
    [index]?.trim()
    .replace(/^["']|["']$/g, '')
}

function namedValue(text: string, name: string): string | undefined {
  const at = text.indexOf(`"${name}"`)
  if (at < 0) return undefined
  return /^\s*:\s*"?([^",}\]]+)/.exec(text.slice(at + name.length + 2))?.[1]?.trim()
}

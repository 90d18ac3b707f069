/** What a note may hold. Attributes are taken out, but for the address of a link. */
const allowed = new Set(
  'a b blockquote br code div em h1 h2 h3 h4 h5 h6 hr i li ol p pre s span strong sub sup table tbody td th thead tr u ul'.split(
    ' ',
  ),
)
const empty = new Set(['br', 'hr'])
const longestAddress = 2_000
/** Taken out with what stands in them. */
const unwanted =
  /<(script|style|head|title|iframe|object|template|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)/gi
const tag = /<(\/?)([a-z][a-z0-9]*)\b((?:"[^"]*"|'[^']*'|[^'">])*)>/gi
const entity = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z0-9]{1,30});/gi

/** Whether a text is HTML and not a text with signs: it has a tag that texts are formatted with. */
export function isHtml(text: string): boolean {
  return /<(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|table|tr|td|blockquote|pre)(?:\s+[a-z-]+\s*=[^<>]*)?\s*\/?>/i.test(
    text,
  )
}

/** A text as HTML that shows it as it is. */
export function textToHtml(text: string): string {
  return escapeHtml(text.trim()).replace(/\r\n|\r|\n/g, '<br>')
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** HTML with nothing in it that could act: known tags without attributes, links to web and mail addresses. */
export function sanitiseHtml(html: string): string {
  const parts: string[] = []
  const source = html.replace(unwanted, '')
  let at = 0
  for (const found of source.matchAll(tag)) {
    parts.push(cleanText(source.slice(at, found.index)), cleanTag(found))
    at = found.index + found[0].length
  }
  parts.push(cleanText(source.slice(at)))
  return parts.join('').trim()
}

function cleanTag([, slash = '', name = '', attributes = '']: RegExpMatchArray): string {
  const kept = name.toLowerCase()
  if (!allowed.has(kept)) return ''
  if (slash !== '') return empty.has(kept) ? '' : `</${kept}>`
  const [, quoted, single, bare] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(attributes) ?? []
  const address = (quoted ?? single ?? bare ?? '').trim()
  return kept === 'a' && address.length <= longestAddress && /^(?:https?:\/\/|mailto:)/i.test(address)
    ? `<a href="${cleanText(address)}">`
    : `<${kept}>`
}

/** Text between tags: what is written as an entity stays one, every other sign is itself. */
function cleanText(text: string): string {
  let at = 0
  let clean = ''
  for (const found of text.matchAll(entity)) {
    clean += escapeHtml(text.slice(at, found.index)) + found[0]
    at = found.index + found[0].length
  }
  return clean + escapeHtml(text.slice(at))
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** What a reader sees of HTML: two contents that differ only in markup and white space say the same. */
export function htmlText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(entity, (found) => decode(found.slice(1, -1)) ?? found)
    .replace(/\s+/g, ' ')
    .trim()
}

function decode(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/**
 * Safe HTML in parts of at most `limit` characters: cut between tags and texts where that can be, in a text before a space
 * where it must be; what is open at a cut is closed and opened again.
 */
export function splitHtml(html: string, limit: number): string[] {
  if (html.length <= limit) return [html]
  const parts: string[] = []
  let open: string[] = []
  let part = ''
  const closing = () =>
    open
      .toReversed()
      .map((name) => `</${nameOf(name)}>`)
      .join('')
  const cut = () => {
    parts.push(part + closing())
    part = open.join('')
  }
  for (const token of html.match(/<[^>]*>|[^<]+/g) ?? []) {
    for (let rest = token; rest !== ''; ) {
      const room = limit - part.length - closing().length - ownClosing(token, open.at(-1))
      if (rest.length <= room) {
        part += rest
        break
      }
      const taken = token.startsWith('<') ? 0 : placeToCut(rest, room)
      part += rest.slice(0, taken)
      rest = rest.slice(taken)
      if (part !== open.join('')) cut()
      else if (open.length === 0) break
      else {
        // Tags nested so deeply that nothing has room behind them are let go.
        open = []
        part = ''
      }
    }
    if (/^<[a-z]/.test(token) && !empty.has(nameOf(token))) open.push(token)
    if (token.startsWith('</') && nameOf(open.at(-1) ?? '') === nameOf(token)) open.pop()
  }
  if (part !== open.join('')) parts.push(part + closing())
  return parts
}

/** What a tag adds to the closings behind it, or takes from them. */
function ownClosing(token: string, innermost = ''): number {
  const length = `</${nameOf(token)}>`.length
  if (token.startsWith('</')) return nameOf(innermost) === nameOf(token) ? -length : 0
  return /^<[a-z]/.test(token) && !empty.has(nameOf(token)) ? length : 0
}

const nameOf = (token: string) => /^<\/?([a-z0-9]+)/.exec(token)?.[1] ?? ''

/** Behind the last space that fits, never inside of an entity or of a sign of two units. */
function placeToCut(text: string, room: number): number {
  const space = text.lastIndexOf(' ', room - 1)
  if (space > room / 2) return space + 1
  const started = text.lastIndexOf('&', room - 1)
  if (started > room - 12 && started > 0) return started
  const isPair = /[\uD800-\uDBFF]/.test(text[room - 1] ?? '')
  return Math.max(0, isPair ? room - 1 : room)
}

export type Place = {
  line: number
  column: number
  /** What stands there, words cut to `…`: error reports may hold neither personal data nor secrets. */
  near: string
}

const nearBefore = 10
const nearBehind = 20

/** Where an offset lies in a text, as people count: line and column from 1. */
export function locate(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  const near = text.slice(Math.max(lineStart, offset - nearBefore), offset + nearBehind)
  return { line: before.split('\n').length, column: offset - lineStart + 1, near: mask(near) }
}

/** The same for a text in pieces, of which none is kept. */
export async function locateInPieces(pieces: AsyncIterable<string>, offset: number): Promise<Place> {
  let base = 0
  let line = 1
  let lineStart = 0
  let near = ''
  for await (const piece of pieces) {
    for (let at = piece.indexOf('\n'); at >= 0 && base + at < offset; at = piece.indexOf('\n', at + 1)) {
      line += 1
      lineStart = base + at + 1
    }
    near += piece.slice(Math.max(0, offset - nearBefore - base), Math.max(0, offset + nearBehind - base))
    base += piece.length
    if (base >= offset + nearBehind) break
  }
  const cut = Math.max(0, lineStart - Math.max(0, offset - nearBefore))
  return { line, column: offset - lineStart + 1, near: mask(near.slice(cut)) }
}

function mask(text: string): string {
  return text.replace(/[\p{L}\p{N}]{2,}/gu, '…').trim()
}

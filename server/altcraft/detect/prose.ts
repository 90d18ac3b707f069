const looked = 50
const longestCell = 100
const manyWords = 6

/** A time of day behind a date and then, behind a space, words: lines of a log. Cells are divided by delimiters. */
const logLine =
  /^\[?\d{4}[-/.]\d{2}[-/.]\d{2}[ T]\d{2}:\d{2}:\d{2}(?:[.,]\d{3,6})?(?:Z|[+-]\d{2}:?\d{2})?\]?[ :-]+[[\p{L}]/u

/** Four in five of the first lines are those of a log. */
export function isLog(text: string): boolean {
  const lines = firstLines(text)
  return lines.length > 1 && lines.filter((line) => logLine.test(line)).length >= lines.length * 0.8
}

/**
 * Whether lines without delimiters are a letter rather than a table of one column: they are long, of many words, or end as
 * sentences do. `text` is what they were read from: quoted lines are cells whatever they say.
 */
export function isProse(records: readonly { cells: readonly string[] }[], text: string): boolean {
  const cells = records.flatMap((record) => record.cells)
  const lines = firstLines(text)
  if (lines.filter((line) => /^(["']).*\1$/.test(line.trim())).length * 2 > lines.length) return false
  const words = cells.map((cell) => cell.trim().split(/\s+/).length)
  return average(cells.map((cell) => cell.length)) > longestCell || average(words) > manyWords || areSentences(lines)
}

/** Lines that end as sentences do, in which the delimiter never stands but before a space: those of a letter. */
export function isPunctuated(text: string, delimiter: string): boolean {
  const lines = firstLines(text)
  return (
    areSentences(lines) &&
    lines.every((line) =>
      line
        .split(delimiter)
        .slice(1)
        .every((rest) => /^(?:\s|$)/.test(rest)),
    )
  )
}

/** Two in five lines are of several words and end with a mark. */
function areSentences(lines: readonly string[]): boolean {
  return lines.filter((line) => /[.,!?:;]$/.test(line.trim()) && /\s/.test(line.trim())).length * 5 >= lines.length * 2
}

function firstLines(text: string): string[] {
  const lines = text.slice(0, 64 * 1024).split(/[\r\n]+/, looked + 1)
  return lines.filter((line) => line.trim() !== '').slice(0, looked)
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length)
}

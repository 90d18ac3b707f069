/** Plain text for a terminal: tables, numbers, money. */
export const grouped = (value: number): string => new Intl.NumberFormat('en-US').format(value)

/** `1 file`, `13 files`. */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`

/** Columns as wide as their widest cell; numbers to the right. */
export function table(header: string[], rows: (string | number)[][]): string {
  const cells = [header, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell)))]
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const isNumber = (column: number) => typeof rows[0]?.[column] === 'number'
  return cells
    .map((row) => row.map((cell, i) => pad(cell, widths[i] ?? 0, isNumber(i))).join('  '))
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n')
}

const pad = (text: string, width: number, toRight: boolean) => (toRight ? text.padStart(width) : text.padEnd(width))

/** `12,345.60 RUB`; the currency's own decimals. */
export function money(amountMinor: number, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${format.format(amountMinor / 10 ** digits)} ${currency}`
}

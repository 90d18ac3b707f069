/** One line of a CSV file, RFC 4180: quoted where it must be, quotes doubled. */
export function csvLine(cells: readonly string[], delimiter: ',' | ';', lineEnd: '\n' | '\r\n'): string {
  return cells.map((cell) => csvCell(cell, delimiter)).join(delimiter) + lineEnd
}

function csvCell(cell: string, delimiter: string): string {
  const mustQuote = cell.includes(delimiter) || cell.includes('"') || cell.includes('\n') || cell.includes('\r')
  return mustQuote ? `"${cell.replaceAll('"', '""')}"` : cell
}

import { normaliseColumn } from '../captions.ts'
import type { KindInput } from './column-names.ts'

const addressNames =
  /^(?:e ?mails?|email address|почта|эл почта|электронная почта|phones?|phone number|msisdn|телефоны?|номер телефона)$/

/** Whether a column is called as e-mail addresses or phone numbers are. */
export function isAddressName(name: string): boolean {
  return addressNames.test(name)
}

/** A column that any table may have beside addresses: one more address, an id, a name. */
export function isAddressOrName(column: string): boolean {
  const name = normaliseColumn(column)
  return isAddressName(name) || /^(?:id|name|имя|title|column \d+)$/.test(name)
}

/** The column that holds e-mail addresses or phone numbers by its name or, where columns have none, by its cells. */
export function findAddresses({ columns, sampleRows }: KindInput): string | undefined {
  return columns.find((column, index) => {
    const name = normaliseColumn(column)
    if (isAddressName(name)) return true
    if (!/^column \d+$/.test(name)) return false
    const cells = sampleRows.flatMap((row) => (typeof row[index] === 'string' && row[index] !== '' ? [row[index]] : []))
    return cells.length > 0 && cells.filter(looksLikeAddress).length / cells.length > 0.8
  })
}

function looksLikeAddress(cell: string): boolean {
  const text = cell.trim()
  return text.length <= 320 && /^(?:[^\s@]+@[^\s@]+|\+?[\d\s()-]{10,20})$/.test(text)
}

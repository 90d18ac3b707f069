import type { Json } from '../../lib/json.ts'
import { readText } from './text.ts'

const spellings = new Map<string, boolean>([
  ...['true', 't', 'yes', 'y', '1', 'on', 'да', 'д', 'истина', 'вкл', 'есть', '+'].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', '0', 'off', 'нет', 'н', 'ложь', 'выкл', '-'].map((word) => [word, false] as const),
])

/** Yes or no in the spellings of JSON, spreadsheets and people, English and Russian; undefined for anything else. */
export function readBoolean(cell: Json): boolean | undefined {
  if (typeof cell === 'boolean') return cell
  const text = readText(cell)
  return text === undefined ? undefined : spellings.get(text.toLowerCase())
}

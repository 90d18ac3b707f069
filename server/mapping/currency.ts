import { readText } from '../altcraft/values/text.ts'
import type { Json } from '../lib/json.ts'

const known = new Set(Intl.supportedValuesOf('currency'))
/** RUR is the rouble's code of before 1998; Yandex Market Language still writes it. */
const spellings: Record<string, string> = { RUR: 'RUB', '₽': 'RUB', РУБ: 'RUB', $: 'USD', '€': 'EUR' }

/** The ISO 4217 code in a cell; undefined when it is none, `fallback` when the cell is empty. */
export function readCurrency(cell: Json | undefined, fallback: string): string | undefined {
  const text = readText(cell ?? null)
  if (text === undefined) return fallback
  const upper = text.toUpperCase().replace(/\.$/, '')
  const code = spellings[upper] ?? upper
  return known.has(code) ? code : undefined
}

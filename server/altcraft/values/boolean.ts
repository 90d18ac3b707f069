import type { Json } from '../../lib/json.ts'
import { remembering } from './remembering.ts'
import { readText } from './text.ts'

const yes = 'true t yes y 1 1.0 on enabled checked да д da истина вкл включен включено включена есть + ✓ ✔ ☑ ✅'
const no = 'false f no n 0 0.0 off disabled unchecked нет н net ложь выкл выключен выключено выключена - − – ✗ ✘ ☐ ❌'

const spellings = new Map<string, boolean>([
  ...yes.split(' ').map((word) => [word, true] as const),
  ...no.split(' ').map((word) => [word, false] as const),
])

/** A column of answers has few spellings. */
const answerOf = remembering((text: string) => spellings.get(toWord(text)))

/** Yes or no in the spellings of JSON, spreadsheets and people, English and Russian; undefined for anything else. */
export function readBoolean(cell: Json): boolean | undefined {
  if (typeof cell === 'boolean') return cell
  const text = readText(cell)
  return text === undefined ? undefined : answerOf(text)
}

/** `Вкл.`, `включён` and `✔️` (with the mark that asks for a coloured picture) are spellings, too. */
function toWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\uFE0F/g, '')
    .replace(/(?<=\p{L})\.$/u, '')
}

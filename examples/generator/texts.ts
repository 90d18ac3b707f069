import type { Random } from './random.ts'

const sentences = [
  'Просит звонить после 18:00, «только не в пятницу».',
  'Prefers e-mail; "never call before noon".',
  'Интересуется оптом: шторы, покрывала; скидка 7% согласована.',
  'Обещал вернуться после отпуска 🌊',
  'VIP since 2019 — handle with care, please ❤️',
  'Жалоба на доставку; решено, купон выдан.',
  'Asked for an invoice; VAT id is pending.',
  'Адрес склада: ул. Ленина, д. 5, корп. 2 (въезд со двора).',
  'Didn\'t like the packaging; said: "too much plastic"',
  'Любит лён и шерсть, не любит синтетику.',
] as const

/** A manager's note: some have several lines, quotes, emoji; delimiters of both CSV files occur. */
export function shortNote(random: Random): string {
  const count = random.weighted([
    [1, 6],
    [2, 3],
    [3, 2],
  ])
  const separator = random.chance(0.5) ? '\n' : ' '
  return Array.from({ length: count }, () => random.pick(sentences)).join(separator)
}

/** 6,000–12,000 characters: longer than any short text field, shorter than a long one. */
export function longNote(random: Random): string {
  const paragraphs: string[] = []
  const wanted = random.int(6_000, 12_000)
  for (let length = 0; length < wanted; length += paragraphs.at(-1)?.length ?? 0) {
    paragraphs.push(`${paragraphs.length + 1}. ${Array.from({ length: 8 }, () => random.pick(sentences)).join(' ')}`)
  }
  return paragraphs.join('\n\n')
}

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

const firstNames = [
  'Анна',
  'Мария',
  'Иван',
  'Пётр',
  'Ольга',
  'Дмитрий',
  'Елена',
  'José',
  'Anna',
  'Zoë',
  'Сергей',
  'Наталья',
]
const lastNames = [
  'Иванова',
  'Петров',
  'Сидорова',
  'Кузнецов',
  'Smith',
  'Müller',
  'Соколова',
  'Лебедев',
  "O'Neil",
  'Новикова',
]
const cities = ['Москва', 'Санкт-Петербург', 'Казань', 'Нижний Новгород', 'Berlin', 'Екатеринбург', 'Новосибирск']
const comments = [
  '',
  '',
  '',
  'Просила звонить после 18:00',
  'Сказала: "перезвоните завтра"',
  'Адрес:\nул. Ленина, 5',
  'VIP, спрашивать Ольгу',
]

/** The twenty columns of the profiles that `writeProfilesCsv` writes. */
export const profileColumns = [
  'id',
  'email',
  'phones',
  '_fname',
  '_lname',
  '_bdate',
  '_sex',
  '_regdate',
  '_city',
  '_country',
  '_postal_code',
  '_tz',
  '_vendor',
  '_status',
  'LOYALTY_SCORE',
  'balance',
  'is_vip',
  'tags',
  'subscriptions',
  'comment',
]

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Writes a profile export of `rows` rows as Altcraft's API gives it: UTF-8, commas, quotes where needed, Cyrillic, cells with
 * line breaks, JSON in cells; about 290 bytes a row. Flat memory; the same seed gives the same file.
 */
export async function writeProfilesCsv(path: string, rows: number, seed: number): Promise<void> {
  const random = makeRandom(seed)
  const file = createWriteStream(path, { highWaterMark: 4 * 1024 ** 2 })
  let text = `${profileColumns.join(',')}\n`
  for (let row = 1; row <= rows; row += 1) {
    text += `${toLine(row, random)}\n`
    if (text.length < 1024 ** 2) continue
    if (!file.write(text)) await once(file, 'drain')
    text = ''
  }
  file.end(text)
  await finished(file)
}

function toLine(row: number, random: () => number): string {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, '0')
  const id = (0x5a61f87d69d4 + row).toString(16) + digits(12)
  const email = `${digits(3)}.user${row}@${pick(['mail.ru', 'example.com', 'yandex.ru'])}`
  const phone = `+79${digits(9)}`
  const day = (from: number) =>
    `${from + Math.floor(random() * 40)}-${pick(['01', '05', '11'])}-${pick(['02', '17', '28'])}`
  const subscription = { resource_id: 5, channel: 'email', status: pick(['subscribed', 'unsubscribed']) }
  return [
    id,
    email,
    `["${phone}"]`,
    pick(firstNames),
    pick(lastNames),
    day(1955),
    pick(['male', 'female', '']),
    `${day(1984)}T${pick(['01', '10', '21'])}:22:33Z`,
    pick(cities),
    'RU',
    digits(6),
    'Europe/Moscow',
    pick(['form #30', 'import', '']),
    '0',
    String(Math.floor(random() * 5000)),
    (random() * 10_000).toFixed(2),
    pick(['true', 'false']),
    pick(['', '', '["vip","новый"]', '["b2b"]']),
    random() < 0.7 ? JSON.stringify([subscription]) : '',
    pick(comments),
  ]
    .map(quoted)
    .join(',')
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

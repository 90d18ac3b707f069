import type { SourceRow } from '../../../server/altcraft/types.ts'

/** The columns of the rows that `draftRows` makes; the last ten go into custom fields. */
export const draftColumns = [
  'id',
  'email',
  'phones',
  'Мобильный телефон',
  '_fname',
  '_lname',
  '_bdate',
  '_regdate',
  '_sex',
  '_city',
  'manager',
  '_status',
  'subscriptions',
  'company',
  'company_site',
  'LOYALTY_SCORE',
  'orders_count',
  'last_purchase',
  'card_issued',
  'favourite_category',
  'interests',
  'average_receipt',
  'is_vip',
  'comment',
  'card_number',
]

const firstNames = 'Анна Мария Иван Пётр Ольга Дмитрий Елена Сергей Наталья Алексей Ирина José Zoë Emma'.split(' ')
const lastNames = 'Иванова Петренко Сидорчук Кузнец Smith Müller Соколовских Лебедько O’Neil Новицкая Орлик Ткач'.split(
  ' ',
)
const logins = 'anna maria ivan petr olga dmitry elena sergey natalia alexey irina jose zoe emma'.split(' ')
const mailHosts = 'mail.ru yandex.ru gmail.com bk.ru inbox.ru rambler.ru outlook.com'.split(' ')
const cities = 'Москва|Санкт-Петербург|Казань|Нижний Новгород|Екатеринбург|Новосибирск|Самара|Уфа|Berlin|Тверь'.split(
  '|',
)
const managers = ['anna@shop.example', 'boris@shop.example']
const categories = 'Обувь|Одежда|Сумки|Аксессуары|Детям|Спорт'.split('|')
const interests = 'бег|лыжи|туризм|йога|плавание|велоспорт|рыбалка|танцы'.split('|')
const trades = 'Логистика Строй Технологии Мебель Оптика Медиа Агро Энерго Авто Текстиль'.split(' ')
const tradeHosts = 'logistics stroy tech mebel optika media agro energo auto textile'.split(' ')
const words =
  'клиент просил звонить после обеда заказ оплачен доставка курьером размер подошёл вернули часть суммы повторная скидка'.split(
    ' ',
  )
const statuses = ['subscribed', 'subscribed', 'subscribed', 'unsubscribed', 'unconfirmed']

type Random = (below: number) => number

/**
 * Profiles as a CSV export of a shop holds them, every cell a text, equal for equal seeds: no two have an id, e-mail, phone
 * or card in common; half have subscriptions, a third a company; dates lie within decades, names and cities repeat.
 */
export function draftRows(count: number, seed: number): SourceRow[] {
  const random = makeRandom(seed)
  return Array.from({ length: count }, (_, at) => ({ rowNumber: at + 1, cells: cellsOf(at, random) }))
}

function cellsOf(at: number, random: Random): string[] {
  const name = random(firstNames.length)
  const email = `${logins[name]}.${at.toString(36)}${random(100)}@${pick(mailHosts, random)}`
  const national = `9${String(at * 16_661 + random(16_661)).padStart(9, '0')}`
  const company = random(3) === 0 ? random(20_000) : undefined
  return [
    (0x5a61f87d + at).toString(16) + String(random(10 ** 9)).padStart(16, '0'),
    random(10) === 0 ? email.toUpperCase() : email,
    JSON.stringify(random(8) === 0 ? [`+7${national}`, landline(random)] : [`+7${national}`]),
    plainPhone(random(4) === 0 ? `9${digits(9, random)}` : national, random),
    firstNames[name] ?? '',
    pick(lastNames, random),
    `${isoDate(1950, 55, random)}T00:00:00+03:00`,
    dottedDate(2015, 9, random),
    random(2) === 0 ? 'male' : 'female',
    pick(cities, random),
    pick(managers, random),
    pick(statuses, random),
    random(2) === 0 ? subscriptionsOf(email, national, random) : '',
    company === undefined ? '' : `ООО «${trades[company % 10]}-${Math.floor(company / 10)}»`,
    company === undefined ? '' : `https://www.${tradeHosts[company % 10]}${Math.floor(company / 10)}.ru`,
    String(random(10_000)),
    String(random(60)),
    random(5) === 0 ? '' : isoDate(2020, 4, random),
    dottedDate(2018, 6, random),
    pick(categories, random),
    JSON.stringify([...new Set([pick(interests, random), pick(interests, random), pick(interests, random)])]),
    `${random(90_000)}.${digits(2, random)}`,
    random(2) === 0 ? 'Да' : 'Нет',
    sentence(10 + random(50), random),
    `CARD-${String(at).padStart(7, '0')}-${digits(4, random)}`,
  ]
}

/** As `profiles/get` gives them. */
function subscriptionsOf(email: string, national: string, random: Random): string {
  const emailData = { email, domain: email.slice(email.indexOf('@') + 1), domain_group: 'other', md5: hex(32, random) }
  const list = [subscriptionOf({ channel: 'email', email_data: emailData }, random)]
  if (random(2) === 0) list.push(subscriptionOf({ channel: 'sms', phone_data: { phone: `7${national}` } }, random))
  return JSON.stringify(list)
}

function subscriptionOf(address: object, random: Random): object {
  return {
    resource_id: 1 + random(4),
    ...address,
    hash_id: hex(24, random),
    is_delete: random(50) === 0,
    priority: random(3),
    reg_info: { date: `${isoDate(2015, 9, random)}T10:15:30Z`, ip: `10.0.${random(256)}.${random(256)}` },
    status: pick(statuses, random),
  }
}

function plainPhone(national: string, random: Random): string {
  if (random(30) === 0) return `+375 29 ${100 + random(900)}-${digits(2, random)}-${digits(2, random)}`
  const [a, b, c, d] = [national.slice(0, 3), national.slice(3, 6), national.slice(6, 8), national.slice(8)]
  const bracketed = `8 (${a}) ${b}-${c}-${d}`
  return pick([bracketed, bracketed, `8${national}`, `7${national}`, `+7 ${a} ${b} ${c} ${d}`], random)
}

function landline(random: Random): string {
  return `8 (495) ${100 + random(900)}-${digits(2, random)}-${digits(2, random)}`
}

function isoDate(from: number, years: number, random: Random): string {
  return `${from + random(years)}-${two(1 + random(12))}-${two(1 + random(28))}`
}

function dottedDate(from: number, years: number, random: Random): string {
  return `${two(1 + random(28))}.${two(1 + random(12))}.${from + random(years)}`
}

function sentence(length: number, random: Random): string {
  return Array.from({ length }, () => pick(words, random)).join(' ')
}

function hex(length: number, random: Random): string {
  return Array.from({ length }, () => random(16).toString(16)).join('')
}

function digits(count: number, random: Random): string {
  return String(random(10 ** count)).padStart(count, '0')
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function pick(list: readonly string[], random: Random): string {
  return list[random(list.length)] ?? ''
}

/** mulberry32 */
function makeRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

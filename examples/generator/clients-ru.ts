import { dottedDate, isoDate } from './dates.ts'
import { type Profile, profileAt } from './profile.ts'
import { makeRandom, type Random } from './random.ts'
import type { Sizes } from './sizes.ts'
import { longNote, shortNote } from './texts.ts'
import { csvLine } from './write/csv.ts'

const columns = [
  'ID',
  'Email',
  'Телефоны',
  'Имя',
  'Фамилия',
  'Отчество',
  'Дата рождения',
  'Пол',
  'Дата рег.',
  'Город',
  'Страна',
  'Регион',
  'Индекс',
  'Временная зона',
  'Поставщик',
  'Статус',
  'Компания',
  'Сайт',
  'Ответственный',
  'Баллы лояльности',
  'Средний чек',
  'Интересы',
  'Согласие на SMS',
  'Комментарий',
] as const

const interests = ['шторы', 'постельное бельё', 'кухня', 'сад', 'подарки'] as const
const statuses = [
  ['Подписан', 80],
  ['Отписан', 12],
  ['Приостановлен', 4],
  ['Не подтверждён', 4],
] as const satisfies readonly (readonly [string, number])[]

/** Another database, exported by hand: RU captions, semicolon, UTF-8 without BOM, Windows line ends, dates with dots. */
export function* clientsRu(seed: number, sizes: Sizes): Generator<string> {
  yield csvLine(columns, ';', '\r\n')
  for (let index = sizes.firstPart + sizes.secondPart; index < sizes.profiles; index += 1) {
    const cells = cellsOf(seed, profileAt(seed, sizes, index))
    yield csvLine(
      columns.map((column) => cells[column]),
      ';',
      '\r\n',
    )
  }
}

function cellsOf(seed: number, profile: Profile): Record<(typeof columns)[number], string> {
  const random = makeRandom(seed, 'client', profile.index)
  const { person, oddity } = profile
  return {
    ID: profile.id,
    Email: profile.email,
    Телефоны: random.chance(0.85) ? localPhone(person.phone, random) : '',
    Имя: person.firstName,
    Фамилия: person.lastName,
    Отчество: random.chance(0.8) ? person.patronymic : '',
    'Дата рождения': person.birthDate && dottedDate(person.birthDate),
    Пол: person.sex === 'male' ? 'Мужской' : 'Женский',
    'Дата рег.': dottedDate(isoDate(person.registeredMs)),
    Город: person.place.city,
    Страна: person.place.countryRu,
    Регион: person.place.region,
    Индекс: random.pick(person.place.postalCodes),
    'Временная зона': person.place.timezone,
    Поставщик: random.pick(['магазин', 'выставка', 'form #12']),
    Статус: random.weighted(statuses),
    Компания: profile.company,
    Сайт: profile.companySite,
    Ответственный: profile.ownerEmail,
    'Баллы лояльности': random.chance(0.6) ? String(random.int(0, 5_000)) : '',
    'Средний чек': random.chance(0.6) ? russianAmount(random.int(50_000, 1_800_000)) : '',
    Интересы: interests.filter(() => random.chance(0.3)).join(', '),
    'Согласие на SMS': random.pick(['Да', 'Нет']),
    Комментарий: commentOf(oddity === 'longNote', random),
  }
}

const commentOf = (isLong: boolean, random: Random): string => {
  if (isLong) return longNote(random)
  return random.chance(0.15) ? shortNote(random) : ''
}

/** `8 (916) 123-45-67` or `+79161234567`; foreign numbers always in full. */
function localPhone(phone: string, random: Random): string {
  if (!phone.startsWith('+7') || random.chance(0.4)) return phone
  return phone.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '8 ($1) $2-$3-$4')
}

/** `12 345,60` with a no-break space, as a Russian spreadsheet writes it. */
function russianAmount(amountMinor: number): string {
  const whole = String(Math.floor(amountMinor / 100)).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  return `${whole},${String(amountMinor % 100).padStart(2, '0')}`
}

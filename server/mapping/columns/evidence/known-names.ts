import { cityNames, givenNames } from './name-lists.ts'

const given = new Set(givenNames.split(/\s+/).filter((name) => name !== ''))
const cities = new Set(cityNames.split('|').map((name) => name.trim()))

export function isGivenName(text: string): boolean {
  return given.has(normal(text))
}

/** `Иванович`, `Сергеевна`, `Ильинична`, `Мамед оглы`. */
export function isPatronymic(text: string): boolean {
  return /^[а-яё-]{3,}(?:ович|евич|ьич|овна|евна|ична|инична)$|(?:\s|^)(?:оглы|кызы)$/i.test(text.trim())
}

/** By the endings of Russian and Ukrainian family names. */
export function isSurname(text: string): boolean {
  return /^[а-яё-]{2,}(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ко|ук|юк|ых|их|ян|дзе|швили)$/i.test(
    text.trim(),
  )
}

export function isCityName(text: string): boolean {
  return cities.has(normal(text).replace(/^(?:г\.?|город|city of)\s*/, ''))
}

let countries: Set<string> | undefined

/** Names in English and Russian and two-letter codes, as the language data of the platform has them. */
export function isCountryName(text: string): boolean {
  countries ??= listCountries()
  return countries.has(normal(text).replace(/^\./, ''))
}

function listCountries(): Set<string> {
  const names = new Set([
    'russian federation',
    'российская федерация',
    'рф',
    'uk',
    'usa',
    'us',
    'сша',
    'беларусь',
    'белоруссия',
    'киргизия',
    'czech republic',
    'rus',
    'deu',
    'gbr',
    'kaz',
    'blr',
  ])
  const languages = ['en', 'ru'].map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  )
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const code of alphabet.flatMap((a) => alphabet.map((b) => a + b))) {
    for (const display of languages) {
      const name = display.of(code)
      if (name === undefined) continue
      names.add(normal(name))
      names.add(code.toLowerCase())
    }
  }
  return names
}

function normal(text: string): string {
  return text.trim().toLowerCase().replaceAll('ё', 'е')
}

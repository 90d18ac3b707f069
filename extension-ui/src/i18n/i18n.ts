import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { ru } from './ru.ts'

export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]

/** The language we have for a Pipedrive user's or a browser's: Russian for `ru…`, else English. */
export function toLanguage(tag: string): Language {
  return tag.toLowerCase().startsWith('ru') ? 'ru' : 'en'
}

/** Texts of both languages, ready when the promise resolves; a value that a text misses is shown as a dash. */
export async function startI18n(language: Language): Promise<i18n> {
  const instance = i18next.createInstance()
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ru: { translation: ru } },
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => '–',
  })
  return instance
}

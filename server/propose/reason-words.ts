import { enColumns } from '../../extension-ui/src/i18n/en-columns.ts'
import { ruColumns } from '../../extension-ui/src/i18n/ru-columns.ts'
import type { Why } from '../mapping/types.ts'

export type Language = 'en' | 'ru'

const texts: Record<Language, Record<string, string>> = { en: enColumns, ru: ruColumns }

/** The reasons in the words of the panel, as one sentence. */
export function reasonWords(reasons: readonly Why[], language: Language): string {
  return reasons.map((reason) => toWords(reason, texts[language])).join('; ')
}

function toWords({ code, detail }: Why, words: Record<string, string>): string {
  const text = words[code.replace(/^mapping\./, '')] ?? code
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(detail[name] ?? ''))
}

import type { Json } from '../../lib/json.ts'
import { normaliseColumn } from '../captions.ts'
import { readText } from './text.ts'

/** Altcraft's statuses, of a profile and of a subscription alike (help centre, "Customer profile status"). */
export type SubscriptionStatus =
  | 'subscribed'
  | 'unsubscribed'
  | 'complainer'
  | 'hardbounced'
  | 'unconfirmed'
  | 'suspended'
  | 'invalid'

/** Names in the form of `normaliseColumn`, parted by `|`. */
function spellings(names: string): string[] {
  return names.split('|').map((name) => name.trim())
}

const words: Record<SubscriptionStatus, string[]> = {
  subscribed: spellings('subscribed|active|подписан|подписана|подписано|подписался|подписалась|активен|активна'),
  unsubscribed: spellings('unsubscribed|unsub|opted out|отписан|отписана|отписано|отписался|отписалась'),
  complainer: spellings('complainer|complained|complaint|пожаловался|пожаловалась|жалоба|жалоба на спам'),
  hardbounced: spellings(
    'hardbounced|hard bounced|hardbounce|hard bounce|hbounce|жесткий возврат|жесткий отказ|жесткая ошибка|хардбаунс',
  ),
  unconfirmed: spellings(
    `unconfirmed|not confirmed|не подтвержден|неподтвержден|не подтверждена|неподтвержденный|не подтверждено|не подтвердил
    |не подтвердила|ожидает подтверждения`,
  ),
  suspended: spellings('suspended|приостановлен|приостановлена|приостановлено'),
  invalid: spellings(
    'invalid|невалидный|невалидная|невалиден|недействителен|недействительный|недействительна|недействительная|некорректный',
  ),
}
const byWord = new Map(
  Object.entries(words).flatMap(([status, spellings]) => spellings.map((word) => [word, status] as const)),
)

/**
 * A status in Altcraft's own word, whatever the spelling or language; what is not known (the integer codes, whose meaning
 * is not documented) stays as it is written, so that a person can be asked. Empty text when there is none.
 */
export function readStatus(cell: Json): string {
  const text = readText(cell) ?? ''
  return byWord.get(normaliseColumn(text)) ?? text
}

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

const words: Record<SubscriptionStatus, string[]> = {
  subscribed: ['subscribed', 'active', 'подписан', 'подписана', 'активен'],
  unsubscribed: ['unsubscribed', 'отписан', 'отписана', 'отписался'],
  complainer: ['complainer', 'complained', 'пожаловался', 'жалоба'],
  hardbounced: ['hardbounced', 'hard bounced', 'hardbounce', 'hard bounce'],
  unconfirmed: ['unconfirmed', 'не подтвержден', 'неподтвержден', 'не подтверждена'],
  suspended: ['suspended', 'приостановлен', 'приостановлена'],
  invalid: ['invalid', 'невалидный', 'недействителен', 'недействительный'],
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

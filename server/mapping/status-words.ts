import type { DealStatus } from './types.ts'

/** The one column whose values are countries. */
export const countryTarget = 'person.custom:country'

/** The form in which values of an export are looked up in value maps. */
export function valueKey(text: string): string {
  return text.trim().toLowerCase().replaceAll('ё', 'е')
}

/** Order statuses: Altcraft's five (developer guide, "Market objects"), their captions, and what shops write. */
export const orderStatusWords: Record<string, DealStatus> = table({
  won: 'delivered|paid|part_refunded|partial refund|completed|complete|done|closed|fulfilled|доставлен|доставлено|оплачен|оплачено|выполнен|выполнено|завершен|частичный возврат|частично возвращен|выдан',
  lost: 'canceled|cancelled|refunded|returned|rejected|failed|отменен|отменено|отмена|отказ|возврат|возвращен',
  open: 'new|in_process|in process|processing|pending|created|confirmed|shipped|awaiting payment|новый|новое|в обработке|обрабатывается|принят|создан|подтвержден|ожидает оплаты|отправлен|в пути|собирается',
})

/** States of campaigns (`scampaigns`) and mailings (`campaigns`, `is_active`), English and Russian. */
export const campaignStatusWords: Record<string, DealStatus> = table({
  won: 'completed|finished|done|sent|завершена|завершен|завершено|отправлена|выполнена',
  open: 'active|waiting|running|planned|scheduled|draft|true|активна|активная|ожидает|запущена|выполняется|запланирована|черновик|планируется',
  lost: 'deleted|inactive|cloning|stopped|canceled|cancelled|false|удалена|неактивна|неактивная|клонируется|остановлена|отменена',
})

/** Genders in words; codes are asked for. */
export const sexWords: Record<string, 'Male' | 'Female'> = table({
  Male: 'male|m|man|м|муж|мужской|мужчина',
  Female: 'female|f|woman|ж|жен|женский|женщина',
})

/** Statuses of a profile or subscription as Altcraft's readers give them. Only one of them allows a message. */
export const profileStatusWords: Record<string, 'subscribed' | 'other'> = table({
  subscribed: 'subscribed',
  other: 'unsubscribed|complainer|hardbounced|unconfirmed|suspended|invalid',
})

function table<V extends string>(words: Record<V, string>): Record<string, V> {
  const entries = Object.entries<string>(words) as [V, string][]
  return Object.fromEntries(entries.flatMap(([value, list]) => list.split('|').map((word) => [word, value])))
}

import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { readBoolean } from './boolean.ts'
import { readNumber } from './number.ts'
import { remembering } from './remembering.ts'
import { readStatus } from './status.ts'
import { readNested, readText } from './text.ts'
import { unflatten } from './unflatten.ts'

export interface Subscription {
  /** `email`, `sms`, `push`, `whatsapp`, `telegram_bot` … in lower case; empty when neither named nor evident. */
  channel: string
  /** E-mail, phone, push token or chat id as written; empty when the export holds none. */
  address: string
  /** See `readStatus`; empty when the export holds none. */
  status: string
  resourceId: string | undefined
  isDeleted: boolean
  /** 0 is the highest; 0 when the export holds none. */
  priority: number
}

/**
 * The subscriptions of a profile in every shape Altcraft writes: flat (`subscriptions/list`), nested (`profiles/get`), hook
 * events; as JSON or JSON text, one or a list, or flattened columns given as one object
 * (`{'subscriptions.0.channel': 'email', 'subscriptions.0.email': 'a@b.c'}`; other marks between the parts: `unflatten`).
 * Elements that are no objects are left out.
 */
export function readSubscriptions(cell: Json): Subscription[] {
  return elementsOf(readNested(cell)).map(toSubscription)
}

function elementsOf(value: Json): JsonObject[] {
  if (Array.isArray(value)) return value.map(readNested).filter(isJsonObject)
  if (!isJsonObject(value)) return []
  const object = unflatten(value)
  const inner = object.subscriptions ?? object.subscription
  if (inner !== undefined) return elementsOf(readNested(inner))
  const keys = Object.keys(object)
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return elementsOf(Object.values(object))
  return isSubscription(object) ? [object] : []
}

const markers = [
  'channel',
  'email',
  'phone',
  'provider',
  'subscription_id',
  'cc_data',
  'email_data',
  'phone_data',
  'push_data',
  'email_data_email',
  'phone_data_phone',
]

function isSubscription(object: JsonObject): boolean {
  return markers.some((key) => object[key] !== undefined)
}

function toSubscription(subscription: JsonObject): Subscription {
  return {
    channel: channelOf(readText(subscription.channel ?? null)) ?? evidentChannel(subscription),
    address: addressOf(subscription),
    status: statusOf(subscription.status ?? null),
    resourceId: readText(subscription.resource_id ?? null),
    isDeleted: readBoolean(subscription.is_delete ?? subscription.is_deleted ?? false) ?? false,
    priority: readNumber(subscription.priority ?? 0) ?? 0,
  }
}

/** There are few statuses and many subscriptions. */
const statusOfText = remembering(readStatus)

function statusOf(cell: Json): string {
  return typeof cell === 'string' ? statusOfText(cell) : readStatus(cell)
}

/** Channels as people write them → as the API does. */
const channelWords: Record<string, string> = {
  'e-mail': 'email',
  'эл. почта': 'email',
  почта: 'email',
  смс: 'sms',
  пуш: 'push',
  'web push': 'push',
  'mobile push': 'push',
  telegram: 'telegram_bot',
  'telegram bot': 'telegram_bot',
}

function channelOf(text: string | undefined): string | undefined {
  const word = text?.toLowerCase()
  return word !== undefined && Object.hasOwn(channelWords, word) ? channelWords[word] : word
}

/** Where an address may stand: of the subscription itself or of the part of its channel, there also as `email_data_email`. */
const places = [
  place('email_data', 'email'),
  place('phone_data', 'phone', 'number'),
  place('push_data', 'subscription_id'),
  place('cc_data', 'phone', 'id'),
  place('ccsub', 'phone', 'id'),
]
const ownPlaces = ['email', 'phone', 'subscription_id']

function place(part: string, ...keys: string[]) {
  return { part, keys, flattened: keys.map((key) => `${part}_${key}`) }
}

function addressOf(subscription: JsonObject): string {
  const own = firstText(subscription, ownPlaces)
  if (own !== undefined) return own
  for (const { part, keys, flattened } of places) {
    const data = readNested(subscription[part] ?? null)
    const text = isJsonObject(data) ? firstText(data, keys) : firstText(subscription, flattened)
    if (text !== undefined) return text
  }
  return ''
}

function firstText(object: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = readText(object[key] ?? null)
    if (text !== undefined) return text
  }
  return undefined
}

function evidentChannel(subscription: JsonObject): string {
  const has = (...keys: string[]) => keys.some((key) => subscription[key] != null)
  if (has('email_data', 'email', 'email_data_email')) return 'email'
  if (has('phone_data', 'phone', 'phone_data_phone')) return 'sms'
  return has('push_data', 'subscription_id', 'push_data_subscription_id') ? 'push' : ''
}

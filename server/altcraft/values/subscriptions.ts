import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { readBoolean } from './boolean.ts'
import { readNumber } from './number.ts'
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
 * (`{'subscriptions.0.channel': 'email', 'subscriptions.0.email': 'a@b.c'}`). Elements that are no objects are left out.
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
]

function isSubscription(object: JsonObject): boolean {
  return markers.some((key) => object[key] !== undefined)
}

function toSubscription(subscription: JsonObject): Subscription {
  return {
    channel: readText(subscription.channel ?? null)?.toLowerCase() ?? evidentChannel(subscription),
    address: addressOf(subscription),
    status: readStatus(subscription.status ?? null),
    resourceId: readText(subscription.resource_id ?? null),
    isDeleted: readBoolean(subscription.is_delete ?? subscription.is_deleted ?? false) ?? false,
    priority: readNumber(subscription.priority ?? 0) ?? 0,
  }
}

/** Where an address may stand: of the subscription itself or of the part of its channel. */
const places: readonly (readonly [string, ...string[]])[] = [
  ['email_data', 'email'],
  ['phone_data', 'phone', 'number'],
  ['push_data', 'subscription_id'],
  ['cc_data', 'phone', 'id'],
  ['ccsub', 'phone', 'id'],
]
const ownPlaces = ['email', 'phone', 'subscription_id']

function addressOf(subscription: JsonObject): string {
  for (const key of ownPlaces) {
    const text = readText(subscription[key] ?? null)
    if (text !== undefined) return text
  }
  for (const [part, ...keys] of places) {
    const data = readNested(subscription[part] ?? null)
    if (!isJsonObject(data)) continue
    const text = keys.map((key) => readText(data[key] ?? null)).find((found) => found !== undefined)
    if (text !== undefined) return text
  }
  return ''
}

function evidentChannel(subscription: JsonObject): string {
  if (subscription.email_data != null || subscription.email != null) return 'email'
  if (subscription.phone_data != null || subscription.phone != null) return 'sms'
  return subscription.push_data != null || subscription.subscription_id != null ? 'push' : ''
}

import { readStatus } from '../../altcraft/values/status.ts'
import type { Subscription } from '../../altcraft/values/subscriptions.ts'
import type { Json } from '../../lib/json.ts'
import { valueKey } from '../status-words.ts'
import type { DatasetPlan, PlanDocument } from '../types.ts'

export type Consents = Partial<Record<'email_optin__c' | 'sms_optin__c' | 'push_optin__c', boolean>>
export type Consent = 'subscribed' | 'other' | undefined

const channels = { email: 'email_optin__c', sms: 'sms_optin__c', push: 'push_optin__c' } as const

/** Profile status → consent: a word of Altcraft's, or a code as the person answered; undefined when nobody knows. */
export function makeReadConsent(plan: PlanDocument, dataset: DatasetPlan): (cell: Json) => Consent {
  const byKey = new Map(Object.entries({ ...plan.valueMaps.profileStatus, ...dataset.reading.statusCodes }))
  const read = (cell: Json) => byKey.get(valueKey(readStatus(cell)))
  // There are few statuses and many subscriptions.
  const seen = new Map<Json, Consent>()
  return (cell) => {
    if (seen.has(cell)) return seen.get(cell)
    const consent = read(cell)
    if (typeof cell !== 'object' && seen.size < 100) seen.set(cell, consent)
    return consent
  }
}

/**
 * Consent per channel: the profile's status and one of the channel's subscriptions must both allow it (facts: trap 19). A
 * channel without subscription has no value; where the export has no subscriptions at all, the profile's status speaks
 * for e-mail. `profile` is undefined when the export has no profile status: then the subscriptions alone decide.
 */
export function toConsents(
  profile: Consent,
  subscriptions: readonly Subscription[] | undefined,
  consentOf: (status: Json) => Consent,
): Consents {
  if (subscriptions === undefined) return profile === undefined ? {} : { email_optin__c: profile === 'subscribed' }
  const consents: Consents = {}
  for (const { channel, status } of subscriptions) {
    const key = Object.hasOwn(channels, channel) ? channels[channel as keyof typeof channels] : undefined
    const own = consentOf(status)
    if (key === undefined || own === undefined) continue
    consents[key] = consents[key] === true || (own === 'subscribed' && profile !== 'other')
  }
  return consents
}

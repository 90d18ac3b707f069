import { isPlaceholderEmail, readEmail } from '../../altcraft/values/email.ts'
import { readList } from '../../altcraft/values/list.ts'
import { parsePhone } from '../../altcraft/values/phone.ts'
import type { Json } from '../../lib/json.ts'
import { readDomain } from '../domain.ts'
import { blank, mostMembers, ofEach, type Step, type StepMakers, type StepResult, toList } from './step.ts'

export const contactSteps: StepMakers<'phone' | 'emailCleanUp' | 'domain'> = {
  phone: ({ region }, { phoneRegion }) => ofContacts((text) => toPhone(text, region ?? phoneRegion)),
  emailCleanUp: () => ofContacts(toEmail),
  domain: () => ofEach(toDomain),
}

/** Cells hold one or several (`a@shop.ru; b@shop.ru`): one stays a text, several become a list, each once. */
function ofContacts(read: (text: string) => StepResult): Step {
  return (value: Json) => {
    const results = readList(value).slice(0, mostMembers).map(read)
    const whole = toList(results)
    if ('ok' in whole) return { ok: single(whole.ok) }
    return whole.rest === undefined ? whole : { ...whole, rest: single(whole.rest) }
  }
}

function single(list: Json): Json {
  return Array.isArray(list) && list.length === 1 ? (list[0] ?? null) : list
}

function toPhone(text: string, region: string): StepResult {
  const reading = parsePhone(text, region)
  if ('phone' in reading) return { ok: reading.phone }
  return reading.problem === 'empty' ? blank : { problem: `phone.${reading.problem}` }
}

function toEmail(text: string): StepResult {
  const email = readEmail(text)
  if (email !== undefined) return { ok: email }
  return { problem: isPlaceholderEmail(text) ? 'email.placeholder' : 'email.malformed' }
}

function toDomain(text: string): StepResult {
  const domain = readDomain(text)
  return domain === undefined ? { problem: 'domain.none' } : { ok: domain }
}

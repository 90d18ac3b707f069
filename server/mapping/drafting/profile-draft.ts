import type { SourceRow } from '../../altcraft/types.ts'
import { readBoolean } from '../../altcraft/values/boolean.ts'
import type { Subscription } from '../../altcraft/values/subscriptions.ts'
import { readText } from '../../altcraft/values/text.ts'
import type { DatasetPlan, Draft, PersonRecord, PlanDocument } from '../types.ts'
import { type Consents, makeReadConsent, toConsents } from './consents.ts'
import { makeReadContacts } from './contacts.ts'
import { makeCustomReader, yesOrNo } from './custom-values.ts'
import { type Findings, warn, warnOfDate } from './findings.ts'
import { makeReadMoment } from './moments.ts'
import { makeOrganizationDraft } from './organization-draft.ts'
import { readOwner } from './owner.ts'
import { cellOf, type Places, type RowDrafter } from './places.ts'

/**
 * A profile becomes a person, with its organization beside it. Skipped: Altcraft's test profiles, and profiles without an
 * e-mail that can be written to (they go to the remediation file with what is wrong with it).
 */
export function makeProfileDrafter(plan: PlanDocument, dataset: DatasetPlan, places: Places): RowDrafter {
  const idPlace = places.one('person.source_id')
  const testPlace = places.one('person.test_flag')
  const ownerPlace = places.one('person.owner')
  const readContacts = makeReadContacts(places, plan.phoneRegion)
  const readName = makeReadName(places)
  const readAddTime = makeReadAddTime(plan, places)
  const custom = makeCustomReader(plan, dataset, places, 'person')
  const readConsents = makeReadConsents(plan, dataset, places)
  const organizationOf = makeOrganizationDraft(plan, dataset, places)
  return (row) => {
    const findings: Findings = []
    const id = readText(cellOf(row, idPlace))
    const { emails, phones, subscriptions, emailProblem } = readContacts(row, findings)
    const matchKeys = id === undefined ? [] : [`id:${id}`]
    for (const email of emails) matchKeys.push(`email:${email}`)
    if (readBoolean(cellOf(row, testPlace)) === true) {
      return { result: 'skip', code: 'profile.test', remediation: false, findings: [], matchKeys }
    }
    const email = emails[0]
    if (email === undefined) {
      const told = findings.filter(({ code }) => code !== emailProblem.code)
      warn(told, emailProblem.code, emailProblem.column)
      return { result: 'skip', code: 'profile.no_email', remediation: true, findings: told, matchKeys }
    }
    const values = custom.read(row, findings)
    if (id !== undefined) custom.put(values, 'altcraft_profile_id__c', { type: 'varchar', value: id.slice(0, 255) })
    for (const [key, given] of Object.entries(readConsents(row, subscriptions))) {
      if (values[key] === undefined && given !== undefined) custom.put(values, key, yesOrNo(given))
    }
    const organization = organizationOf(row, emails, findings)
    const addTime = readAddTime(row, findings)
    const ownerId = readOwner(plan, row, ownerPlace, findings)
    const name = readName(row)
    const record: PersonRecord = { name: name === '' ? localPart(email) : name, emails, phones, custom: values }
    if (name === '') record.nameFromEmail = true
    if (addTime !== undefined) record.addTime = addTime
    if (ownerId !== undefined) record.ownerId = ownerId
    if (organization !== undefined) record.organization = organization.sourceKey
    const person: Draft<'person'> = {
      entity: 'person',
      sourceKey: id === undefined ? `person:email:${email}` : `person:${id}`,
      matchKeys,
      record,
    }
    return { result: 'drafts', drafts: organization === undefined ? [person] : [person, organization], findings }
  }
}

function localPart(email: string): string {
  return email.slice(0, email.lastIndexOf('@'))
}

/** All white space but a space alone. */
const unevenSpace = /\s{2,}|[^\S ]/g

/** First name, patronymic, last name, whatever of them the row has; else its full name; else empty. */
function makeReadName(places: Places): (row: SourceRow) => string {
  const parts = ['person.first_name', 'person.patronymic', 'person.last_name'].map((target) => places.one(target))
  const whole = places.one('person.name')
  return (row) => {
    let name = ''
    for (const place of parts) {
      const part = readText(cellOf(row, place))
      if (part !== undefined) name = name === '' ? part : `${name} ${part}`
    }
    return (name === '' ? (readText(cellOf(row, whole)) ?? '') : name).replace(unevenSpace, ' ')
  }
}

function makeReadAddTime(plan: PlanDocument, places: Places) {
  const place = places.one('person.add_time')
  const readMoment = makeReadMoment(plan)
  return (row: SourceRow, findings: Findings): string | undefined => {
    const cell = cellOf(row, place)
    if (cell === null || place === undefined) return undefined
    const moment = readMoment(cell, place.mapping)
    if (moment === undefined) warnOfDate(findings, cell, place.mapping.column)
    return moment?.instant()
  }
}

function makeReadConsents(plan: PlanDocument, dataset: DatasetPlan, places: Places) {
  const statusPlace = places.one('person.marketing_status')
  const hasSubscriptions = places.one('person.subscriptions') !== undefined
  const consentOf = makeReadConsent(plan, dataset)
  return (row: SourceRow, subscriptions: Subscription[]): Consents =>
    toConsents(consentOf(cellOf(row, statusPlace)), hasSubscriptions ? subscriptions : undefined, consentOf)
}

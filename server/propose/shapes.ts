import { knownFields } from '../mapping/fields/known-fields.ts'
import { objectMapFields } from '../mapping/fields/object-map-fields.ts'
import { formOf, type TargetForm } from '../mapping/target-forms.ts'

/** Targets that are no field of a type of ours: contacts and links of a record. */
const links: Record<string, string> = {
  'person.email': 'email',
  'person.phone': 'phone',
  'person.owner': 'user',
  'deal.owner': 'user',
  'organization.name': 'org',
  'order.person': 'people',
  'order.status': 'enum',
  'deal.status': 'enum',
}
const ofForm: Partial<Record<TargetForm, string>> = { date: 'date', amount: 'monetary', count: 'double' }

/** Pipedrive's type of the field behind a target; `told`: what the values of the column say. */
export function typeOf(target: string, told: string | undefined): string {
  const form = formOf(target)
  const own = links[target] ?? (form === undefined ? undefined : ofForm[form]) ?? knownFields[target]?.type
  if (own !== undefined) return own
  const named = target.split('.custom:')[1]
  const planned = objectMapFields.find(({ key }) => key === `${named}__c`)?.type
  return planned ?? (target.startsWith('deal.custom:') ? 'double' : (told ?? 'varchar'))
}

const ofType: Record<string, string> = {
  email: 'emailCleanUp',
  phone: 'phone',
  date: 'date',
  monetary: 'money',
  double: 'number',
  enum: 'valueMap',
}

/** The names of the steps that the target's reader does. */
export function transformsOf(target: string, type: string): string[] {
  if (target === 'ignore') return []
  if (target === 'organization.domain') return ['domain']
  if (target.endsWith('_optin')) return ['yesNo']
  return [ofType[type] ?? 'trim']
}

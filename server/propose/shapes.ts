import { knownFields } from '../mapping/fields/known-fields.ts'
import { objectMapFields } from '../mapping/fields/object-map-fields.ts'

const builtIn: Record<string, string> = {
  'person.email': 'email',
  'person.phone': 'phone',
  'person.owner': 'user',
  'person.add_time': 'date',
  'organization.name': 'org',
  'order.person': 'people',
  'order.total': 'monetary',
  'order.delivery_cost': 'monetary',
  'order.discount': 'monetary',
  'order.created_at': 'date',
  'order.closed_at': 'date',
  'order.status': 'enum',
  'line.price': 'monetary',
  'line.total': 'monetary',
  'line.discount': 'monetary',
  'line.quantity': 'double',
  'product.price': 'monetary',
  'deal.value': 'monetary',
  'deal.status': 'enum',
  'deal.add_time': 'date',
  'deal.close_time': 'date',
  'deal.expected_close_date': 'date',
  'deal.owner': 'user',
  'event.time': 'date',
  'loyalty.time': 'date',
  'loyalty.balance': 'double',
}

/** Pipedrive's type of the field behind a target; `told`: what the values of the column say. */
export function typeOf(target: string, told: string | undefined): string {
  if (target.endsWith('.custom')) return told ?? 'varchar'
  const key = `${target.split('.custom:')[1] ?? ''}__c`
  const planned = objectMapFields.find((field) => field.key === key)?.type
  return (
    builtIn[target] ??
    knownFields[target]?.type ??
    planned ??
    (target.startsWith('deal.custom:') ? 'double' : (told ?? 'varchar'))
  )
}

/** The names of the steps that the target's reader does. */
export function transformsOf(target: string, type: string): string[] {
  if (target === 'ignore') return []
  if (type === 'email' || target.endsWith('.email')) return ['emailCleanUp']
  if (target === 'organization.domain') return ['domain']
  if (type === 'phone') return ['phone']
  if (type === 'date') return ['date']
  if (type === 'monetary') return ['money']
  if (type === 'double') return ['number']
  if (target.endsWith('_optin')) return ['yesNo']
  if (target.endsWith('.status') || target === 'person.custom:gender' || type === 'enum') return ['valueMap']
  return ['trim']
}

import type { Json } from '../../lib/json.ts'
import { toMajor } from '../../lib/money.ts'
import { valueText } from '../drafting/folded-values.ts'
import { entityOf } from '../fields/field-entity.ts'
import type {
  ColumnMapping,
  CustomValues,
  DealRecord,
  Draft,
  DraftEntity,
  FieldValue,
  OrganizationRecord,
  PersonRecord,
  ProductRecord,
  RecordOf,
  RowDraft,
} from '../types.ts'

const ofPerson: Record<string, (record: PersonRecord) => Json | undefined> = {
  'person.name': nameOf,
  'person.first_name': nameOf,
  'person.patronymic': nameOf,
  'person.last_name': nameOf,
  'person.email': ({ emails }) => emails,
  'person.phone': ({ phones }) => phones,
  'person.add_time': ({ addTime }) => addTime,
  'person.owner': ({ ownerId }) => ownerId,
  'person.source_id': ({ custom }) => textOf(custom, 'altcraft_profile_id__c'),
}

const ofOrganization: Record<string, (record: OrganizationRecord) => Json | undefined> = {
  'organization.name': ({ name }) => name,
  'organization.domain': ({ domain }) => domain,
}

const ofDeal: Record<string, (record: DealRecord) => Json | undefined> = {
  title: ({ title }) => title,
  status: ({ status }) => status,
  total: ({ totalMinor, currency }) => toMajor(totalMinor, currency),
  value: ({ totalMinor, currency }) => toMajor(totalMinor, currency),
  currency: ({ currency }) => currency,
  created_at: ({ createdAt }) => createdAt,
  add_time: ({ createdAt }) => createdAt,
  closed_at: ({ closeTime }) => closeTime,
  close_time: ({ closeTime }) => closeTime,
  expected_close_date: ({ expectedCloseDate }) => expectedCloseDate,
  owner: ({ ownerId }) => ownerId,
  person: ({ person }) => person,
}

const ofProduct: Record<string, (record: ProductRecord) => Json | undefined> = {
  'product.code': ({ code }) => code,
  'product.source_id': ({ code }) => code,
  'product.name': ({ name }) => name,
  'product.description': ({ description }) => description,
  'product.unit': ({ unit }) => unit,
  'product.tax': ({ tax }) => tax,
  'product.price': ({ prices: [first] }) => first && toMajor(first.amountMinor, first.currency),
  'product.currency': ({ prices: [first] }) => first?.currency,
}

/**
 * What the drafted records of a row hold under a column's target: texts, numbers, lists; money in whole units; null where
 * they hold nothing. Undefined for targets that are not seen in one place (subscriptions, lines, folded columns).
 */
export function heldValue(mapping: ColumnMapping, drafted: Extract<RowDraft, { result: 'drafts' }>): Json | undefined {
  const { target, fieldKey } = mapping
  const entity = entityOf(target)
  if (entity === undefined) return ofLabel(target, drafted)
  const record = recordIn(drafted.drafts, entity)
  if (fieldKey !== undefined) {
    const value = record?.custom[fieldKey]
    return value === undefined ? null : toJson(value)
  }
  const read = readerOf(target)
  return read === undefined ? undefined : (read(drafted.drafts) ?? null)
}

function readerOf(target: string): ((drafts: readonly Draft[]) => Json | undefined) | undefined {
  const [prefix, name = ''] = target.split('.')
  if (prefix === 'order' || prefix === 'deal') return within('deal', own(ofDeal, name))
  return (
    within('person', own(ofPerson, target)) ??
    within('organization', own(ofOrganization, target)) ??
    within('product', own(ofProduct, target))
  )
}

function own<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function within<E extends DraftEntity>(entity: E, read: ((record: RecordOf[E]) => Json | undefined) | undefined) {
  if (read === undefined) return undefined
  return (drafts: readonly Draft[]) => {
    const record = recordIn(drafts, entity)
    return record === undefined ? undefined : read(record)
  }
}

function recordIn<E extends DraftEntity>(drafts: readonly Draft[], entity: E): RecordOf[E] | undefined {
  return drafts.find((one): one is Draft<E> => one.entity === entity)?.record
}

function ofLabel(target: string, { drafts }: { drafts: readonly Draft[] }): Json | undefined {
  const label = recordIn(drafts, 'label')
  if (target === 'segment.name') return label?.segment ?? null
  return target === 'segment.member' ? (label?.person ?? null) : undefined
}

/** A name made of the e-mail address is none of the file's. */
function nameOf({ name, nameFromEmail }: PersonRecord): string | undefined {
  return nameFromEmail ? undefined : name
}

function textOf(custom: CustomValues, key: string): Json | undefined {
  const value = custom[key]
  return value === undefined ? undefined : toJson(value)
}

function toJson(value: FieldValue): Json {
  switch (value.type) {
    case 'monetary':
    case 'daterange':
      return valueText(value)
    default:
      return value.value
  }
}

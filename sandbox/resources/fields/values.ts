/** Values inside `custom_fields`, by field type; source: the v2 migration guide. */
import { invalid, type Refusal } from '../../api/answer.ts'
import { id, integer, isObject, list, number, type Reader, shape, text } from '../../api/read.ts'
import { date, timeOfDay, timezoneName } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import { address } from '../address.ts'
import { currency, owner, recordOf } from '../references.ts'
import type { CustomValue, CustomValues, Field, FieldEntity } from './stored.ts'

const maxTextLength = 65_000

/** `custom_fields` as sent; `readCustomFields` then looks into it. */
export const customFieldsBody: Reader<Record<string, unknown>> = (value, at) => {
  if (!isObject(value)) throw invalid(at, 'must be an object')
  return value
}

/**
 * Merges a `custom_fields` object into `before`. Null, and a text that is empty after trimming, clear a value. Refusals name
 * the field code. Throws the 400 of an unknown code or a value of the wrong shape.
 */
export function readCustomFields(
  company: Company,
  entity: FieldEntity,
  given: Record<string, unknown>,
  before: CustomValues = {},
): CustomValues {
  const after: Record<string, CustomValue> = { ...before }
  for (const [code, value] of Object.entries(given)) {
    const field = company.fields.custom(entity, code)
    if (!field) throw unknownCode(code)
    const read = value === null ? '' : readerOf(company, field)(value, `custom_fields.${code}`)
    if (read === '') delete after[code]
    else after[code] = read
  }
  return after
}

const unknownCode = (code: string): Refusal => invalid(`custom_fields.${code}`, 'is not a custom field of this entity')

function readerOf(company: Company, field: Field): Reader<CustomValue> {
  switch (field.type) {
    case 'text':
      return text(maxTextLength)
    case 'double':
      return number()
    case 'monetary':
      return shape({ value: number(), currency: currency(company) }, ['value', 'currency'])
    case 'enum':
      return option(field)
    case 'set':
      return distinct(list(option(field), 10_000, 1))
    case 'user':
      return owner(company)
    case 'org':
      return recordOf(company.organizations, 'organization')
    case 'people':
      return recordOf(company.persons, 'person')
    case 'date':
      return date
    case 'daterange':
      return ordered(shape({ value: date, until: date }, ['value', 'until']))
    case 'time':
      return shape({ value: timeOfDay, timezone_name: timezoneName }, ['value', 'timezone_name'])
    case 'timerange':
      return shape({ value: timeOfDay, until: timeOfDay, timezone_name: timezoneName }, [
        'value',
        'until',
        'timezone_name',
      ])
    case 'address':
      return (value, at) => ({ ...address(value, at) })
    default:
      return text(255)
  }
}

const option =
  (field: Field): Reader<number> =>
  (value, at) => {
    const optionId = integer()(value, at)
    if (!field.options?.some((one) => one.id === optionId)) throw invalid(at, `option ${optionId} does not exist`)
    return id(optionId, at)
  }

const distinct =
  (read: Reader<number[]>): Reader<number[]> =>
  (value, at) => {
    const ids = read(value, at)
    if (new Set(ids).size !== ids.length) throw invalid(at, 'must not repeat an option')
    return ids
  }

const ordered =
  <T extends { value?: string; until?: string }>(read: Reader<T>): Reader<T> =>
  (value, at) => {
    const range = read(value, at)
    if ((range.value ?? '') > (range.until ?? '')) throw invalid(at, 'must not end before it begins')
    return range
  }

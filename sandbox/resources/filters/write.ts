import { invalid } from '../../api/answer.ts'
import { list, nullable, oneOf, type Reader, shape, text } from '../../api/read.ts'
import type { Company } from '../../world/company.ts'
import type { User } from '../../world/users.ts'
import { fieldById } from './fields.ts'
import type { Condition, Filter } from './stored.ts'

const operators = [
  '=',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  'IS NULL',
  'IS NOT NULL',
  "LIKE '$%'",
  "LIKE '%$%'",
  "NOT LIKE '$%'",
] as const
const maxConditions = 16

/** Throws 400 for anything but the documented two groups, a field that does not exist, or more than 16 conditions. */
export function createFilter(company: Company, user: User, body: unknown): Filter {
  const spec = {
    name: text(255, 1),
    type: oneOf('deals', 'org', 'people', 'products', 'activity'),
    conditions: groups(company),
  }
  const given = shape(spec, ['name', 'type', 'conditions'])(body, 'body')
  const { name = '', type = 'people', conditions = { all: [], any: [] } } = given
  return company.filters.add({ name, type, userId: user.id, ...conditions })
}

export function changeFilter(company: Company, filter: Filter, body: unknown): Filter {
  const given = shape({ name: text(255, 1), conditions: groups(company) }, ['conditions'])(body, 'body')
  return company.filters.change(filter, { name: given.name ?? filter.name, ...given.conditions })
}

const conditionShape = shape(
  {
    object: oneOf('person', 'organization', 'deal', 'product', 'activity'),
    field_id: numeric,
    operator: oneOf(...operators),
    value: nullable(valueText),
    extra_value: nullable(valueText),
    field_code: nullable(text()),
    json_value_flag: (value: unknown) => value,
  },
  ['object', 'field_id', 'operator'],
)

function groups(company: Company): Reader<Pick<Filter, 'all' | 'any'>> {
  const condition: Reader<Condition> = (value, at) => {
    const {
      object = '',
      field_id = 0,
      operator = '',
      value: operand = null,
      extra_value = null,
    } = conditionShape(value, at)
    if (!fieldById(company, { object, fieldId: field_id }))
      throw invalid(`${at}.field_id`, `field ${field_id} does not exist`)
    return { object, fieldId: field_id, operator, value: operand, extraValue: extra_value }
  }
  const group = <G extends string>(glue: G) =>
    shape({ glue: oneOf(glue), conditions: list(condition) }, ['glue', 'conditions'])
  return (value, at) => {
    const { conditions = [] } = shape({ glue: oneOf('and'), conditions: list((one) => one, 2, 2) }, [
      'glue',
      'conditions',
    ])(value, at)
    const all = group('and')(conditions[0], `${at}.conditions[0]`).conditions ?? []
    const any = group('or')(conditions[1], `${at}.conditions[1]`).conditions ?? []
    if (all.length + any.length > maxConditions)
      throw invalid(at, `must not have more than ${maxConditions} conditions`)
    if (all.length + any.length === 0) throw invalid(at, 'must have a condition')
    return { all, any }
  }
}

/** v1 writes numbers of fields as text in replies and takes both. */
function numeric(value: unknown, at: string): number {
  const parsed = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof parsed !== 'number' || !Number.isInteger(parsed)) throw invalid(at, 'must be the numeric id of a field')
  return parsed
}

function valueText(value: unknown, at: string): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid(at, 'must be a string')
  return String(value)
}

import { invalid, notFound } from '../../api/answer.ts'
import type { Company } from '../../world/company.ts'
import type { Row } from '../../world/table.ts'
import { toDealWire } from '../deals/wire.ts'
import { shownFields } from '../fields/shown.ts'
import { toOrganizationWire } from '../organizations/wire.ts'
import { toPersonWire } from '../persons/wire.ts'
import { toProductWire } from '../products/wire.ts'
import { entityOfObject, fieldById } from './fields.ts'
import type { Condition, FilterType } from './stored.ts'

type Wire = Record<string, unknown>

const objectOf: Record<FilterType, string> = {
  deals: 'deal',
  org: 'organization',
  people: 'person',
  products: 'product',
  activity: 'activity',
}

/**
 * Whether a row of the list's kind passes the filter. Conditions on other kinds of records and on activities hold for none.
 * Throws 404 for a filter that does not exist, 400 for one of another kind.
 */
export function filterById(company: Company, type: FilterType, id: number): (row: Row) => boolean {
  const filter = company.filters.live(id)
  if (!filter) throw notFound('Filter')
  if (filter.type !== type) throw invalid('filter_id', `filter ${id} is for ${filter.type}`)
  const own = objectOf[filter.type]
  const toWire = wireOf(company, own)
  const holds = (condition: Condition, wire: Wire) => condition.object === own && passes(company, condition, wire)
  return (row) => {
    const wire = toWire(row)
    return (
      filter.all.every((condition) => holds(condition, wire)) &&
      (filter.any.length === 0 || filter.any.some((condition) => holds(condition, wire)))
    )
  }
}

function wireOf(company: Company, object: string): (row: Row) => Wire {
  const entity = entityOfObject[object]
  if (!entity) return () => ({})
  const shown = shownFields(company, entity)
  const read = (row: Row): Wire => {
    switch (entity) {
      case 'person':
        return wireOrNone(company.persons.get(row.id), (one) => toPersonWire(company, one, shown))
      case 'organization':
        return wireOrNone(company.organizations.get(row.id), (one) => toOrganizationWire(company, one, shown))
      case 'deal':
        return wireOrNone(company.deals.get(row.id), (one) => toDealWire(company, one, shown))
      case 'product':
        return wireOrNone(company.products.get(row.id), (one) => toProductWire(company, one, shown))
    }
  }
  return read
}

const wireOrNone = <T>(row: T | undefined, wire: (row: T) => Wire): Wire => (row === undefined ? {} : wire(row))

function passes(company: Company, condition: Condition, wire: Wire): boolean {
  const field = fieldById(company, condition)
  if (!field) return false
  const custom = wire.custom_fields as Wire
  const values = comparable(field.isCustom ? custom[field.code] : wire[field.code])
  const operand = condition.value ?? ''
  switch (condition.operator) {
    case 'IS NULL':
      return values.length === 0
    case 'IS NOT NULL':
      return values.length > 0
    case '=':
      return values.some((value) => same(value, operand))
    case '!=':
      return !values.some((value) => same(value, operand))
    case "LIKE '$%'":
      return values.some((value) => value.toLowerCase().startsWith(operand.toLowerCase()))
    case "LIKE '%$%'":
      return values.some((value) => value.toLowerCase().includes(operand.toLowerCase()))
    case "NOT LIKE '$%'":
      return !values.some((value) => value.toLowerCase().startsWith(operand.toLowerCase()))
    default:
      return values.some((value) => ordered(value, condition.operator, operand))
  }
}

/** The texts that a value is compared by: each option, each e-mail, the amount of money. */
function comparable(value: unknown): string[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.flatMap(comparable)
  if (typeof value === 'object') return comparable((value as { value?: unknown }).value)
  return [String(value)]
}

const same = (value: string, operand: string) => value.toLowerCase() === operand.toLowerCase()

function ordered(value: string, operator: string, operand: string): boolean {
  const numbers = [Number(value), Number(operand)] as const
  const [left, right] = numbers.some(Number.isNaN) ? [value, operand] : numbers
  if (operator === '<') return left < right
  if (operator === '>') return left > right
  return operator === '<=' ? left <= right : left >= right
}

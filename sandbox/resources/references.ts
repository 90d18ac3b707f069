/** Readers of ids that point at something: unknown, deleted or inactive targets are refused. */
import { invalid } from '../api/answer.ts'
import { id, integer, list, oneOf, type Reader } from '../api/read.ts'
import { type Plan, plans } from '../plans.ts'
import { activeUser, type Company } from '../world/company.ts'
import type { Row, Table } from '../world/table.ts'
import type { FieldEntity } from './fields/stored.ts'

export const owner =
  (company: Company): Reader<number> =>
  (value, at) => {
    const userId = id(value, at)
    if (!activeUser(company, userId)) throw invalid(at, `user ${userId} does not exist or is not active`)
    return userId
  }

export const recordOf =
  <T extends Row>(table: Table<T>, what: string): Reader<number> =>
  (value, at) => {
    const recordId = id(value, at)
    if (!table.live(recordId)) throw invalid(at, `${what} ${recordId} does not exist`)
    return recordId
  }

export const currency =
  (company: Company): Reader<string> =>
  (value, at) => {
    const found = company.currencies.find(({ code }) => code === value)
    if (!found) throw invalid(at, 'is not a currency of this company')
    return found.code
  }

/** Ids of options of a built-in enum or set field. */
export const optionOf =
  (company: Company, entity: FieldEntity, code: string): Reader<number> =>
  (value, at) => {
    const optionId = integer()(value, at)
    const known = company.fields.get(entity, code)?.options?.some((option) => option.id === optionId)
    if (!known) throw invalid(at, `option ${optionId} does not exist`)
    return optionId
  }

export const labelIds = (company: Company, entity: FieldEntity): Reader<number[]> =>
  list(optionOf(company, entity, 'label_ids'), 100)

export const visibility = (plan: Plan): Reader<number> => oneOf(...plans[plan].visibility)

/** What a record gets whose creator says nothing: the entire company. */
export const defaultVisibility = (plan: Plan): number => Math.max(...plans[plan].visibility)

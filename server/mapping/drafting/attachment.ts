import type { SourceRow } from '../../altcraft/types.ts'
import { readText } from '../../altcraft/values/text.ts'
import { normaliseCompanyName } from '../company-name.ts'
import { readCompanyDomain } from '../domain.ts'
import type { Attachment, PlanDocument } from '../types.ts'
import { makeReadPersonKeys } from './person-keys.ts'
import { cellOf, type Places } from './places.ts'

/** What the row of a note or a file names as its owners; undefined when it names none. */
export function makeReadAttachment(
  plan: PlanDocument,
  places: Places,
  of: 'note' | 'file',
): (row: SourceRow) => Attachment | undefined {
  const readPerson = makeReadPersonKeys(places.many(`${of}.person`), plan.phoneRegion)
  const orderPlace = places.one(`${of}.order`)
  const companyPlace = places.one(`${of}.organization`)
  return (row) => {
    const person = readPerson(row)
    const order = readText(cellOf(row, orderPlace))
    const organization = toOrganizationKey(readText(cellOf(row, companyPlace)))
    if (person.length === 0 && order === undefined && organization === undefined) return undefined
    return {
      person,
      ...(order === undefined ? {} : { order: `order:${order}` }),
      ...(organization === undefined ? {} : { organization }),
    }
  }
}

/** A domain, else a name, as organizations are known by. */
function toOrganizationKey(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const domain = /^\S+\.\p{L}{2,}$/u.test(text) ? readCompanyDomain(text) : undefined
  const name = normaliseCompanyName(text)
  return domain === undefined ? (name === '' ? undefined : `name:${name}`) : `domain:${domain}`
}

/** Who a note or file is of, as one text: the same owners have the same. */
export function ownersKey({ person, order, organization }: Attachment): string {
  return [person[0], order, organization].filter((key) => key !== undefined).join('+')
}

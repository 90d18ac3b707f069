import { invalid } from '../api/answer.ts'
import { boolean, id, integer, isObject, list, oneOf, type Reader, shape, text } from '../api/read.ts'
import { createDeal } from '../resources/deals/write.ts'
import { type FieldEntity, fieldEntities } from '../resources/fields/stored.ts'
import { createField } from '../resources/fields/write.ts'
import { createOrganization } from '../resources/organizations/write.ts'
import { createPerson } from '../resources/persons/write.ts'
import { createProduct } from '../resources/products/write.ts'
import type { Company } from '../world/company.ts'
import { toUser } from '../world/users.ts'
import type { World } from '../world/world.ts'
import { firstUser } from './state.ts'

const anything: Reader<unknown> = (value) => value
const bodies = list(anything, 1_000_000)

const readSeed = shape({
  company: id,
  users: list(
    shape({ id, name: text(), email: text(), active: boolean, isAdmin: boolean, language: oneOf('ru', 'en') }, [
      'id',
      'name',
      'email',
    ]),
  ),
  fields: list(anything),
  organizations: bodies,
  persons: bodies,
  products: bodies,
  deals: bodies,
  bulk: shape({ organizations: integer(0), persons: integer(0), products: integer(0), deals: integer(0) }),
})

/**
 * Adds what the body holds, in an order in which later kinds may refer to earlier ones; bodies are those of the API, fields
 * have an `entity` besides. `bulk` makes plain records by number. Nothing is charged. Answers the new ids (codes of fields).
 */
export function seed(world: World, company: Company, body: unknown): Record<string, (number | string)[]> {
  const given = readSeed(body, 'body')
  for (const user of given.users ?? []) {
    const { id = 0, name = '', email = '', ...rest } = user
    company.users.push(toUser({ id, name, email, ...rest }))
  }
  const user = firstUser(company)
  const bulk = given.bulk ?? {}
  const made = {
    fields: (given.fields ?? []).map((field) => seedField(world, company, field)),
    organizations: [
      ...(given.organizations ?? []),
      ...numbered(bulk.organizations, (n) => ({ name: `Organization ${n}` })),
    ].map((one) => createOrganization(world, company, user.id, one).id),
    persons: [
      ...(given.persons ?? []),
      ...numbered(bulk.persons, (n) => ({ name: `Person ${n}`, emails: [{ value: `person${n}@seed.example` }] })),
    ].map((one) => createPerson(world, company, user.id, one).id),
    products: [
      ...(given.products ?? []),
      ...numbered(bulk.products, (n) => ({ name: `Product ${n}`, code: `SEED-${n}` })),
    ].map((one) => createProduct(world, company, user, one).id),
    deals: [...(given.deals ?? []), ...numbered(bulk.deals, (n) => ({ title: `Deal ${n}` }))].map(
      (one) => createDeal(world, company, user, one).id,
    ),
  }
  return made
}

const numbered = <T>(count = 0, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1))

function seedField(world: World, company: Company, body: unknown): string {
  if (!isObject(body)) throw invalid('fields', 'must hold objects')
  const { entity, ...field } = body
  const known: FieldEntity | undefined = fieldEntities.find((one) => one === entity)
  if (!known) throw invalid('fields.entity', `must be one of ${fieldEntities.join(', ')}`)
  return createField(world, company, firstUser(company), known, field).code
}

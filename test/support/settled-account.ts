import type { TestSandbox } from './stack.ts'

type Wire = Record<string, unknown>

/**
 * A body for the sandbox's seed: people, companies and products that an export holds too, as an account has them that was
 * in use before: with contacts, notes and options of its own. `imported`: what an import of the export wrote elsewhere.
 */
export function settledAccount(imported: Record<string, Wire[]>) {
  const { persons = [], organizations = [], products = [] } = imported
  const contacts = persons.flatMap((person) => {
    const emails = Array.isArray(person['emails']) ? person['emails'] : []
    return emails.length > 0 ? [String(emails[0].value)] : []
  })
  const websites = organizations.flatMap(({ website }) => (typeof website === 'string' ? [website] : []))
  return {
    fields: [
      { entity: 'person', field_name: 'segments__c', field_type: 'set', options: [{ label: 'Partners' }] },
      { entity: 'person', field_name: 'Favourite colour', field_type: 'varchar' },
    ],
    organizations: [
      ...websites.slice(0, 5).map((website, n) => ({ name: `Customer ${n}`, website, employee_count: n + 1 })),
      { name: 'Nobody’s', website: 'nobody.example' },
    ],
    persons: [
      ...contacts.slice(0, 12).map((value, n) => ({
        name: `Known ${n}`,
        emails: [
          { value: `private${n}@home.example`, primary: true, label: 'home' },
          { value, primary: false, label: 'work' },
        ],
        phones: n % 2 === 0 ? [{ value: `+7 900 000-00-0${n % 10}`, primary: true, label: 'mobile' }] : [],
      })),
      { name: 'Stranger', emails: [{ value: 'stranger@elsewhere.example' }] },
    ],
    products: products.slice(0, 6).map(({ code }, n) => ({
      name: `Shelf ${n}`,
      code,
      ...(n % 2 === 0 ? { description: 'On the shelf' } : {}),
    })),
    deals: [{ title: 'Old deal', value: 10, currency: 'RUB' }],
  }
}

export async function seedSettled(sandbox: TestSandbox, imported: Record<string, Wire[]>): Promise<void> {
  await sandbox.control('POST', 'seed', settledAccount(imported))
}

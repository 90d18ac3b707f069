/** The platform's own client drives the main life cycles. */
import * as v1 from 'pipedrive/v1'
import * as v2 from 'pipedrive/v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Installed, installed } from './installed.ts'

let company: Installed
let config1: v1.Configuration
let config2: v2.Configuration

beforeAll(async () => {
  company = await installed({ limits: false })
  config1 = new v1.Configuration({ accessToken: company.accessToken, basePath: `${company.url}/v1` })
  config2 = new v2.Configuration({ accessToken: company.accessToken, basePath: `${company.url}/api/v2` })
})
afterAll(() => company.sandbox.close())

test('who am I, and who else is there', async () => {
  const users = new v1.UsersApi(config1)
  const me = await users.getCurrentUser()
  expect(me.data).toMatchObject({ company_id: 4711, company_domain: 'severny-veter', name: 'Анна Петрова' })
  expect((await users.getUsers()).data).toHaveLength(4)
  const currencies = await new v1.CurrenciesApi(config1).getCurrencies()
  expect(currencies.data?.find((one) => one.code === 'JPY')?.decimal_points).toBe(0)
})

test('a field, an organization and a person with it, changed and deleted', async () => {
  const fields = new v2.PersonFieldsApi(config2)
  const field = await fields.addPersonField({
    AddPersonFieldRequest: {
      field_name: 'Tier',
      field_type: 'enum',
      options: [{ label: 'Gold' }, { label: 'Silver' }],
    },
  })
  const code = field.data?.field_code ?? ''
  expect(code).toMatch(/^[0-9a-f]{40}$/)
  const option = field.data?.options?.[0]?.id

  const organizations = new v2.OrganizationsApi(config2)
  const organization = await organizations.addOrganization({ AddOrganizationRequest: { name: 'Acme' } })
  const persons = new v2.PersonsApi(config2)
  const created = await persons.addPerson({
    AddPersonRequest: {
      name: 'Ada Lovelace',
      org_id: organization.data?.id ?? 0,
      emails: [{ value: 'ada@acme.example', primary: true, label: 'work' }],
      custom_fields: { [code]: option },
    },
  })
  const id = created.data?.id ?? 0
  expect(created.data).toMatchObject({ first_name: 'Ada', last_name: 'Lovelace', custom_fields: { [code]: option } })

  await persons.updatePerson({ id, UpdatePersonRequest: { custom_fields: { [code]: null } } })
  expect((await persons.getPerson({ id })).data?.custom_fields).toMatchObject({ [code]: null })
  await persons.deletePerson({ id })
  expect((await persons.getPerson({ id })).data?.is_deleted).toBe(true)
  expect((await persons.getPersons({})).data?.map((one) => one.id)).not.toContain(id)
})

test('a list is read in pages to its end', async () => {
  const products = new v2.ProductsApi(config2)
  for (const name of ['A', 'B', 'C', 'D', 'E']) await products.addProduct({ AddProductRequest: { name } })
  const names: (string | undefined)[] = []
  let cursor: string | undefined
  do {
    const page = await products.getProducts({ limit: 2, sort_by: 'name', ...(cursor ? { cursor } : {}) })
    names.push(...(page.data ?? []).map((one) => one.name))
    cursor = page.additional_data?.next_cursor || undefined
  } while (cursor)
  expect(names).toEqual(['A', 'B', 'C', 'D', 'E'])
})

test('a deal is worth its lines', async () => {
  const product = await new v2.ProductsApi(config2).addProduct({
    AddProductRequest: { name: 'Kettle', code: 'K', prices: [{ currency: 'RUB', price: 100 }] },
  })
  const deals = new v2.DealsApi(config2)
  const deal = await deals.addDeal({ AddDealRequest: { title: 'Order', value: 1, currency: 'RUB' } })
  const id = deal.data?.id ?? 0
  const lines = new v2.DealProductsApi(config2)
  const line = { product_id: product.data?.id ?? 0, item_price: 33.35, quantity: 3 }
  const added = await lines.addManyDealProducts({
    id,
    CreateManyDealProductRequest: { data: [line, { ...line, quantity: 1 }] },
  })
  expect(added.data).toHaveLength(2)
  expect((await deals.getDeal({ id })).data?.value).toBe(133.4)
  const listed = await lines.getDealsProducts({ deal_ids: [id] })
  expect(listed.data?.map((one) => one.sum)).toEqual([100.05, 33.35])
})

test('notes and filters', async () => {
  const persons = new v2.PersonsApi(config2)
  const personId = (await persons.addPerson({ AddPersonRequest: { name: 'Grace' } })).data?.id ?? 0
  const notes = new v1.NotesApi(config1)
  const note = await notes.addNote({
    AddNoteRequest: { content: 'Hello', person_id: personId, add_time: '2015-05-05 05:05:05' },
  })
  expect(note.data?.add_time).toBe('2015-05-05 05:05:05')

  const fields = await new v1.PersonFieldsApi(config1).getPersonFields()
  const nameField = fields.data?.find((one) => one.key === 'name')?.id
  const filters = new v1.FiltersApi(config1)
  const filter = await filters.addFilter({
    AddFilterRequest: {
      name: 'Graces',
      type: 'people',
      conditions: {
        glue: 'and',
        conditions: [
          { glue: 'and', conditions: [{ object: 'person', field_id: nameField, operator: '=', value: 'Grace' }] },
          { glue: 'or', conditions: [] },
        ],
      },
    },
  })
  const found = await persons.getPersons({ filter_id: filter.data?.id ?? 0 })
  expect(found.data?.map((one) => one.id)).toEqual([personId])
})

test('stages are read, and not written without the admin scope', async () => {
  const stages = await new v2.StagesApi(config2).getStages({ sort_by: 'order_nr' })
  expect(stages.data?.filter((one) => one.pipeline_id === 1).map((one) => one.name)).toEqual([
    'Planning',
    'Qualified',
    'Proposal',
    'Won',
    'Lost',
  ])
  const adding = new v2.PipelinesApi(config2).addPipeline({ AddPipelineRequest: { name: 'New' } })
  await expect(adding).rejects.toMatchObject({ success: false, error: 'Scope and URL mismatch' })
})

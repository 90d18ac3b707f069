/** One company's life: every covered operation at least once, each in a form that must succeed (or is 403 by design). */
import type { Answered, Installed } from './installed.ts'

export interface Exchange {
  method: string
  path: string
  body: unknown
  /** The body was no JSON. */
  form?: boolean
  answer: Answered
}

type Watch = (exchange: Exchange) => void
type Go = (method: string, path: string, body?: unknown) => Promise<Answered>

export async function lifeOfACompany(company: Installed, watch: Watch): Promise<void> {
  const go: Go = async (method, path, body) => {
    const answer = await company.call(method, path, body)
    watch({ method, path, body, answer })
    return answer
  }
  await lookAround(go)
  const codes = await makeFields(go)
  const { orgId, personId } = await contacts(go, codes)
  const productId = await products(go)
  await deals(go, { orgId, personId, productId })
  await activities(go, personId)
  await notesAndFilters(go, personId, codes)
  await files(company, go, watch, personId)
  await searches(go, codes)
  await farewell(go, codes, { orgId, personId, productId })
}

async function lookAround(go: Go): Promise<void> {
  await go('GET', '/v1/users/me')
  await go('GET', '/api/v1/users')
  await go('GET', '/api/v1/users/13431')
  await go('GET', '/api/v1/users/13431/permissions')
  await go('GET', '/api/v1/currencies?term=ru')
  await go('GET', '/api/v1/activityTypes')
  await go('POST', '/api/v1/activityTypes', { name: 'Visit', icon_key: 'car' })
  await go('PUT', '/api/v1/activityTypes/1', { name: 'Visit' })
  await go('DELETE', '/api/v1/activityTypes/1')
  const stage = { name: 'New', pipeline_id: 1 }
  for (const [kind, body] of [
    ['pipelines', { name: 'New' }],
    ['stages', stage],
  ] as const) {
    await go('GET', `/api/v2/${kind}?limit=1&sort_by=id`)
    const { body: list } = await go('GET', `/api/v2/${kind}`)
    await go('GET', `/api/v2/${kind}/${first(list.data)}`)
    await go('POST', `/api/v2/${kind}`, body)
    await go('PATCH', `/api/v2/${kind}/1`, { name: 'Other' })
    await go('DELETE', `/api/v2/${kind}/1`)
  }
}

type Codes = Record<'person' | 'organization' | 'deal' | 'product', { text: string; set: string; option: number }>

async function makeFields(go: Go): Promise<Codes> {
  const codes: Partial<Codes> = {}
  for (const entity of ['person', 'organization', 'deal', 'product'] as const) {
    const base = `/api/v2/${entity}Fields`
    const text = data(await go('POST', base, { field_name: 'Source ID', field_type: 'varchar' }))
    const set = data(
      await go('POST', base, { field_name: 'Segments', field_type: 'set', options: [{ label: 'A' }, { label: 'B' }] }),
    )
    const setCode = String(set.field_code)
    await go('PATCH', `${base}/${setCode}`, {
      field_name: 'Static segments',
      ui_visibility: { add_visible_flag: true },
    })
    const added = await go('POST', `${base}/${setCode}/options`, [{ label: 'C' }, { label: 'D' }])
    const option = first(added.body.data)
    await go('PATCH', `${base}/${setCode}/options`, [{ id: option, label: 'E' }])
    await go('DELETE', `${base}/${setCode}/options`, [{ id: option + 1 }])
    await go('GET', `${base}?include_fields=ui_visibility&limit=3`)
    await go('GET', `${base}/${setCode}`)
    const { body } = await go('GET', `/api/v1/${entity}Fields?start=0&limit=500`)
    await go('GET', `/api/v1/${entity}Fields/${first(body.data)}`)
    codes[entity] = { text: String(text.field_code), set: setCode, option }
  }
  return codes as Codes
}

async function contacts(go: Go, codes: Codes): Promise<{ orgId: number; personId: number }> {
  const organization = await go('POST', '/api/v2/organizations', {
    name: 'ООО «Ромашка»',
    website: 'romashka.example',
    address: { value: 'Москва, Тверская 1' },
    add_time: '2019-05-01T10:00:00Z',
    custom_fields: { [codes.organization.text]: 'o-1', [codes.organization.set]: [codes.organization.option] },
  })
  const orgId = Number(data(organization).id)
  const person = await go('POST', '/api/v2/persons', {
    name: 'Мария Иванова',
    org_id: orgId,
    owner_id: 13431,
    add_time: '2018-02-03T04:05:06Z',
    emails: [{ value: 'm@romashka.example', primary: true, label: 'work' }, { value: 'm@home.example' }],
    phones: [{ value: '+7 (495) 123-45-67' }],
    custom_fields: { [codes.person.text]: 'p-1', [codes.person.set]: [codes.person.option] },
  })
  const personId = Number(data(person).id)
  for (const [kind, id] of [
    ['organizations', orgId],
    ['persons', personId],
  ] as const) {
    await go('GET', `/api/v2/${kind}?limit=1&sort_by=update_time&sort_direction=desc&include_option_labels=true`)
    await go('GET', `/api/v2/${kind}?ids=${id}&updated_since=2020-01-01T00:00:00Z&include_labels=true`)
    await go('GET', `/api/v2/${kind}/${id}?include_option_labels=true`)
    await go('PATCH', `/api/v2/${kind}/${id}`, { name: 'Новое имя', owner_id: 13425 })
  }
  return { orgId, personId }
}

async function products(go: Go): Promise<number> {
  const product = await go('POST', '/api/v2/products', {
    name: 'Чайник',
    code: 'TEA-1',
    prices: [{ currency: 'RUB', price: 1999.9, cost: 1000 }],
  })
  const id = Number(data(product).id)
  await go('GET', '/api/v2/products?sort_by=name&limit=10')
  await go('GET', `/api/v2/products/${id}`)
  await go('PATCH', `/api/v2/products/${id}`, { unit: 'шт', tax: 20 })
  const path = `/api/v2/products/${id}/variations`
  const variation = data(await go('POST', path, { name: 'Красный', prices: [{ currency: 'RUB', price: 2100 }] }))
  await go('GET', path)
  await go('PATCH', `${path}/${variation.id}`, { name: 'Синий' })
  await go('DELETE', `${path}/${variation.id}`)
  return id
}

async function deals(go: Go, ids: { orgId: number; personId: number; productId: number }): Promise<void> {
  const body = { title: 'Заказ 17', org_id: ids.orgId, person_id: ids.personId, currency: 'RUB', value: 10.5 }
  const won = { status: 'won', won_time: '2021-03-04T05:06:07Z', expected_close_date: '2021-03-04' }
  const id = Number(data(await go('POST', '/api/v2/deals', { ...body, ...won })).id)
  const path = `/api/v2/deals/${id}/products`
  const line = { product_id: ids.productId, item_price: 999.95, quantity: 2 }
  const one = data(await go('POST', path, { ...line, comments: 'Подарок', discount: 10 }))
  await go('POST', `${path}/bulk`, { data: [line, { ...line, quantity: 1, tax: 20, tax_method: 'inclusive' }] })
  await go('GET', `${path}?sort_by=order_nr`)
  await go('GET', `/api/v2/deals/products?deal_ids=${id},${id + 1}`)
  await go('PATCH', `${path}/${one.id}`, { quantity: 3 })
  await go('DELETE', `${path}/${one.id}`)
  await go('DELETE', path)
  await go('GET', `/api/v2/deals/${id}`)
  await go('GET', `/api/v2/deals?status=won&pipeline_id=1&person_id=${ids.personId}`)
  await go('PATCH', `/api/v2/deals/${id}`, { status: 'lost', lost_reason: 'Дорого', lost_time: '2021-04-04T05:06:07Z' })
  await go('PATCH', `/api/v2/deals/${id}`, { is_archived: true })
  await go('GET', '/api/v2/deals/archived')
  await go('DELETE', `/api/v2/deals/${id}`)
  await go('POST', '/api/v2/deals', { title: 'Открытая сделка', value: 12.34 })
}

async function activities(go: Go, personId: number): Promise<void> {
  const body = {
    subject: 'Звонок',
    type: 'call',
    due_date: '2020-01-02',
    due_time: '10:30',
    duration: '00:15',
    done: true,
    participants: [{ person_id: personId, primary: true }],
    note: '<b>Договорились</b>',
  }
  const id = data(await go('POST', '/api/v2/activities', body)).id
  await go('GET', `/api/v2/activities?person_id=${personId}&done=true&include_fields=attendees`)
  await go('GET', `/api/v2/activities/${id}`)
  await go('PATCH', `/api/v2/activities/${id}`, { done: false })
  await go('DELETE', `/api/v2/activities/${id}`)
}

async function notesAndFilters(go: Go, personId: number, codes: Codes): Promise<void> {
  const note = { content: 'История<br>заказов', person_id: personId, add_time: '2017-01-02 03:04:05' }
  const id = data(await go('POST', '/api/v1/notes', { ...note, pinned_to_person_flag: 1 })).id
  await go('GET', `/api/v1/notes?person_id=${personId}&limit=10&sort=add_time%20DESC`)
  await go('GET', `/v1/notes/${id}`)
  await go('PUT', `/api/v1/notes/${id}`, { content: 'Иначе' })
  await go('DELETE', `/api/v1/notes/${id}`)

  const { body } = await go('GET', '/api/v1/personFields')
  const field = (body.data as { id: number; key: string }[]).find((one) => one.key === codes.person.set)
  const condition = { object: 'person', field_id: String(field?.id), operator: '=', value: String(codes.person.option) }
  const conditions = {
    glue: 'and',
    conditions: [
      { glue: 'and', conditions: [condition] },
      { glue: 'or', conditions: [] },
    ],
  }
  const create = (name: string) =>
    go('POST', '/api/v1/filters?include_field_code=true', { name, type: 'people', conditions })
  const filterId = data(await create('VIP')).id
  const secondId = data(await create('VIP 2')).id
  await go('GET', '/api/v1/filters?type=people')
  await go('GET', `/api/v1/filters/${filterId}?include_field_code=true`)
  await go('PUT', `/api/v1/filters/${filterId}`, { name: 'Segment VIP', conditions })
  await go('GET', `/api/v2/persons?filter_id=${filterId}`)
  await go('DELETE', `/api/v1/filters/${filterId}`)
  await go('DELETE', `/api/v1/filters?ids=${secondId}`)
}

async function files(company: Installed, go: Go, watch: Watch, personId: number): Promise<void> {
  const form = new FormData()
  form.set('file', new Blob(['договор'], { type: 'text/plain' }), 'contract.txt')
  form.set('person_id', String(personId))
  const { id } = await sent(company, watch, 'POST', '/api/v1/files', form)
  await sent(company, watch, 'PUT', `/api/v1/files/${id}`, new URLSearchParams({ name: 'Договор', description: '№ 5' }))
  await go('GET', '/api/v1/files?limit=100&sort=id')
  await go('GET', `/api/v1/files/${id}`)
  await go('GET', `/api/v1/files/${id}/download`)
  await go('DELETE', `/api/v1/files/${id}`)
}

async function sent(company: Installed, watch: Watch, method: string, path: string, body: FormData | URLSearchParams) {
  const headers = { authorization: `Bearer ${company.accessToken}` }
  const answer = await fetch(company.url + path, { method, headers, body })
  const answered = { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answered['body'] }
  watch({ method, path, body, form: true, answer: answered })
  return answered.body.data as { id: number }
}

async function searches(go: Go, codes: Codes): Promise<void> {
  await go('GET', '/api/v2/persons/search?term=romashka.example&fields=email')
  await go('GET', `/api/v2/organizations/search?term=${encodeURIComponent('новое имя')}&exact_match=true`)
  await go('GET', `/api/v2/deals/search?term=${encodeURIComponent('сделка')}&status=open`)
  await go('GET', '/api/v2/products/search?term=tea')
  await go('GET', '/api/v2/itemSearch?term=tea&item_types=product,person')
  await go('GET', `/api/v2/itemSearch/field?term=p-1&entity_type=person&field=${codes.person.text}`)
}

async function farewell(
  go: Go,
  codes: Codes,
  ids: { orgId: number; personId: number; productId: number },
): Promise<void> {
  await go('DELETE', `/api/v2/persons/${ids.personId}`)
  await go('DELETE', `/api/v2/organizations/${ids.orgId}`)
  await go('DELETE', `/api/v2/products/${ids.productId}`)
  await go('GET', `/api/v2/persons/${ids.personId}`)
  for (const entity of ['person', 'organization', 'deal', 'product'] as const) {
    await go('DELETE', `/api/v2/${entity}Fields/${codes[entity].text}`)
  }
}

const data = (answer: Answered) => answer.body.data as Record<string, unknown>
const first = (list: unknown): number => (list as { id: number }[])[0]?.id ?? 0

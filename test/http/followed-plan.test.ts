import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import type { PlanDocument } from '../../server/mapping/types.ts'
import { anna } from '../support/build-test-app.ts'
import { columnsOf, type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
beforeAll(async () => {
  client = await startPlanClient()
})
afterAll(() => client.close())

async function newMigration(follows?: string): Promise<string> {
  const headers = { authorization: `Bearer ${await client.test.signIn(anna)}` }
  const payload = { name: 'A move', ...(follows === undefined ? {} : { follows }) }
  return (await client.test.app.inject({ method: 'POST', url: '/api/migrations', headers, payload })).json().id
}

async function documentOf(migrationId: string): Promise<PlanDocument> {
  return inCompany(client.test.database.db, anna.companyId, async (trx) => {
    const row = await trx('plans').where({ migration_id: migrationId }).orderBy('version', 'desc').first('document')
    return row.document
  })
}

const header = 'order_id,customer_email,status,total,currency,created_at,warehouse,remark'
const orders = [
  header,
  'O-1,a@firm.example,shipped off,1500,RUB,03/04/2026,North,Hello',
  'O-2,b@firm.example,delivered,2500,RUB,05/06/2026,South,12',
  'O-3,c@firm.example,delivered,3500,RUB,07/08/2026,North,',
]

describe('a migration that follows another', () => {
  let first: string
  beforeAll(async () => {
    first = await newMigration()
    await client.add(first, 'orders.csv', orders.join('\n'))
    const proposed = await client.propose(first)
    const asked = Object.fromEntries(proposed.questions.map(({ id, proposal }) => [id, proposal]))
    const scale = proposed.questions.find(({ code }) => code === 'money_scale')
    const order = proposed.questions.find(({ code }) => code === 'date_order')
    expect([scale?.code, order?.code]).toEqual(['money_scale', 'date_order'])
    const answers = { ...asked, [scale?.id ?? '']: 'minor', [order?.id ?? '']: 'mdy' }
    expect((await client.request('PUT', `${first}/plan/answers`, { answers })).statusCode).toBe(200)
    const columns = { 'orders.csv': { warehouse: { target: 'ignore' } } }
    expect((await client.decide(first, { columns })).statusCode).toBe(200)
    const { checksum } = await client.get(first)
    const answer = await client.request('POST', `${first}/plan/confirm`, { checksum })
    expect(answer.statusCode, answer.body).toBe(200)
  })

  it('reads a file of corrected rows as its original, whatever two rows look like, and asks nothing again', async () => {
    const second = await newMigration(first)
    const rows = [
      `${header},altcraft_importer_row,altcraft_importer_reason`,
      'O-2,b@firm.example,delivered,25.50,RUB,31/12/2026,1,17,2,order.total_invalid',
    ]
    await client.add(second, 'orders.csv-failed (2).csv', rows.join('\n'))
    const plan = await client.propose(second)
    expect(plan.questions.filter(({ answer }) => answer === undefined || answer === null)).toEqual([])
    const columns = columnsOf(plan, 'orders.csv-failed (2).csv')
    expect(columns['warehouse']?.target).toBe('ignore')
    expect(columns['altcraft_importer_row']?.target).toBe('ignore')
    expect(columns['altcraft_importer_reason']?.target).toBe('ignore')
    const [before, after] = [await documentOf(first), await documentOf(second)]
    expect(after.datasets[0]?.reading).toEqual(before.datasets[0]?.reading)
    expect(after.datasets[0]?.reading.moneyScale).toBe('minor')
    const dates = after.datasets[0]?.columns.find(({ column }) => column === 'created_at')
    expect(dates?.dateOrder).toBe('mdy')
    expect(after.stages).toEqual(before.stages)
    const typeOf = ({ fields }: PlanDocument) =>
      fields.map(({ entity, key, type }) => `${entity}:${key}:${type}`).sort()
    expect(typeOf(after)).toEqual(typeOf(before))
  })

  it('keeps what people decide in it', async () => {
    const third = await newMigration(first)
    await client.add(third, 'orders.csv', orders.join('\n'))
    await client.propose(third)
    const columns = { 'orders.csv': { warehouse: { target: 'order.custom' } } }
    expect((await client.decide(third, { columns })).statusCode).toBe(200)
    expect(columnsOf(await client.get(third), 'orders.csv')['warehouse']?.target).toBe('order.custom')
    expect((await documentOf(third)).datasets[0]?.reading.moneyScale).toBe('minor')
  })

  it('has the stages of deals that none of its files holds', async () => {
    const fourth = await newMigration(first)
    await client.add(fourth, 'profiles.csv', 'id,email,_fname\n1,a@firm.example,Anna\n')
    await client.propose(fourth)
    expect((await documentOf(fourth)).stages).toEqual((await documentOf(first)).stages)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../server/mapping/types.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import { type PlanClient, startPlanClient } from './plan-client.ts'

interface View {
  checksum: string
  rules: { entity: string; field: string; rule: string; isDefault: boolean; choices: string[] }[]
  sameName: { policy: string; isDefault: boolean }
}

let client: PlanClient
let id = ''

beforeAll(async () => {
  client = await startPlanClient()
})
afterAll(() => client.close())
beforeEach(async () => {
  id = await client.newMigration(anna)
  await client.add(id, 'clients.csv', 'id;email;Имя;Размер обуви\n1;anna@firm.example;Анна;37\n')
  await client.propose(id)
})

const read = async (): Promise<View> => (await client.request('GET', `${id}/plan/match-rules`)).json()
const ruleOf = ({ rules }: View, entity: string, field: string) =>
  rules.find((rule) => rule.entity === entity && rule.field === field)
const document = async () => (await client.get(id)).document as PlanDocument

describe('rules for records that are in Pipedrive already', () => {
  it('fill what people have, and let our own fields take the export’s value, until somebody decides', async () => {
    const view = await read()
    expect(ruleOf(view, 'person', 'name')).toMatchObject({ rule: 'fill', isDefault: true })
    expect(ruleOf(view, 'person', 'emails')?.choices).toEqual(['fill', 'keep'])
    expect(ruleOf(view, 'person', 'altcraft_profile_id__c')).toMatchObject({ rule: 'overwrite', isDefault: true })
    expect(view.rules.find(({ field }) => field.startsWith('размер') || field.startsWith('razmer'))?.rule).toBe('fill')
    expect(view.sameName).toEqual({ policy: 'ask', isDefault: true })
  })

  it('are decided, kept in the plan, and taken back', async () => {
    const { checksum } = await read()
    const rules = { person: { name: 'overwrite', phones: 'keep' } }
    const changed = await client.request('PUT', `${id}/plan/match-rules`, { checksum, rules, sameName: 'create' })
    expect(ruleOf(changed.json(), 'person', 'name')).toMatchObject({ rule: 'overwrite', isDefault: false })
    expect(await document()).toMatchObject({ matchRules: rules, sameName: 'create' })

    const { checksum: seen } = await read()
    const back = { checksum: seen, rules: { person: { name: null, phones: null } }, sameName: null }
    await client.request('PUT', `${id}/plan/match-rules`, back)
    expect(await document()).not.toHaveProperty('matchRules')
    expect((await read()).sameName.isDefault).toBe(true)
  })

  it('are refused for fields that the plan does not write, and for rules that a field cannot have', async () => {
    const { checksum } = await read()
    const put = (rules: object) => client.request('PUT', `${id}/plan/match-rules`, { checksum, rules })
    expect((await put({ person: { shoe: 'keep' } })).json().error.code).toBe('match_rule.unknown_field')
    expect((await put({ person: { emails: 'overwrite' } })).json().error.code).toBe('match_rule.not_a_choice')
    expect((await put({ person: { name: 'guess' } })).statusCode).toBe(400)
    expect((await put({ person: { ['__proto__']: 'keep' } })).statusCode).toBeGreaterThanOrEqual(200)
    expect(await document()).not.toHaveProperty('matchRules')
  })

  it('are changed by one person at a time, of the own company', async () => {
    const { checksum } = await read()
    const body = { checksum, sameName: 'match' }
    expect((await client.request('PUT', `${id}/plan/match-rules`, body)).statusCode).toBe(200)
    expect((await client.request('PUT', `${id}/plan/match-rules`, body)).json().error.code).toBe('plan.changed')
    expect((await client.request('PUT', `${id}/plan/match-rules`, body, stranger)).statusCode).toBe(404)
  })
})

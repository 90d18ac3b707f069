import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { readLatestPlan } from '../../server/mapping/plan-store.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import { account } from '../unit/mapping-fixture.ts'
import { columnsOf, type PlanClient, startPlanClient } from './plan-client.ts'

let client: PlanClient
let migrationId = ''

const october = [
  'id;email;Имя;Размер обуви;Дата',
  '1;anna@firm.example;Анна;37;01/02/2024',
  '2;ivan@firm.example;Иван;42;03/04/2024',
]
const november = [
  'id;email;Имя;Размер обуви;Дата;Город',
  '1;anna@firm.example;Анна;37;01/02/2024;Омск',
  '2;ivan@firm.example;Иван;42;03/04/2024;Казань',
]

beforeAll(async () => {
  client = await startPlanClient()
})
afterAll(() => client.close())
beforeEach(async () => {
  client.accounts[anna.companyId] = account
  migrationId = await client.newMigration()
})

const text = (lines: string[]) => lines.join('\n')
const diff = async (version: number, against?: number) => {
  const query = against === undefined ? '' : `?against=${against}`
  return client.request('GET', `${migrationId}/plan/versions/${version}/diff${query}`)
}

/** Uploads October, decides about a column, accepts what is certain, answers everything. */
async function decideOctober(name: string) {
  const file = await client.add(migrationId, name, text(october))
  await client.propose(migrationId)
  await client.decide(migrationId, { columns: { [name]: { 'Размер обуви': { target: 'person.job_title' } } } })
  const { checksum } = await client.get(migrationId)
  await client.request('POST', `${migrationId}/plan/accept`, { checksum, tier: 'certain' })
  const questions = (await client.get(migrationId)).questions
  const answers = Object.fromEntries(questions.map(({ id, options }) => [id, options.at(-1)?.value ?? 'x']))
  const answered = await client.request('PUT', `${migrationId}/plan/answers`, { answers })
  expect(answered.statusCode).toBe(200)
  return { file, plan: await client.get(migrationId) }
}

describe('a newer export', () => {
  it.each(['clients.csv', 'clients-november.csv'])(
    'with a new column, as %s: what people said holds, the new column alone is new, and the differences are told',
    async (name) => {
      const { file, plan: before } = await decideOctober('clients.csv')
      expect(before.questions.map(({ code }) => code)).toContain('date_order')
      await client.add(migrationId, name, text(november), anna, file)
      const after = await client.propose(migrationId)
      expect(after).toMatchObject({ version: 2, state: 'proposed', outdated: false })

      const [was, now] = [columnsOf(before, 'clients.csv'), columnsOf(after, name)]
      expect(
        Object.entries(now)
          .filter(([, { isNew }]) => isNew)
          .map(([column]) => column),
      ).toEqual(['Город'])
      for (const column of ['id', 'email', 'Имя', 'Размер обуви']) {
        expect(now[column]).toMatchObject({ target: was[column]?.target, source: was[column]?.source })
      }
      expect([now.email?.source, now['Размер обуви']?.source]).toEqual(['person', 'person'])
      expect(now.Город?.source).not.toBe('person')
      const answersOf = ({ questions }: typeof after) => questions.map(({ code, answer }) => [code, answer])
      expect(answersOf(after)).toEqual(answersOf(before))

      const { differences, total } = (await diff(2)).json()
      expect(total).toBe(differences.length)
      expect(differences).toContainEqual({
        code: 'diff.column_added',
        detail: { file: name, column: 'Город', target: now.Город?.target },
      })
      const codes = differences.map(({ code }: { code: string }) => code)
      expect(codes).toContain('diff.file_read_again')
      expect(codes.includes('diff.file_renamed')).toBe(name !== 'clients.csv')
      expect(codes).not.toContain('diff.column_target')
    },
  )

  it('in several parts is what the one file was', async () => {
    const { file } = await decideOctober('clients.csv')
    await client.add(migrationId, 'november_1.csv', text(november), anna, file)
    await client.add(
      migrationId,
      'november_2.csv',
      text([november[0] ?? '', '3;o@firm.example;Ольга;38;05/06/2024;Омск']),
    )
    const after = await client.propose(migrationId)
    expect(after.datasets.map(({ files }) => files)).toEqual([['november_1.csv', 'november_2.csv']])
    expect(columnsOf(after, 'november_1.csv')['Размер обуви']).toMatchObject({
      target: 'person.job_title',
      source: 'person',
    })
  })

  it('that is proposed twice at once keeps what people said', async () => {
    const { file } = await decideOctober('clients.csv')
    await client.add(migrationId, 'clients-november.csv', text(november), anna, file)
    await client.request('POST', `${migrationId}/plan`)
    await client.request('POST', `${migrationId}/plan`)
    await client.workOn(migrationId, 2)
    await client.workOn(migrationId, 3)
    const after = await client.get(migrationId)
    expect(after).toMatchObject({ version: 3, state: 'proposed' })
    expect(columnsOf(after, 'clients-november.csv')['Размер обуви']).toMatchObject({ source: 'person' })
    expect(after.questions.map(({ answer }) => answer)).not.toContain(null)
  })

  it('without a column keeps what was decided about it for when it comes back', async () => {
    const { file } = await decideOctober('clients.csv')
    const shorter = october.map((line) =>
      line
        .split(';')
        .filter((_, at) => at !== 3)
        .join(';'),
    )
    const second = await client.add(migrationId, 'clients.csv', text(shorter), anna, file)
    const without = await client.propose(migrationId)
    expect(columnsOf(without, 'clients.csv')['Размер обуви']).toBeUndefined()
    const { differences } = (await diff(2)).json()
    expect(differences).toContainEqual({
      code: 'diff.column_removed',
      detail: { file: 'clients.csv', column: 'Размер обуви', target: 'person.job_title' },
    })
    await client.add(migrationId, 'clients.csv', text(november), anna, second)
    const again = columnsOf(await client.propose(migrationId), 'clients.csv')
    expect(again['Размер обуви']).toMatchObject({ target: 'person.job_title', source: 'person', isNew: true })
  })

  it('with a file more: all its columns are new, none of the others is', async () => {
    await decideOctober('clients.csv')
    await client.add(migrationId, 'orders.csv', 'order id;email;total;status\n7;anna@firm.example;100;paid')
    const plan = await client.propose(migrationId)
    const marks = (file: string) => new Set(Object.values(columnsOf(plan, file)).map(({ isNew }) => isNew))
    expect([marks('orders.csv'), marks('clients.csv')]).toEqual([new Set([true]), new Set([false])])
  })

  it('in an account that lost what was answered is asked about again', async () => {
    const threeStages = account.stages.filter(({ name }) => name !== 'Lost')
    client.accounts[anna.companyId] = { ...account, stages: threeStages }
    await client.add(migrationId, 'orders.csv', 'order id;email;total;status\n7;anna@firm.example;100;canceled')
    const { questions } = await client.propose(migrationId)
    expect(questions.map(({ id }) => id)).toContain('stages:order:lost')
    await client.request('PUT', `${migrationId}/plan/answers`, { answers: { 'stages:order:lost': '102' } })
    client.accounts[anna.companyId] = { ...account, stages: threeStages.filter(({ id }) => id !== 102) }
    const again = await client.propose(migrationId)
    expect(again.questions.find(({ id }) => id === 'stages:order:lost')).toMatchObject({ answer: null })
  })
})

describe('an answer that raises another question', () => {
  it('is no dead end: the other can be answered, too', async () => {
    const totals = ['1.234', '2.500', '3.100'].map((total, at) => `${at};${total};RUB;paid;2024-05-01`)
    await client.add(migrationId, 'orders.csv', text(['order_id;total;currency;status;date', ...totals]))
    const answer = (answers: Record<string, string>) =>
      client.request('PUT', `${migrationId}/plan/answers`, { answers, acceptProposed: false })
    const first = await client.propose(migrationId)
    expect(first.questions.map(({ code }) => code)).toEqual(['decimal_mark'])
    const second = (await answer({ [first.questions[0]?.id ?? '']: 'comma' })).json()
    expect(second.questions.map(({ code }: { code: string }) => code)).toEqual(['decimal_mark', 'money_scale'])
    const third = (await answer({ 'money_scale:orders.csv': 'major' })).json()
    expect(third.questions.map(({ answer: given }: { answer: string }) => given)).toEqual(['comma', 'major'])
    const again = await client.propose(migrationId)
    expect(again.questions.map(({ answer: given }) => given)).toEqual(['comma', 'major'])
  })
})

describe('a proposal that is worked out twice', () => {
  it('does not undo what was decided in between', async () => {
    await client.add(migrationId, 'clients.csv', text(october))
    await client.propose(migrationId)
    await client.decide(migrationId, { columns: { 'clients.csv': { Имя: { target: 'ignore' } } } })
    await client.workAgain(migrationId)
    expect(columnsOf(await client.get(migrationId), 'clients.csv').Имя?.target).toBe('ignore')
  })
})

describe('a plan of a process of the version before', () => {
  it('whose questions say why in a sentence is shown with it', async () => {
    await client.add(migrationId, 'clients.csv', text(october))
    await client.propose(migrationId)
    await inCompany(client.test.database.db, anna.companyId, (trx) =>
      trx('plans')
        .where({ migration_id: migrationId })
        .update({ questions: trx.raw(`jsonb_set(questions, '{0,reason}', '"Both fit."')`) }),
    )
    const [question] = (await client.get(migrationId)).questions
    expect(question?.reason).toEqual({ code: 'text', detail: { text: 'Both fit.' } })
  })
})

describe('the versions of a plan', () => {
  it('tell answers to questions about names with line ends', async () => {
    const rows = ['order_id;total;status;date', '1;10.50;"По\nтерялся";2024-05-01']
    await client.add(migrationId, 'orders.csv', text(rows))
    const { questions } = await client.propose(migrationId)
    const id = questions.map((question) => question.id).find((one) => one.includes('\n')) ?? ''
    await client.request('PUT', `${migrationId}/plan/answers`, { answers: { [id]: 'lost' } })
    const { answers } = (await client.request('GET', `${migrationId}/plan/versions/1`)).json()
    expect(answers).toMatchObject({ [id]: 'lost' })
  })

  it('are listed with who confirmed, newest first, and can be read', async () => {
    await client.add(migrationId, 'clients.csv', text(october))
    await client.propose(migrationId)
    await client.propose(migrationId)
    const { checksum, questions, document } = await client.get(migrationId)
    const answers = Object.fromEntries(questions.map(({ id, proposal }) => [id, proposal]))
    await client.request('PUT', `${migrationId}/plan/answers`, { answers })
    const confirmed = await client.request('POST', `${migrationId}/plan/confirm`, { checksum })
    expect(confirmed.statusCode).toBe(200)

    const { versions } = (await client.request('GET', `${migrationId}/plan/versions`)).json()
    expect(versions).toMatchObject([
      { version: 2, state: 'confirmed', checksum, confirmed: { by: anna.userId } },
      { version: 1, state: 'proposed', confirmed: null },
    ])
    const version = (await client.request('GET', `${migrationId}/plan/versions/2`)).json()
    expect(version).toMatchObject({ version: 2, checksum, answers, document })
    expect((await diff(2, 2)).json()).toMatchObject({ from: 2, to: 2, total: 0, differences: [] })
  })

  it('that do not exist, or have no document yet, are told so', async () => {
    await client.add(migrationId, 'clients.csv', text(october))
    await client.request('POST', `${migrationId}/plan`)
    expect((await client.request('GET', `${migrationId}/plan/versions/7`)).json().error.code).toBe(
      'plan.version_unknown',
    )
    expect((await diff(1)).json().error.code).toBe('plan.version_empty')
    expect((await diff(0)).statusCode).toBe(400)
  })

  it('of another company are not there', async () => {
    await client.add(migrationId, 'clients.csv', text(october))
    await client.propose(migrationId)
    for (const path of ['plan/versions', 'plan/versions/1', 'plan/versions/1/diff']) {
      const answer = await client.request('GET', `${migrationId}/${path}`, undefined, stranger)
      expect(answer.statusCode).toBe(404)
    }
  })
})

describe('a plan of the version before', () => {
  it('is read as today’s, with the checksum that was confirmed', async () => {
    await client.add(migrationId, 'clients.csv', text(october))
    const { checksum } = await client.propose(migrationId)
    const plan = await inCompany(client.test.database.db, anna.companyId, async (trx) => {
      await trx.raw(
        `update plans set document = jsonb_set(document, '{formatVersion}', '1') where migration_id = ?`,
        migrationId,
      )
      return readLatestPlan(trx, migrationId)
    })
    expect(plan).toMatchObject({ checksum, document: { formatVersion: 2 }, stored: { formatVersion: 1 } })
  })

  it('of a version to come cannot be used, and says so', async () => {
    await client.add(migrationId, 'clients.csv', text(october))
    await client.propose(migrationId)
    await inCompany(client.test.database.db, anna.companyId, (trx) =>
      trx.raw(
        `update plans set document = jsonb_set(document, '{formatVersion}', '9') where migration_id = ?`,
        migrationId,
      ),
    )
    const answer = await client.request('GET', `${migrationId}/plan`)
    expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'plan.format_unknown'])
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inCompany } from '../../db/pool.ts'
import { groupDrafts } from '../../server/importing/grouping.ts'
import { matchExisting } from '../../server/importing/matching.ts'
import { createRun, takeRun } from '../../server/importing/runs.ts'
import type { RunContext, RunPipedrive } from '../../server/importing/types.ts'
import type { PersonRecord, PlanDocument } from '../../server/mapping/types.ts'
import type { WireRecord } from '../../server/pipedrive/types.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { planOf } from '../unit/mapping-fixture.ts'

const companyId = 7
const now = new Date('2026-11-24T10:00:00Z')

let database: TestDatabase
let context: RunContext
let account: WireRecord[]
/** Where each page that was asked for begins. */
let asked: string[]

const query = <T>(work: (trx: Parameters<Parameters<typeof inCompany>[2]>[0]) => Promise<T>) =>
  inCompany(database.db, companyId, work)

beforeAll(async () => {
  database = await testDatabase()
  await query((trx) =>
    trx('migrations').insert({ company_id: companyId, id: 'mig_1', name: 'One', created_by: 1, created_at: now }),
  )
})
afterAll(() => database.drop())
beforeEach(async () => {
  account = []
  asked = []
  const run = { companyId, migrationId: 'mig_1', planId: 'plan_1', planChecksum: 'x', userId: 1, usageBefore: {} }
  const jobs = { enqueue: async () => {} }
  const id = await query(async (trx) => {
    for (const table of [
      'runs',
      'drafts',
      'journal',
      'record_keys',
      'links',
      'findings',
      'record_questions',
      'namesakes',
    ])
      await trx(table).del()
    return createRun(trx, jobs, { ...run, kind: 'full', scope: {} }, now)
  })
  const taken = await takeRun(database.db, companyId, id, now)
  if (taken === undefined) throw new Error('the run was not there to take')
  const pipedrive: Pick<RunPipedrive, 'page'> = {
    // One record a page: whatever must hold, holds across pages.
    async page(_kind, _query, from = '0') {
      asked.push(from)
      const next = Number(from) + 1
      const records = account.slice(Number(from), next)
      return next < account.length ? { records, next: String(next) } : { records }
    },
  }
  context = {
    db: database.db,
    clock: { now: () => now, sleep: async () => {} },
    run: taken,
    plan: planOf([]).document,
    pipedrive: pipedrive as RunPipedrive,
    permissions: async () => undefined,
    requestTimeoutMs: 1,
    openAttachments: () => ({ take: async () => undefined, close: async () => {} }),
    stop: new AbortController().signal,
  }
})

interface Exported {
  name: string
  email: string
  phones?: string[]
}

/** Drafts as the export has them, grouped, then matched with the account under the plan's policy. */
async function match(people: Exported[], plan: Partial<PlanDocument> = {}): Promise<void> {
  await query((trx) =>
    trx('drafts').insert(
      people.map(({ name, email, phones = [] }, index) => ({
        company_id: companyId,
        run_id: context.run.id,
        entity: 'person',
        seq: index + 1,
        dataset_id: 'set_1',
        row_number: index + 1,
        source_key: `person:email:${email}`,
        match_keys: [`email:${email}`],
        record: JSON.stringify({ name, emails: [email], phones, custom: {} } satisfies PersonRecord),
        own: true,
        root_seq: index + 1,
      })),
    ),
  )
  context = { ...context, plan: { ...context.plan, ...plan } }
  await groupDrafts(context)
  for (let attempt = 0; attempt < 2; attempt += 1) await matchExisting(context, 'person')
}

const journal = () =>
  query((trx) => trx('journal').orderBy('seq').select('seq', 'pipedrive_id', 'match_strength', 'outcome', 'error_code'))
const findings = () => query((trx) => trx('findings').orderBy('row_number').select('code', 'row_number', 'detail'))
const person = (id: number, name: string, emails: string[] = [], phones: string[] = []): WireRecord => {
  const toContacts = (values: string[]) =>
    values.map((value, index) => ({ value, primary: index === 0, label: 'work' }))
  return { id, name, emails: toContacts(emails), phones: toContacts(phones), custom_fields: {} }
}

describe('people of the account that share an e-mail', () => {
  it('are never chosen silently: the oldest is taken, and all are told once', async () => {
    account = [
      person(4, 'One', ['a@x.example']),
      person(9, 'Two', ['A@x.example']),
      person(11, 'Three', ['a@x.example']),
    ]
    await match([{ name: 'One', email: 'a@x.example' }])
    expect(await journal()).toMatchObject([{ pipedrive_id: 4, match_strength: 1 }])
    expect(await findings()).toEqual([
      {
        code: 'record.several_in_pipedrive',
        row_number: 1,
        detail: { entity: 'person', taken: 4, others: ['9', '11'] },
      },
    ])
  })

  it('are no question where one of them is ours', async () => {
    account = [person(4, 'One', ['a@x.example']), person(9, 'Two', ['a@x.example'])]
    await query((trx) =>
      trx('links').insert({
        company_id: companyId,
        entity: 'person',
        source_key: 'person:email:a@x.example',
        pipedrive_id: 9,
        run_id: 'run_0',
        updated_at: now,
      }),
    )
    await match([{ name: 'One', email: 'a@x.example' }])
    expect(await journal()).toMatchObject([{ pipedrive_id: 9, match_strength: 3 }])
    expect(await findings()).toEqual([])
  })
})

describe('a person of the account that has only the name in common', () => {
  const anna = { name: 'Anna Petrova', email: 'anna@x.example', phones: ['+79001234501'] }

  it('is asked about, whatever the script and order of the name', async () => {
    account = [person(4, 'Петрова Анна')]
    await match([anna])
    expect(await journal()).toMatchObject([
      { pipedrive_id: null, outcome: 'unprocessed', error_code: 'person.same_name' },
    ])
    const questions = await query((trx) => trx('record_questions').select('code', 'pipedrive_id', 'source_key'))
    expect(questions).toEqual([
      { code: 'person.same_name', pipedrive_id: 4, source_key: 'person:email:anna@x.example' },
    ])
  })

  it('is matched, or another one created, where the plan or a person says so', async () => {
    account = [person(4, 'Anna Petrova')]
    await match([anna], { sameName: 'create' })
    expect(await journal()).toMatchObject([{ pipedrive_id: null, outcome: null }])
    expect(await findings()).toMatchObject([{ code: 'person.same_name_created' }])
  })

  it('is the same person where the phone is the same, too', async () => {
    account = [person(4, 'Anna Petrova', [], ['8 (900) 123-45-01'])]
    await match([anna])
    expect(await journal()).toMatchObject([{ pipedrive_id: 4, match_strength: 1 }])
  })

  it('is another one where an e-mail or a phone says so', async () => {
    account = [person(4, 'Anna Petrova', ['other@x.example']), person(5, 'Anna Petrova', [], ['+79009999999'])]
    await match([anna])
    expect(await journal()).toMatchObject([{ pipedrive_id: null, outcome: null }])
  })

  it('is nobody’s where several could be meant, on either side', async () => {
    account = [person(4, 'Anna Petrova'), person(5, 'Anna Petrova'), person(6, 'Boris Orlov'), person(7, 'Vera')]
    await match([
      anna,
      { name: 'Boris Orlov', email: 'b1@x.example' },
      { name: 'Orlov Boris', email: 'b2@x.example' },
      { name: 'Vera', email: 'v@x.example' },
    ])
    expect((await journal()).map(({ pipedrive_id, outcome }) => [pipedrive_id, outcome])).toEqual(
      Array(4).fill([null, null]),
    )
  })

  it('is matched as decided when the row comes again', async () => {
    account = [person(4, 'Anna Petrova')]
    await query((trx) =>
      trx('record_questions').insert({
        ...{
          company_id: companyId,
          migration_id: 'mig_1',
          run_id: 'run_0',
          code: 'person.same_name',
          entity: 'person',
        },
        ...{ source_key: 'person:email:anna@x.example', pipedrive_id: 4, decision: 'match', created_at: now },
      }),
    )
    await match([anna])
    expect(await journal()).toMatchObject([{ pipedrive_id: 4, outcome: null, match_strength: 1 }])
  })
})

describe('a list of the account that is longer than a slice', () => {
  it('is gone on with where the slice before stopped', async () => {
    account = [person(4, 'Anna', ['other@x.example']), person(5, 'Vera', ['v@x.example']), person(6, 'Boris')]
    const slice = new AbortController()
    const { page } = context.pipedrive
    context.stop = slice.signal
    context.pipedrive.page = async (...query) => {
      if (asked.length === 1) slice.abort()
      return page(...query)
    }
    await match([{ name: 'Vera', email: 'v@x.example' }])
    expect(asked).toEqual(['0', '1'])

    context.stop = new AbortController().signal
    expect(await matchExisting(context, 'person')).toBe('done')
    expect(asked).toEqual(['0', '1', '2'])
    expect(await journal()).toMatchObject([{ pipedrive_id: 5 }])
  })
})

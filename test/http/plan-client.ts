import { inCompany } from '../../db/pool.ts'
import type { PlanView } from '../../server/http/plan-view.ts'
import { type AccountPipedrive, makeProposeJob } from '../../server/mapping/propose-job.ts'
import type { AccountSnapshot } from '../../server/mapping/types.ts'
import { anna, stranger } from '../support/build-test-app.ts'
import type { FakeUser } from '../support/fake-oauth-host.ts'
import { account } from '../unit/mapping-fixture.ts'
import { startUploadClient } from './uploads-client.ts'

/** What Pipedrive says of each company's account; a test may change it. */
type Accounts = Record<number, AccountSnapshot>

export type PlanClient = Awaited<ReturnType<typeof startPlanClient>>

/** Two companies with accounts of their own; files are uploaded and staged, plans are proposed as a worker does. */
export async function startPlanClient() {
  const uploads = await startUploadClient()
  const { test } = uploads
  const accounts: Accounts = { [anna.companyId]: account, [stranger.companyId]: structuredClone(account) }
  const openPipedrive = async (companyId: number) => pipedriveOf(accounts[companyId] ?? account)
  const runJob = makeProposeJob({ db: test.database.db, openPipedrive })

  async function request(method: 'GET' | 'PUT' | 'POST', path: string, payload?: object, user: FakeUser = anna) {
    const headers = await uploads.authorize(user)
    const url = `/api/migrations/${path}`
    return test.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  }

  async function get(migrationId: string, user: FakeUser = anna): Promise<PlanView> {
    return (await request('GET', `${migrationId}/plan`, undefined, user)).json()
  }

  async function work(migrationId: string, { companyId, userId }: FakeUser, version?: number): Promise<void> {
    const { id } = await inCompany(test.database.db, companyId, (trx) =>
      trx('plans')
        .where({ migration_id: migrationId, ...(version === undefined ? {} : { version }) })
        .orderBy('version', 'desc')
        .first('id'),
    )
    await runJob(companyId, id, userId)
  }

  return {
    test,
    accounts,
    request,
    get,
    newMigration: uploads.newMigration,
    /** Uploads and, as a worker would, stages. */
    async add(migrationId: string, name: string, content: string, user: FakeUser = anna, replaces?: string) {
      const { authorize, send } = uploads
      const options = { filename: name, migration: migrationId, ...(replaces === undefined ? {} : { replaces }) }
      const { id, status, answer } = await send(Buffer.from(content), options, await authorize(user))
      if (status !== 204) throw new Error(answer)
      await test.deps.readers.stage(user.companyId, id)
      return id
    },
    async propose(migrationId: string, user: FakeUser = anna): Promise<PlanView> {
      const answer = await request('POST', `${migrationId}/plan`, undefined, user)
      if (answer.statusCode !== 202) throw new Error(answer.body)
      await work(migrationId, user)
      return get(migrationId, user)
    },
    /** As a job that is delivered once more. */
    workAgain: (migrationId: string) => work(migrationId, anna),
    /** The job of one version. */
    workOn: (migrationId: string, version: number) => work(migrationId, anna, version),
    async decide(migrationId: string, changes: object, checksum?: string | null) {
      const seen = checksum ?? (await get(migrationId)).checksum
      return request('PUT', `${migrationId}/plan/decisions`, { checksum: seen, ...changes })
    },
    close: () => uploads.close(),
  }
}

/** Only what a proposal asks. */
function pipedriveOf(snapshot: AccountSnapshot): AccountPipedrive {
  const far = {
    me: async () => snapshot.me,
    users: async () => snapshot.users,
    pipelines: async () => snapshot.pipelines,
    stages: async () => snapshot.stages,
    fields: async (entity: string) => snapshot.fields.filter((field) => field.entity === entity),
    permissions: async () => snapshot.permissions,
    currencies: async () => snapshot.currencies ?? [],
    fieldCap: () => snapshot.fieldCap,
    flush: async () => undefined,
  }
  return far as unknown as AccountPipedrive
}

/** The columns of a file in a plan, by name. */
export function columnsOf(
  plan: PlanView,
  file: string,
): Record<string, PlanView['datasets'][number]['columns'][number]> {
  const dataset = plan.datasets.find(({ files }) => files.includes(file))
  return Object.fromEntries((dataset?.columns ?? []).map((column) => [column.column, column]))
}

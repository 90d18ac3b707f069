import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { startEmbedded } from '../../../db/embedded.ts'
import { migrate } from '../../../db/migrate.ts'
import { asOwner, inCompany, makeDatabase } from '../../../db/pool.ts'
import { prepareEmbedded } from '../../../db/prepare.ts'
import { buildApp } from '../../../server/app.ts'
import { makeBearers } from '../../../server/auth/bearers.ts'
import { readConfig } from '../../../server/config.ts'
import { systemClock } from '../../../server/lib/clock.ts'
import { makeSecretBox } from '../../../server/lib/secret-box.ts'
import { nothingGiven } from '../../../server/mapping/plan-input.ts'
import { proposePlan } from '../../../server/mapping/propose-plan.ts'
import { makeColumnProfiler } from '../../../server/staging/column-profiler.ts'
import { account } from '../../unit/mapping-fixture.ts'
import { draftColumns, draftRows } from './draft-rows.ts'

const session = { companyId: 4711, userId: 1 }
const calls = 20
/** Different rows; the table repeats them. */
const patterns = 500
const preview = {
  datasetId: 'ds_1',
  column: 'Мобильный телефон',
  mapping: {
    target: 'person.phone',
    transforms: [{ name: 'firstNonEmpty', columns: ['Мобильный телефон', 'phones'] }, { name: 'phone' }],
    onFailure: 'reject_row',
  },
}

export interface PreviewSpeed {
  rows: number
  samples: number
  firstMs: number
  medianMs: number
  p95Ms: number
}

/** How long the preview of a column takes on a dataset of `rows` rows: over HTTP, with session, limits and row-level security. */
export async function measurePreview(rows = 1_000_000): Promise<PreviewSpeed> {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-preview-'))
  // The embedded server runs as another user than root.
  await chmod(folder, 0o755)
  const server = await startEmbedded(join(folder, 'postgres'), { fsync: 'off' })
  const db = makeDatabase(await prepareEmbedded(server, join(folder, 'postgres'), 'preview'))
  try {
    await migrate(db)
    await addDataset(db, rows)
    return { rows, ...(await timeCalls(db)) }
  } finally {
    await db.destroy()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function timeCalls(db: Knex) {
  const config = readConfig({
    PUBLIC_URL: 'http://127.0.0.1:3000',
    PIPEDRIVE_CLIENT_ID: 'id',
    PIPEDRIVE_CLIENT_SECRET: 'secret',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'silent',
  })
  const app = await buildApp({
    config,
    db,
    clock: systemClock,
    http: fetch,
    secretBox: makeSecretBox(config.encryptionKeys),
    jobs: { enqueue: notHere },
    enqueueStaging: notHere,
    readers: { stage: notHere, preview: notHere, stop: () => undefined },
    readRunView: async () => null,
    uiDir: '',
  })
  await app.ready()
  const { bearer } = await makeBearers({ keys: config.encryptionKeys, clock: systemClock }).issue(session)
  const measured: number[] = []
  let samples = 0
  for (let call = 0; call <= calls; call += 1) {
    const start = performance.now()
    const answer = await app.inject({
      method: 'POST',
      url: '/api/migrations/mig_1/plan/preview',
      headers: { authorization: `Bearer ${bearer}` },
      payload: preview,
    })
    measured.push(performance.now() - start)
    if (answer.statusCode !== 200) throw new Error(answer.body)
    samples = answer.json().samples.length
  }
  await app.close()
  const [firstMs = 0, ...next] = measured
  const sorted = next.toSorted((a, b) => a - b)
  const at = (share: number) => tenths(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
  return { samples, firstMs: tenths(firstMs), medianMs: at(0.5), p95Ms: at(0.95) }
}

async function notHere(): Promise<never> {
  throw new Error('The preview needs none of this.')
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}

/** One file of that many profiles, with its plan and what is known of its columns. */
async function addDataset(db: Knex, rows: number): Promise<void> {
  const { companyId, userId } = session
  const base = draftRows(patterns, 1)
  const profiler = makeColumnProfiler()
  for (let n = 0; n < 5_000; n += 1) {
    const rowNumber = 1 + Math.floor((n * rows) / 5_000)
    profiler.addRow({ rowNumber, cells: base[rowNumber % patterns]?.cells ?? [] })
  }
  const profiles = profiler.profiles(draftColumns)
  const input = {
    id: 'ds_1',
    file: 'profiles.csv',
    kind: 'profiles' as const,
    kindEvidence: '',
    rowCount: rows,
    profiles,
  }
  const { document } = proposePlan({ ...nothingGiven, datasets: [input], account })
  const at = new Date()
  const company = { company_id: companyId }
  await inCompany(db, companyId, async (trx) => {
    await trx('installations').insert({ ...company, user_id: userId, ...installation(at) })
    await trx('migrations').insert({ ...company, id: 'mig_1', name: 'Bench', created_by: userId, created_at: at })
    await trx('source_files').insert({
      ...company,
      ...{ id: 'file_1', migration_id: 'mig_1', name: 'profiles.csv', size_bytes: 1, state: 'staged', created_at: at },
    })
    await trx('datasets').insert({
      ...company,
      ...{ id: 'ds_1', migration_id: 'mig_1', source_file_id: 'file_1', kind: 'profiles', created_at: at },
      columns: JSON.stringify(draftColumns),
      column_profiles: JSON.stringify(profiles),
      ...{ row_count: rows, rejected_count: 0 },
    })
    await trx('plans').insert({
      ...company,
      ...{ id: 'plan_1', migration_id: 'mig_1', version: 1, state: 'proposed', created_at: at },
      document: JSON.stringify(document),
    })
    await trx.raw(
      `insert into source_rows (company_id, dataset_id, row_number, cells)
       select ?, 'ds_1', n, pattern.cells
       from generate_series(1, ?) as n
       join json_array_elements(?::json) with ordinality as pattern(cells, number) on pattern.number = n % ? + 1`,
      [companyId, rows, JSON.stringify(base.map(({ cells }) => cells)), patterns],
    )
  })
  await asOwner(db, (trx) => trx.raw('analyze source_rows'))
}

function installation(at: Date) {
  const names = { user_name: 'Anna', user_email: 'anna@shop.example', company_name: 'Shop', company_domain: 'shop' }
  const tokens = { access_token_sealed: '', refresh_token_sealed: '', access_token_expires_at: at }
  return { ...names, ...tokens, api_domain: 'shop.example', scope: '', installed_at: at, updated_at: at }
}

if (import.meta.main) console.log(JSON.stringify(await measurePreview()))

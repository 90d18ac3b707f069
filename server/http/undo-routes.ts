import { pipeline } from 'node:stream/promises'
import { Type } from '@fastify/type-provider-typebox'
import type { Knex } from 'knex'
import { inCompany, type Trx } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { InvalidRequest } from '../errors.ts'
import { activeStates } from '../importing/run-queue.ts'
import type { UndoTarget } from '../importing/run-scope.ts'
import { readRunProgress } from '../importing/run-view.ts'
import { createRun } from '../importing/runs.ts'
import { previewUndo } from '../importing/undo/preview.ts'
import { readLatestOf, readTarget } from '../importing/undo/targets.ts'
import { readUndone, type Undone, type UndoneSelection } from '../importing/undo/undone.ts'
import { toLine } from '../verifying/row-files.ts'
import { readTotalUsage } from '../verifying/usage.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { ErrorAnswer, Id, MigrationParams, RunView, sessionErrors } from './schemas.ts'
import { Selection, Target, TargetQuery, toTarget, UndonePage, UndoPreview } from './undo-schemas.ts'

const errors = { 404: ErrorAnswer, 409: ErrorAnswer, ...sessionErrors }
const RunParams = Type.Object({ runId: Id })

/** What was imported taken back: its cost beforehand, the run that does it, and what it left. */
export function registerUndoRoutes(app: App, { db, clock, jobs, config }: HttpDeps): void {
  async function viewOf(trx: Trx, runId: string): Promise<RunView> {
    const view = await readRunProgress(trx, runId, config.reserveShare)
    if (view === undefined) throw new InvalidRequest(404, 'run.unknown')
    return view
  }

  app.get(
    '/api/migrations/:migrationId/undo',
    {
      schema: {
        summary: 'What an undo would delete and restore, and what it would cost at most; asks Pipedrive nothing',
        params: MigrationParams,
        querystring: TargetQuery,
        response: { 200: UndoPreview, ...errors },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        const target = await readTarget(trx, params.migrationId, toTarget(query, query.setup))
        return previewUndo(trx, session.companyId, target)
      }),
  )

  app.post(
    '/api/migrations/:migrationId/undo',
    {
      schema: {
        summary:
          'Begins an undo: of the migration, a run, a phase or a record; as a dry run it only tells what it would do. Sent again while it goes on: 200 with the same run',
        params: MigrationParams,
        body: Type.Object({
          target: Target,
          setup: Type.Boolean({ default: false }),
          dryRun: Type.Boolean({ default: false }),
        }),
        response: { 200: RunView, 201: RunView, ...errors },
      },
    },
    async ({ session, params, body }, reply) => {
      const { companyId, userId } = session
      const undo: UndoTarget = { ...toTarget(body.target, body.setup), dryRun: body.dryRun }
      const [status, view] = await inCompany(db, companyId, async (trx): Promise<[200 | 201, RunView]> => {
        await readMigration(trx, params.migrationId)
        const same = await findOpenUndo(trx, params.migrationId, undo)
        if (same !== undefined) return [200, await viewOf(trx, same)]
        const { runIds } = await readTarget(trx, params.migrationId, undo)
        const latest = await readLatestOf(trx, runIds)
        if (latest === undefined) throw new InvalidRequest(409, 'undo.nothing_imported')
        const usageBefore = { ...(await readTotalUsage(trx)) }
        const run = { companyId, userId, migrationId: params.migrationId, ...latest, usageBefore }
        const id = await createRun(trx, jobs, { ...run, kind: 'undo', scope: { undo } }, clock.now())
        const detail = { of: undo.of, setup: undo.setup, dryRun: body.dryRun }
        await writeAudit(trx, { companyId, at: clock.now(), userId, action: 'undo.started', subject: id, detail })
        return [201, await viewOf(trx, id)]
      })
      return reply.code(status).send(view)
    },
  )

  app.get(
    '/api/runs/:runId/undone',
    {
      schema: {
        summary: 'Record by record, what an undo did, or, of a dry run, what it would do; why something was kept',
        params: RunParams,
        querystring: Type.Object({
          selection: Type.Optional(Selection),
          after: Type.Optional(Type.String({ pattern: '^[a-z_]{1,40}:\\d{1,15}$' })),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
        }),
        response: { 200: UndonePage, ...errors },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        await assertUndo(trx, params.runId)
        const { selection = 'all', after, limit } = query
        const page = { selection, limit, ...(after === undefined ? {} : { after }) }
        return readUndone(trx, session.companyId, params.runId, page)
      }),
  )

  app.get(
    '/api/runs/:runId/undone.csv',
    {
      schema: {
        summary: 'The same as CSV, all of it',
        params: RunParams,
        querystring: Type.Object({
          selection: Type.Optional(Selection),
          separator: Type.Enum([',', ';'], { default: ',' }),
        }),
        produces: ['text/csv'],
        response: errors,
      },
    },
    async (request, reply) => {
      const { session, params, query } = request
      await inCompany(db, session.companyId, (trx) => assertUndo(trx, params.runId))
      const { selection = 'kept', separator } = query
      reply.hijack()
      reply.raw.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="undo-${selection}.csv"`,
        'cache-control': 'no-store',
      })
      try {
        await pipeline(writeUndone(db, session.companyId, params.runId, selection, separator), reply.raw)
      } catch (error) {
        // The status is sent already: a file that breaks off must not look whole.
        reply.raw.destroy()
        request.log.warn({ err: error }, 'a file of an undo broke off')
      }
    },
  )
}

/** The same undo that has not ended: clicked twice, it is begun once. */
async function findOpenUndo(trx: Trx, migrationId: string, undo: UndoTarget): Promise<string | undefined> {
  const row = await trx('runs')
    .where({ migration_id: migrationId, kind: 'undo' })
    .whereIn('state', [...activeStates, 'waiting'])
    .whereRaw("scope -> 'undo' = ?::jsonb", [JSON.stringify(undo)])
    .first('id')
  return row?.id
}

async function assertUndo(trx: Trx, runId: string): Promise<void> {
  const run = await trx('runs').where({ id: runId }).first('kind')
  if (run === undefined) throw new InvalidRequest(404, 'run.unknown')
  if (run.kind !== 'undo') throw new InvalidRequest(409, 'undo.not_an_undo')
}

/** Begins with a BOM, so that Excel reads UTF-8. */
async function* writeUndone(
  db: Knex,
  companyId: number,
  runId: string,
  selection: UndoneSelection,
  separator: ',' | ';',
): AsyncGenerator<string> {
  yield `\ufeff${toLine(['entity', 'pipedrive_id', 'name', 'result', 'reason', 'detail', 'source_rows'], separator)}`
  for (let after: string | undefined; ; ) {
    const page = { selection, limit: 500, ...(after === undefined ? {} : { after }) }
    const { rows, next } = await inCompany(db, companyId, (trx) => readUndone(trx, companyId, runId, page))
    yield rows.map((row) => toLine(toCells(row), separator)).join('')
    if (next === null) return
    after = next
  }
}

function toCells({ entity, pipedriveId, name, result, code, detail, sources }: Undone) {
  const values = Object.entries(detail).map(
    ([key, value]) => `${key}: ${Array.isArray(value) ? value.join(', ') : value}`,
  )
  const rows = sources.map(({ file, row }) => `${file} ${row}`)
  return [entity, pipedriveId, name, result, code, values.join('; '), rows.join('; ')]
}

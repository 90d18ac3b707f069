import { type Static, Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { writeAudit } from '../auth/audit.ts'
import { type Detail, InvalidRequest } from '../errors.ts'
import { type RunSettings, readRunSettings, saveRunSettings } from '../importing/run-settings.ts'
import { isZone } from '../mapping/zone.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { ErrorAnswer, MigrationParams, Nullable, sessionErrors } from './schemas.ts'

const strict = { additionalProperties: false }
const Time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'HH:MM' })

const Settings = Type.Object(
  {
    reserveShare: Nullable(
      Type.Number({
        minimum: 0,
        maximum: 0.95,
        description: 'Of the daily API budget; null: as the importer is set up.',
      }),
    ),
    window: Nullable(
      Type.Object(
        { from: Time, to: Time, zone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA time zone' }) },
        {
          ...strict,
          description: 'Hours in which imports work; `to` before `from`: over midnight. Null: at any hour.',
        },
      ),
    ),
  },
  strict,
)

const errors = { 404: ErrorAnswer, 422: ErrorAnswer, ...sessionErrors }

/** How much of the budget a migration's runs leave to others, and at which hours they work. */
export function registerSettingsRoutes(app: App, { db, clock, jobs }: HttpDeps): void {
  const url = '/api/migrations/:migrationId/settings'

  app.get(
    url,
    {
      schema: {
        summary: 'Reserve and hours of the migration’s runs',
        params: MigrationParams,
        response: { 200: Settings, ...errors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return toView(await readRunSettings(trx, params.migrationId))
      }),
  )

  app.put(
    url,
    {
      schema: {
        summary: 'Sets reserve and hours; they hold at once, also for a run that is at work or waits for them',
        params: MigrationParams,
        body: Settings,
        response: { 200: Settings, ...errors },
      },
    },
    ({ session, params: { migrationId }, body }) => {
      const { companyId, userId } = session
      const settings = toSettings(body)
      return inCompany(db, companyId, async (trx) => {
        await readMigration(trx, migrationId)
        await saveRunSettings(trx, jobs, { companyId, migrationId, settings })
        const entry = { companyId, at: clock.now(), userId, action: 'migration.settings_changed', subject: migrationId }
        await writeAudit(trx, { ...entry, detail: toDetail(settings) })
        return toView(settings)
      })
    },
  )
}

function toSettings({ reserveShare, window }: Static<typeof Settings>): RunSettings {
  if (window && window.from === window.to) throw new InvalidRequest(422, 'settings.empty_window', { at: window.from })
  if (window && !isZone(window.zone)) throw new InvalidRequest(422, 'settings.unknown_zone', { zone: window.zone })
  return { ...(reserveShare === null ? {} : { reserveShare }), ...(window === null ? {} : { window }) }
}

function toView({ reserveShare, window }: RunSettings): Static<typeof Settings> {
  return { reserveShare: reserveShare ?? null, window: window ?? null }
}

function toDetail({ reserveShare, window }: RunSettings): Detail {
  return { reserveShare: reserveShare ?? null, ...window }
}

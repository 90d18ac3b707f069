import { Type } from '@fastify/type-provider-typebox'
import { inCompany } from '../../db/pool.ts'
import { readForecast } from '../importing/forecast.ts'
import { readRunSettings } from '../importing/run-settings.ts'
import { readDayUsage } from '../pipedrive/day-usage.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { Count, ErrorAnswer, MigrationParams, Nullable, sessionErrors } from './schemas.ts'

const Day = Type.Object({
  day: Type.String({ description: 'YYYY-MM-DD, UTC' }),
  spent: Count,
  leased: Type.Integer({ minimum: 0, description: 'Held by a worker for its next requests.' }),
  requests: Count,
  hours: Type.Record(Type.String(), Type.Integer(), { description: 'Hour of the day, UTC → API tokens.' }),
  others: Nullable(Type.Integer({ minimum: 0, description: 'Spent by other apps, at least; null: not known.' })),
})

const Budget = Type.Object({
  limit: Nullable(
    Type.Integer({ minimum: 0, description: 'API tokens per day; null: nothing was asked of Pipedrive yet.' }),
  ),
  remaining: Nullable(Count),
  reserve: Nullable(Type.Integer({ minimum: 0, description: 'Left to other apps, in API tokens.' })),
  reserveShare: Type.Number(),
  days: Type.Array(Day, { description: 'Newest first.' }),
  forecast: Nullable(
    Type.Object(
      { apiTokens: Count, days: Count, phases: Type.Record(Type.String(), Count) },
      { description: 'What the migration’s latest run still costs, and the days that takes beyond today.' },
    ),
  ),
})

const shownDays = 30

/** The company's API budget as a migration sees it. */
export function registerBudgetRoutes(app: App, { db, clock, config }: HttpDeps): void {
  app.get(
    '/api/migrations/:migrationId/budget',
    {
      schema: {
        summary: 'Daily API budget: limit, reserve, what was spent by day and hour, what is still needed',
        params: MigrationParams,
        response: { 200: Budget, 404: ErrorAnswer, ...sessionErrors },
      },
    },
    ({ session, params: { migrationId } }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, migrationId)
        const { reserveShare = config.reserveShare } = await readRunSettings(trx, migrationId)
        const usage = await readDayUsage(trx, session.companyId, shownDays)
        const [latest] = usage
        const isToday = latest?.day === clock.now().toISOString().slice(0, 10)
        const remaining = isToday ? latest.remaining : null
        const dailyLimit = latest?.limit ?? null
        const run = await trx('runs').where({ migration_id: migrationId }).orderBy('id', 'desc').first()
        const budget = { dailyLimit, dailyRemaining: remaining, reserveShare }
        const forecast = run && (await readForecast(trx, { id: run.id, planId: run.plan_id, state: run.state }, budget))
        return {
          limit: dailyLimit,
          remaining,
          reserve: dailyLimit === null ? null : Math.ceil(dailyLimit * reserveShare),
          reserveShare,
          days: usage.map(({ limit: _limit, remaining: _remaining, ...day }) => day),
          forecast: forecast ?? null,
        }
      }),
  )
}

import { type Static, Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { type Plan, readLatestPlan } from '../mapping/plan-store.ts'
import { readValueMaps } from '../mapping/plan-values.ts'
import { AnyName } from '../mapping/transform-schema.ts'
import { changeValues } from '../mapping/value-maps/change-values.ts'
import type { ValueMap } from '../mapping/value-maps/value-map.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { changePlan } from './plan-access.ts'
import { planAnswers, planErrors, readPlanView } from './plan-view.ts'
import { Count, Detail, Id, MigrationParams, Nullable } from './schemas.ts'

const strict = { additionalProperties: false }
const Decision = Nullable(Type.String({ minLength: 1, maxLength: 255 }))
const MapParams = Type.Object({ migrationId: Id, mapId: Type.String({ minLength: 1, maxLength: 2000 }) })

const MapHead = {
  id: Type.String(),
  what: Type.String({ description: 'orderStatus, campaignStatus, profileStatus, owners, currencies, countries, …' }),
  columns: Type.Array(Type.Object({ file: Type.String(), column: Type.String() })),
  complete: Type.Boolean({ description: 'All values that there are can be listed.' }),
  values: Count,
  unknown: Type.Integer({ minimum: 0, description: 'Values that nobody knows and nobody decided.' }),
  otherwise: Type.Optional(Decision),
}

const Entry = Type.Object({
  value: Type.String(),
  key: Type.String({ description: 'By it decisions are kept and values compared.' }),
  count: Count,
  file: Type.String(),
  column: Type.String(),
  proposed: Type.Optional(Decision),
  decided: Type.Optional(Decision),
  why: Type.Object({ code: Type.String(), detail: Detail }),
})

const MapView = Type.Object({
  ...MapHead,
  choices: Type.Object({
    of: Type.Enum(['list', 'currency', 'text']),
    options: Type.Array(Type.Object({ value: Type.String(), detail: Type.Optional(Detail) })),
    mayBeEmpty: Type.Boolean(),
  }),
  entries: Type.Array(Entry),
  nextOffset: Nullable(Count),
})

const pageSize = 200
const path = '/api/migrations/:migrationId/plan/value-maps'

/** What the values of the export become: every value with its count, what is proposed and why, and what people decided. */
export function registerValueMapRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    path,
    {
      schema: {
        summary: 'The value maps of the plan, those with unknown values first',
        params: MigrationParams,
        response: { 200: Type.Object({ valueMaps: Type.Array(Type.Object(MapHead)) }), ...planErrors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        const maps = await readMaps(trx, params.migrationId)
        return { valueMaps: maps.map(toHead) }
      }),
  )

  app.get(
    `${path}/:mapId`,
    {
      schema: {
        summary: `The values of a map, unknown and frequent ones first, ${pageSize} a page`,
        params: MapParams,
        querystring: Type.Object({ offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })) }),
        response: { 200: MapView, ...planErrors },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, async (trx) => {
        const map = findMap(await readMaps(trx, params.migrationId), params.mapId)
        return toView(map, query.offset ?? 0)
      }),
  )

  app.put(
    `${path}/:mapId`,
    {
      schema: {
        summary: 'Decides what values become, and what all undecided ones become; the plan is proposed again',
        params: MapParams,
        body: Type.Object(
          {
            checksum: Type.String({
              maxLength: 64,
              description: 'Of the plan that was seen; another one by now: 409.',
            }),
            values: Type.Optional(
              Type.Record(AnyName, Decision, {
                maxProperties: 10_000,
                description: 'Null: the cell stays empty.',
              }),
            ),
            otherwise: Type.Optional(Decision),
            reset: Type.Optional(
              Type.Array(Type.String(), {
                maxItems: 10_000,
                description: 'Takes back; * for what the undecided become.',
              }),
            ),
          },
          strict,
        ),
        response: planAnswers,
      },
      // The usual one makes null of an empty text and a text of a number.
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { checksum, ...changes } = body
        const map = findMap(await readMaps(trx, params.migrationId), params.mapId)
        await changePlan(trx, params.migrationId, checksum, ({ decisions }) => ({
          decisions: changeValues(map, decisions, changes),
        }))
        return readPlanView(trx, params.migrationId)
      }),
  )
}

async function readMaps(trx: Trx, migrationId: string): Promise<ValueMap[]> {
  await readMigration(trx, migrationId)
  const plan = await readLatestPlan(trx, migrationId)
  const { account, document } = plan ?? {}
  if (plan === undefined || account === undefined || document === undefined)
    throw new InvalidRequest(409, 'plan.not_proposed')
  return readValueMaps(trx, { ...plan, account } satisfies Plan)
}

function findMap(maps: readonly ValueMap[], id: string): ValueMap {
  const map = maps.find((one) => one.id === id)
  if (map === undefined) throw new InvalidRequest(404, 'value_map.unknown', { map: id })
  return map
}

function toHead({ id, what, columns, complete, unknown, otherwise, entries }: ValueMap) {
  return {
    id,
    what,
    columns,
    complete,
    unknown,
    values: entries.length,
    ...(otherwise === undefined ? {} : { otherwise }),
  }
}

function toView(map: ValueMap, offset: number): Static<typeof MapView> {
  const end = offset + pageSize
  const { of, options, mayBeEmpty } = map.choices
  return {
    ...toHead(map),
    choices: { of, options: [...options], mayBeEmpty },
    entries: map.entries.slice(offset, end).map(({ datasetId: _, ...entry }) => entry),
    nextOffset: end < map.entries.length ? end : null,
  }
}

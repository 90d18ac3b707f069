import { type Static, Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { changeDecisions } from '../mapping/change-decisions.ts'
import { changeProperties } from '../mapping/decision-schema.ts'
import { fieldCatalog } from '../mapping/fields/catalog.ts'
import { type FieldsView, toFieldsView } from '../mapping/fields/field-view.ts'
import { readLatestPlan } from '../mapping/plan-store.ts'
import { readDatasets } from '../staging/datasets.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { changePlan } from './plan-access.ts'
import { planErrors } from './plan-view.ts'
import { Count, type Id, MigrationParams, Nullable } from './schemas.ts'

const Entity = Type.Enum(['person', 'organization', 'deal', 'product'])
const Text = Type.String()

const Catalog = Type.Object({
  fields: Type.Array(
    Type.Object({
      entity: Type.Enum(['person', 'organization', 'deal', 'product', 'deal_product']),
      code: Text,
      name: Text,
      type: Text,
      options: Type.Array(Type.Object({ id: Type.Integer(), label: Text })),
      origin: Type.Enum(['built_in', 'custom', 'object_map']),
      available: Type.Boolean({ description: 'This account has the field, or it can be made.' }),
    }),
  ),
})

const Decision = Type.Object({
  name: Type.Optional(Text),
  type: Type.Optional(Text),
  use: Type.Optional(Text),
  place: Type.Optional(Type.Enum(['own', 'folded', 'none'])),
})

const Field = Type.Object({
  id: Type.String({ description: 'By it decisions are made.' }),
  entity: Entity,
  key: Text,
  name: Text,
  type: Text,
  options: Count,
  fillRate: Type.Number({ minimum: 0, maximum: 1 }),
  origin: Type.Enum(['object_map', 'column']),
  place: Type.Enum(['own', 'folded', 'none']),
  reason: Type.Enum(['built_in', 'existing', 'object_map', 'column', 'decided', 'no_room']),
  use: Nullable(Type.String({ description: 'The field of the account that takes the values.' })),
  equivalents: Type.Array(
    Type.Object({ code: Text, name: Text, type: Text, why: Type.Enum(['built_in', 'same_name', 'similar_name']) }),
  ),
  examples: Type.Array(Text),
  columns: Type.Array(Type.Object({ file: Text, column: Text })),
  decision: Nullable(Decision),
  refused: Nullable(Type.String({ description: 'Why the decision does not hold (any more).' })),
})

const Fields = Type.Object({
  checksum: Nullable(Text),
  fields: Type.Array(Field),
  room: Nullable(
    Type.Object({
      inUse: Count,
      needed: Type.Integer({ minimum: 0, description: 'New fields, if each had a place of its own.' }),
      cap: Type.Optional(Count),
      left: Type.Optional(Count),
    }),
  ),
})

const path = '/api/migrations/:migrationId/plan'

/** Which fields the plan needs, and what people decide about them. */
export function registerFieldRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    `${path}/catalog`,
    {
      schema: {
        summary: 'The fields that records can have in this account, as it was when the plan was proposed',
        params: MigrationParams,
        response: { 200: Catalog, ...planErrors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        const plan = await readLatestPlan(trx, params.migrationId)
        if (plan?.account === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
        return { fields: fieldCatalog(plan.account) }
      }),
  )

  app.get(
    `${path}/fields`,
    {
      schema: {
        summary: 'The fields that the plan needs, where each has its place and why, and the room of the Pipedrive plan',
        params: MigrationParams,
        response: { 200: Fields, ...planErrors },
      },
    },
    ({ session, params }) =>
      inCompany(db, session.companyId, async (trx) => {
        await readMigration(trx, params.migrationId)
        return readFields(trx, params.migrationId)
      }),
  )

  app.put(
    `${path}/fields`,
    {
      schema: {
        summary: 'Decides about fields, all of them or none; a decision replaces the one before, null takes it back',
        params: MigrationParams,
        body: Type.Object(
          { checksum: Type.Optional(Type.String({ maxLength: 64 })), fields: changeProperties.fields },
          { additionalProperties: false },
        ),
        response: { 200: Fields, ...planErrors },
      },
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session, params: { migrationId }, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const changed = body.fields ?? {}
        await changePlan(trx, migrationId, body.checksum, ({ document, decisions }) => {
          const known = new Set(toFieldsView(document, [], {}).fields.map(({ id }) => id))
          const unknown = Object.keys(changed).find((id) => !known.has(id) && !Object.hasOwn(decisions.fields, id))
          if (unknown !== undefined) throw new InvalidRequest(400, 'field.unknown', { field: unknown })
          return { decisions: changeDecisions(document, decisions, { fields: changed }) }
        })
        const view = await readFields(trx, migrationId)
        assertHeld(view, Object.keys(changed))
        return view
      }),
  )
}

async function readFields(trx: Trx, migrationId: Static<typeof Id>) {
  const plan = await readLatestPlan(trx, migrationId)
  if (plan?.document === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
  const staged = await readDatasets(trx, migrationId)
  return { checksum: plan.checksum ?? null, ...toFieldsView(plan.document, staged, plan.decisions.fields) }
}

/** A decision that does not hold is refused, and all that came with it: nothing of the request is kept. */
function assertHeld({ fields }: FieldsView, changed: readonly string[]): void {
  const failed = fields.find(({ id, refused }) => refused !== null && changed.includes(id))
  if (failed?.refused) throw new InvalidRequest(409, `field.${failed.refused}`, { field: failed.name })
}

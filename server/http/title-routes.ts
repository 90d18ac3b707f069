import { type Static, Type, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { inCompany, type Trx } from '../../db/pool.ts'
import { InvalidRequest } from '../errors.ts'
import { makeDrafter } from '../mapping/draft-row.ts'
import { readLatestPlan } from '../mapping/plan-store.ts'
import { assertTitleTemplate, titlePlaceholders } from '../mapping/titles/title-template.ts'
import type { PlanDocument } from '../mapping/types.ts'
import { type Dataset, readDatasets, readRows } from '../staging/datasets.ts'
import type { App } from './app-type.ts'
import type { HttpDeps } from './deps.ts'
import { readMigration } from './migration-store.ts'
import { changePlan } from './plan-access.ts'
import { planErrors } from './plan-view.ts'
import { MigrationParams, Nullable } from './schemas.ts'

/** Refused with a code of its own rather than by the schema: a person types it. */
const Template = Type.String({ maxLength: 1000 })
const Templates = { order: Type.Optional(Template), campaign: Type.Optional(Template) }

const TitleView = Type.Object({
  template: Nullable(Type.String()),
  examples: Type.Array(Type.String(), { description: 'Of the first three deals of the export.' }),
  placeholders: Type.Array(Type.String()),
  columns: Type.Array(Type.String(), { description: 'Columns that may stand in braces as well.' }),
})
const TitlesView = Type.Object({ order: TitleView, campaign: TitleView })
type Sources = { order?: string | null; campaign?: string | null }

const path = '/api/migrations/:migrationId/plan/titles'
const shownTitles = 3
/** Rows that are skipped or wrong have no title: so many are looked at. */
const lookedAt = 20

/** Templates for the titles of deals, and what they make of the export. */
export function registerTitleRoutes(app: App, { db }: HttpDeps): void {
  app.get(
    path,
    {
      schema: {
        summary: 'How deals are named, with three titles each; with a template in the query, how they would be',
        params: MigrationParams,
        querystring: Type.Object(Templates),
        response: { 200: TitlesView, ...planErrors },
      },
    },
    ({ session, params, query }) =>
      inCompany(db, session.companyId, (trx) => readTitles(trx, params.migrationId, query)),
  )

  app.put(
    path,
    {
      schema: {
        summary: 'Sets the templates; null takes one back',
        params: MigrationParams,
        body: Type.Object(
          {
            checksum: Type.String({
              maxLength: 64,
              description: 'Of the plan that was seen; another one by now: 409.',
            }),
            order: Type.Optional(Nullable(Template)),
            campaign: Type.Optional(Nullable(Template)),
          },
          { additionalProperties: false },
        ),
        response: { 200: TitlesView, ...planErrors },
      },
      // The usual one makes null of an empty text.
      validatorCompiler: TypeBoxValidatorCompiler,
    },
    ({ session, params, body }) =>
      inCompany(db, session.companyId, async (trx) => {
        const { checksum, ...changes } = body
        await changePlan(trx, params.migrationId, checksum, ({ document, decisions }) => {
          assertTemplates(document, changes)
          const titles = { ...decisions.titles, ...changes }
          return {
            decisions: {
              ...decisions,
              titles: {
                ...(titles.order == null ? {} : { order: titles.order }),
                ...(titles.campaign == null ? {} : { campaign: titles.campaign }),
              },
            },
          }
        })
        return readTitles(trx, params.migrationId, {})
      }),
  )
}

async function readTitles(trx: Trx, migrationId: string, wanted: Sources): Promise<Static<typeof TitlesView>> {
  await readMigration(trx, migrationId)
  const plan = await readLatestPlan(trx, migrationId)
  if (plan?.document === undefined) throw new InvalidRequest(409, 'plan.not_proposed')
  assertTemplates(plan.document, wanted)
  const given = { ...plan.document.titles, ...wanted }
  const titles = {
    ...(given.order == null ? {} : { order: given.order }),
    ...(given.campaign == null ? {} : { campaign: given.campaign }),
  }
  const document = { ...plan.document, titles }
  const datasets = await readDatasets(trx, migrationId)
  const viewOf = async (source: 'order' | 'campaign'): Promise<Static<typeof TitleView>> => ({
    template: titles[source] ?? null,
    examples: await readExamples(trx, document, source, datasets),
    placeholders: [...titlePlaceholders],
    columns: columnsOf(document, source),
  })
  return { order: await viewOf('order'), campaign: await viewOf('campaign') }
}

function assertTemplates(document: PlanDocument, templates: Sources): void {
  for (const source of ['order', 'campaign'] as const) {
    const template = templates[source]
    if (template != null) assertTitleTemplate(template, columnsOf(document, source))
  }
}

function plansOf({ datasets }: PlanDocument, source: 'order' | 'campaign') {
  return datasets.filter(({ kind }) => kind === `${source}s`)
}

function columnsOf(document: PlanDocument, source: 'order' | 'campaign'): string[] {
  return [...new Set(plansOf(document, source).flatMap(({ columns }) => columns.map(({ column }) => column)))]
}

/** The same drafting as in the import. */
async function readExamples(
  trx: Trx,
  document: PlanDocument,
  source: 'order' | 'campaign',
  datasets: readonly Dataset[],
): Promise<string[]> {
  const titles = new Map<string, string>()
  for (const plan of plansOf(document, source)) {
    const dataset = datasets.find(({ id }) => id === plan.datasetId)
    if (dataset === undefined || titles.size >= shownTitles) continue
    const rows = await readRows(trx, dataset.id, 0, lookedAt)
    const drafted = rows.map(makeDrafter(document, plan, dataset.columns))
    for (const draft of drafted) {
      const [own] = draft.result === 'drafts' ? draft.drafts : []
      // Rows of one order are one deal.
      if (own !== undefined && 'title' in own.record && !titles.has(own.sourceKey))
        titles.set(own.sourceKey, own.record.title)
    }
  }
  return [...titles.values()].slice(0, shownTitles)
}

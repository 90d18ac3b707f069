import type { Trx } from '../../../db/pool.ts'
import type { JournalEntity } from '../types.ts'
import { childKinds } from './references.ts'
import { countTarget, type TargetCounts } from './target-rows.ts'
import type { TargetRows } from './targets.ts'
import { journalEntities, type UndoKind } from './types.ts'

/** What an undo would do and cost at most, told without asking Pipedrive. */
export interface UndoPreview {
  /** By entity as Pipedrive calls it; `deal_product` has lines. */
  entities: Record<string, { delete: number; restore: number }>
  /** Fields, options and filters that would go unless people use them. */
  setup: { fields: number; options: number; filters: number }
  requests: number
  apiTokens: number
  /** At the burst limit of the company's plan. */
  seconds: number
}

/** API tokens of one request (facts, cost table). */
const cost: Record<UndoKind, { remove: number; restore: number; page: number; perPage: number }> = {
  file: { remove: 6, restore: 0, page: 20, perPage: 100 },
  note: { remove: 6, restore: 10, page: 20, perPage: 500 },
  activity: { remove: 3, restore: 5, page: 10, perPage: 500 },
  deal: { remove: 3, restore: 5, page: 10, perPage: 500 },
  person: { remove: 3, restore: 5, page: 10, perPage: 500 },
  product: { remove: 3, restore: 5, page: 10, perPage: 500 },
  organization: { remove: 3, restore: 5, page: 10, perPage: 500 },
}
const kinds: UndoKind[] = ['file', 'activity', 'note', 'deal', 'person', 'product', 'organization']
const archivedPage = 20
const linePage = { tokens: 10, deals: 100 }
const part = { filter: 6, other: 3, filterList: 20, fieldList: 10 }
const smallestBurst = 80
const burstSeconds = 2

/**
 * An upper bound, as long as people changed no more records since the target's first write than it wrote. What people
 * changed or use, and what is gone already, makes it cheaper.
 */
export async function previewUndo(trx: Trx, companyId: number, target: TargetRows): Promise<UndoPreview> {
  const counts = new Map<JournalEntity, TargetCounts>()
  for (const entity of target.entities) counts.set(entity, await countTarget(trx, companyId, entity, target))
  const byKind = new Map(kinds.map((kind) => [kind, sumOf(journalEntities[kind].map((entity) => counts.get(entity)))]))
  const setup = target.setup ? await countParts(trx, companyId, target.runIds) : { fields: 0, options: 0, filters: 0 }
  const reading = readingCost(byKind)
  const parts = partsCost(setup, byKind)
  let requests = reading.requests + parts.requests
  let apiTokens = reading.apiTokens + parts.apiTokens
  for (const [kind, { delete: deletions, restore, lineRequests, lineTokens }] of byKind) {
    requests += deletions + restore + lineRequests
    apiTokens += deletions * cost[kind].remove + restore * cost[kind].restore + lineTokens
  }
  const burst = (await trx('api_usage').whereNotNull('burst_limit').orderBy('day', 'desc').first('burst_limit'))
    ?.burst_limit
  return {
    entities: toEntities(byKind),
    setup,
    requests,
    apiTokens,
    seconds: Math.ceil((requests * burstSeconds) / (burst ?? smallestBurst)),
  }
}

const nothing: TargetCounts = { delete: 0, restore: 0, lines: 0, lineTokens: 0, lineRequests: 0 }

function sumOf(all: (TargetCounts | undefined)[]): TargetCounts {
  return all.reduce<TargetCounts>(
    (sum, one = nothing) => ({
      delete: sum.delete + one.delete,
      restore: sum.restore + one.restore,
      lines: sum.lines + one.lines,
      lineTokens: sum.lineTokens + one.lineTokens,
      lineRequests: sum.lineRequests + one.lineRequests,
    }),
    nothing,
  )
}

function toEntities(byKind: Map<UndoKind, TargetCounts>): UndoPreview['entities'] {
  const entities: UndoPreview['entities'] = {}
  for (const [kind, { delete: deletions, restore }] of byKind) {
    if (deletions + restore > 0) entities[kind] = { delete: deletions, restore }
  }
  const lines = byKind.get('deal')?.lines ?? 0
  if (lines > 0) entities['deal_product'] = { delete: lines, restore: 0 }
  return entities
}

/** Each kind is listed once as a whole and once more, for what changed meanwhile, wherever it may refer to what goes. */
function readingCost(byKind: Map<UndoKind, TargetCounts>): { requests: number; apiTokens: number } {
  let requests = 0
  let apiTokens = 0
  const read = (kind: UndoKind, pages: number) => {
    requests += pages
    apiTokens += pages * cost[kind].page
    if (kind !== 'deal') return
    requests += 1
    apiTokens += archivedPage
  }
  const looked = new Set<UndoKind>()
  for (const kind of kinds) {
    const { delete: deletions = 0, restore = 0 } = byKind.get(kind) ?? nothing
    if (deletions + restore === 0) continue
    for (const one of [...(deletions > 0 ? childKinds[kind] : []), kind]) {
      read(one, looked.has(one) ? 1 : changedPages(byKind, one))
      looked.add(one)
    }
  }
  if (looked.has('deal')) {
    const { delete: deletions = 0, restore = 0 } = byKind.get('deal') ?? nothing
    const pages = Math.ceil((2 * (deletions + restore)) / linePage.deals) + 1
    requests += pages
    apiTokens += pages * linePage.tokens
  }
  return { requests, apiTokens }
}

/** As many changed by people as by us, and a page that is not full. */
function changedPages(byKind: Map<UndoKind, TargetCounts>, kind: UndoKind): number {
  const { delete: deletions = 0, restore = 0 } = byKind.get(kind) ?? nothing
  return Math.ceil((2 * (deletions + restore)) / cost[kind].perPage) + 1
}

/** Fields are looked for in every record that is left, entity by entity. */
function partsCost(
  { fields, options, filters }: UndoPreview['setup'],
  byKind: Map<UndoKind, TargetCounts>,
): { requests: number; apiTokens: number } {
  const pages =
    fields + options === 0
      ? 0
      : (['person', 'organization', 'deal', 'product'] as const).reduce(
          (sum, kind) => sum + changedPages(byKind, kind) + 1,
          0,
        )
  const lists = filters > 0 ? 1 : 0
  return {
    requests: fields + options + filters + pages + lists,
    apiTokens:
      (fields + options) * part.other + filters * part.filter + pages * part.fieldList + lists * part.filterList,
  }
}

async function countParts(trx: Trx, companyId: number, runIds: string[]): Promise<UndoPreview['setup']> {
  const rows = await trx('made_parts')
    .where({ company_id: companyId, removed_at: null })
    .whereIn('run_id', runIds)
    .groupBy('kind')
    .select('kind')
    .count('* as n')
  const count = (kind: string) => Number(rows.find((row) => row['kind'] === kind)?.['n'] ?? 0)
  return { fields: count('field'), options: count('option'), filters: count('filter') }
}

import type { DatasetKind } from '../altcraft/types.ts'
import type { Dataset } from '../staging/datasets.ts'
import { attachedCost } from './estimate-events.ts'
import type { Estimate } from './plan-store.ts'
import type { PlanDocument } from './types.ts'

/** API tokens and requests per row, at most: a person with its organization, an order with its lines (facts, cost table). */
const perRow: Partial<Record<DatasetKind, { apiTokens: number; requests: number }>> = {
  profiles: { apiTokens: 5, requests: 1 },
  products: { apiTokens: 5, requests: 1 },
  orders: { apiTokens: 20, requests: 3 },
  campaigns: { apiTokens: 20, requests: 3 },
}
const perField = 5
// What is read back and matched, and the burst of the smallest plan: 80 requests per 2 s.
const readingShare = 1.03
const requestsPerSecond = 40

/** An upper estimate before anything was counted exactly: merged, skipped and unchanged rows cost less. Pure. */
export function estimateCost(datasets: Dataset[], plan: PlanDocument): Estimate {
  let apiTokens = plan.fields.length * perField
  let requests = plan.fields.length
  for (const { kind, rowCount, profiles } of datasets) {
    const cost = perRow[kind]
    if (cost === undefined) continue
    apiTokens += rowCount * cost.apiTokens
    requests += rowCount * cost.requests
    if (kind !== 'profiles') continue
    const companies = organizationCount(plan, profiles)
    apiTokens += companies * 5
    requests += companies
  }
  const attached = attachedCost(datasets, plan)
  apiTokens += attached.apiTokens
  requests += attached.requests
  const total = Math.ceil(requests * readingShare)
  return {
    requests: total,
    apiTokens: Math.ceil(apiTokens * readingShare),
    seconds: Math.ceil(total / requestsPerSecond),
  }
}

function organizationCount(plan: PlanDocument, profiles: Dataset['profiles']): number {
  const columns = new Set(
    plan.datasets.flatMap((dataset) =>
      dataset.columns.filter(({ target }) => target === 'organization.name').map(({ column }) => column),
    ),
  )
  return Math.max(0, ...profiles.filter(({ column }) => columns.has(column)).map((profile) => profile.distinctEstimate))
}

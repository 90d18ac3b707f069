import { handoffKinds } from '../altcraft/types.ts'
import { isOpen } from './columns/propose-targets.ts'
import { targetsOf } from './columns/targets/targets.ts'
import type { OpenColumn } from './model/types.ts'
import type { DatasetInput } from './plan-input.ts'
import type { PlanDocument } from './types.ts'

/** The columns of a proposal that the rules leave open and nobody has decided about: what a model may be asked. Pure. */
export function openColumns(datasets: readonly DatasetInput[], document: PlanDocument): OpenColumn[] {
  const plans = new Map(document.datasets.map((plan) => [plan.datasetId, plan]))
  return datasets
    .filter(({ kind }) => !handoffKinds.includes(kind))
    .flatMap(({ id, file, kind, rowCount, profiles }) =>
      (plans.get(id)?.columns ?? []).flatMap((mapping): OpenColumn[] => {
        const profile = profiles.find(({ column }) => column === mapping.column)
        if (profile === undefined || mapping.source !== 'rules' || profile.filled === 0 || !isOpen(mapping)) return []
        return [{ datasetId: id, file, kind, rowCount, column: mapping.column, profile, candidates: targetsOf(kind) }]
      }),
    )
}

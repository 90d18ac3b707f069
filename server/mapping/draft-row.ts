import type { DatasetKind } from '../altcraft/types.ts'
import { rowColumn, withoutMark } from '../staging/row-file.ts'
import { makeCampaignDrafter } from './drafting/campaign-draft.ts'
import { makeEventDrafter } from './drafting/event-draft.ts'
import { makeFileDrafter } from './drafting/file-draft.ts'
import { makeMemberDrafter } from './drafting/member-draft.ts'
import { makeNoteDrafter } from './drafting/note-draft.ts'
import { makeOrderDrafter } from './drafting/order-draft.ts'
import { makePlaces, type Places, type RowDrafter } from './drafting/places.ts'
import { makeProductDrafter } from './drafting/product-draft.ts'
import { makeProfileDrafter } from './drafting/profile-draft.ts'
import { makeRoundedIdCheck } from './drafting/rounded-ids.ts'
import { makeStepDrafter } from './transforms/step-drafter.ts'
import type { DatasetPlan, PlanDocument } from './types.ts'

type MakeDrafter = (plan: PlanDocument, dataset: DatasetPlan, places: Places) => RowDrafter

const drafters: Partial<Record<DatasetKind, MakeDrafter>> = {
  profiles: makeProfileDrafter,
  orders: makeOrderDrafter,
  products: makeProductDrafter,
  campaigns: makeCampaignDrafter,
  segment_members: makeMemberDrafter,
  history: makeEventDrafter,
  goals: makeEventDrafter,
  notes: makeNoteDrafter,
  files: makeFileDrafter,
}

/**
 * The drafter of a dataset: made once, then called for each row. Pure and total: the same row and plan give the same draft,
 * in the check as in the import, and no cell makes it throw. `columns` are the dataset's, in the order of the rows' cells;
 * cells may be missing at the end.
 */
export function makeDrafter(plan: PlanDocument, dataset: DatasetPlan, columns: readonly string[]): RowDrafter {
  const make = drafters[dataset.kind]
  if (!make) return () => ({ result: 'handoff' })
  const places = makePlaces(dataset, columns)
  const draft = makeRoundedIdCheck(places, make(plan, dataset, places))
  const read = makeStepDrafter(plan, dataset, columns, places, draft)
  // A file of rows that was downloaded, corrected and uploaded again.
  if (!columns.includes(rowColumn)) return read
  return ({ rowNumber, cells }) => read({ rowNumber, cells: cells.map(withoutMark) })
}

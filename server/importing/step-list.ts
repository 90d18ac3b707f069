import { refreshStatistics } from '../../db/pool.ts'
import { draftRows } from './drafting.ts'
import { settleEndedDoubts } from './ended-doubts.ts'
import { enrichPersons } from './enriching.ts'
import { groupDrafts } from './grouping.ts'
import { noteRejectedKeys } from './held/rejected-keys.ts'
import { recallKnown } from './known-records.ts'
import { matchExisting } from './matching.ts'
import { settleRows } from './outcomes.ts'
import { activities, prepareActivities } from './phases/activities.ts'
import { settleAttachedRows } from './phases/attached-outcomes.ts'
import { deals } from './phases/deals.ts'
import { findEventPeople } from './phases/event-people.ts'
import { prepareFiles, writeFiles } from './phases/files.ts'
import { finishLines } from './phases/finish-lines.ts'
import { provideFilters, settleLabels } from './phases/labels.ts'
import { lines } from './phases/lines.ts'
import { notes, prepareNotes } from './phases/notes.ts'
import { organizations } from './phases/organizations.ts'
import { persons } from './phases/persons.ts'
import { prepareLines } from './phases/plan-lines.ts'
import { products } from './phases/products.ts'
import { prepareTimelines } from './phases/timelines.ts'
import { provisionFields } from './provisioning.ts'
import { askAboutConflicts } from './record-questions.ts'
import { takeSample } from './sampling/take-sample.ts'
import type { PhaseName, RunContext, StepResult } from './types.ts'
import { writeAll } from './writing.ts'

/** One step of a run: repeatable from its beginning, or from what it stored, after any crash. */
export interface Step {
  /** Stable: a run remembers the one it is at. */
  name: string
  phase?: PhaseName
  work(ctx: RunContext): Promise<StepResult>
}

const orders = deals('order')
const campaigns = deals('campaign')
const orderLines = lines('order')
const campaignLines = lines('campaign')

async function refresh({ db }: RunContext, tables: string[]): Promise<StepResult> {
  await refreshStatistics(db, tables)
  return 'done'
}

/** What an import does, in order: each step reads only what earlier ones stored. */
export const importSteps: Step[] = [
  { name: 'doubts', work: settleEndedDoubts },
  { name: 'draft', work: draftRows },
  { name: 'draft.known', work: recallKnown },
  { name: 'draft.rejected', work: noteRejectedKeys },
  { name: 'draft.statistics', work: (ctx) => refresh(ctx, ['drafts']) },
  { name: 'group', work: groupDrafts },
  { name: 'group.statistics', work: (ctx) => refresh(ctx, ['drafts', 'record_keys', 'journal', 'links']) },
  { name: 'enrich', work: enrichPersons },
  { name: 'sample', work: takeSample },
  { name: 'fields', work: provisionFields },

  { name: 'organizations.match', phase: 'organizations', work: (ctx) => matchExisting(ctx, 'organization') },
  { name: 'organizations.write', phase: 'organizations', work: (ctx) => writeAll(ctx, organizations) },

  { name: 'persons.match', phase: 'persons', work: (ctx) => matchExisting(ctx, 'person') },
  { name: 'persons.write', phase: 'persons', work: (ctx) => writeAll(ctx, persons) },
  { name: 'persons.rows', phase: 'persons', work: (ctx) => settleRows(ctx, 'person') },

  { name: 'products.match', phase: 'products', work: (ctx) => matchExisting(ctx, 'product') },
  { name: 'products.write', phase: 'products', work: (ctx) => writeAll(ctx, products) },
  { name: 'products.rows', phase: 'products', work: (ctx) => settleRows(ctx, 'product') },

  { name: 'campaigns.match', phase: 'campaigns', work: (ctx) => matchExisting(ctx, 'campaign') },
  { name: 'campaigns.write', phase: 'campaigns', work: (ctx) => writeAll(ctx, campaigns) },
  { name: 'campaigns.lines', phase: 'campaigns', work: (ctx) => prepareLines(ctx, 'campaign') },
  { name: 'campaigns.write-lines', phase: 'campaigns', work: (ctx) => writeAll(ctx, campaignLines) },
  { name: 'campaigns.lines-done', phase: 'campaigns', work: (ctx) => finishLines(ctx, 'campaign') },
  { name: 'campaigns.rows', phase: 'campaigns', work: (ctx) => settleRows(ctx, 'campaign') },

  { name: 'orders.match', phase: 'orders', work: (ctx) => matchExisting(ctx, 'order') },
  { name: 'orders.write', phase: 'orders', work: (ctx) => writeAll(ctx, orders) },
  { name: 'orders.lines', phase: 'orders', work: (ctx) => prepareLines(ctx, 'order') },
  { name: 'orders.write-lines', phase: 'orders', work: (ctx) => writeAll(ctx, orderLines) },
  { name: 'orders.lines-done', phase: 'orders', work: (ctx) => finishLines(ctx, 'order') },
  { name: 'orders.rows', phase: 'orders', work: (ctx) => settleRows(ctx, 'order') },

  { name: 'labels.rows', phase: 'labels', work: settleLabels },
  { name: 'labels.filters', phase: 'labels', work: provideFilters },

  { name: 'notes.people', phase: 'notes', work: findEventPeople },
  { name: 'notes.timelines', phase: 'notes', work: prepareTimelines },
  { name: 'notes.prepare', phase: 'notes', work: prepareNotes },
  { name: 'notes.write', phase: 'notes', work: (ctx) => writeAll(ctx, notes) },
  { name: 'notes.rows', phase: 'notes', work: settleAttachedRows },

  { name: 'activities.prepare', phase: 'activities', work: prepareActivities },
  { name: 'activities.write', phase: 'activities', work: (ctx) => writeAll(ctx, activities) },
  { name: 'activities.rows', phase: 'activities', work: settleAttachedRows },

  { name: 'files.prepare', phase: 'files', work: prepareFiles },
  { name: 'files.write', phase: 'files', work: writeFiles },
  { name: 'files.rows', phase: 'files', work: settleAttachedRows },

  { name: 'questions', work: askAboutConflicts },
  { name: 'books.statistics', work: (ctx) => refresh(ctx, ['journal', 'row_outcomes', 'findings']) },
]

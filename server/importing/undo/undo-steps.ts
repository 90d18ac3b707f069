import type { AttachedKind } from '../../pipedrive/types.ts'
import { settleEndedDoubts } from '../ended-doubts.ts'
import type { Step } from '../step-list.ts'
import {
  type JournalEntity,
  type PhaseName,
  phaseOf,
  pipedriveEntity,
  type RecordJournalEntity,
  type RunContext,
  type StepResult,
} from '../types.ts'
import { type WriteStep, writeAll } from '../writing.ts'
import { judgeFields, judgeFilters } from './judging-parts.ts'
import { lookAround } from './looking.ts'
import { undoParts } from './part-steps.ts'
import { planUndo, undoOf } from './plan-undo.ts'
import { undoRecords } from './records.ts'

/** Children before what they refer to; fields and options when no record of ours needs them any more. */
export const undoSteps: Step[] = [
  { name: 'doubts', work: settleEndedDoubts },
  { name: 'plan', work: planUndo },
  ...records('file'),
  ...records('activity'),
  ...records('note'),
  ...records('order'),
  ...records('campaign'),
  { name: 'filters.judge', phase: 'setup', work: judgeFilters },
  writing('filter', 'setup', undoParts('filter')),
  ...records('person'),
  ...records('product'),
  ...records('organization'),
  { name: 'fields.judge', phase: 'setup', work: judgeFields },
  writing('option', 'setup', undoParts('option')),
  writing('field', 'setup', undoParts('field')),
]

function records(entity: RecordJournalEntity | AttachedKind): Step[] {
  const kind = entity === 'note' || entity === 'activity' || entity === 'file' ? entity : pipedriveEntity[entity]
  const phase = phaseOf[entity]
  return [
    {
      name: `${entity}.judge`,
      phase,
      work: async (ctx): Promise<StepResult> => ((await lookAround(ctx, kind)) ? 'done' : 'again'),
    },
    writing(entity, phase, undoRecords(entity)),
  ]
}

/** A dry run judges everything and sends nothing. */
function writing(entity: JournalEntity, phase: PhaseName, step: WriteStep): Step {
  const work = async (ctx: RunContext): Promise<StepResult> =>
    undoOf(ctx).dryRun === true ? 'done' : writeAll(ctx, step)
  return { name: `${entity}.undo`, phase, work }
}

import { noteHeldSegments } from './held-segments.ts'
import { importSteps, type Step } from './step-list.ts'
import { findVanished } from './vanished.ts'
import { treatVanished } from './vanished-writing.ts'

/**
 * What a run of a newer export does: an import, and what the export no longer has. Memberships are taken out while the
 * people are written, records are looked for when all that is there is written.
 */
export const deltaSteps: Step[] = [
  ...importSteps.flatMap((step): Step[] =>
    step.name === 'persons.match' ? [{ name: 'delta.segments', work: noteHeldSegments }, step] : [step],
  ),
  { name: 'delta.vanished', work: findVanished },
  { name: 'delta.treat', work: treatVanished },
]

import { type Phase, phases, type RunState, type RunView } from '../src/api/types.ts'

export type PhaseState = 'waiting' | 'current' | 'held' | 'done'

const moving: RunState[] = ['waiting', 'queued', 'running', 'pausing', 'cancelling']

/** Most exports have nothing for these: they are shown where there is something. */
const rare: Phase[] = ['notes', 'activities', 'files']

/** The phases of a run as people see them, in its order: an undo goes the other way, through those that have something. */
export function phasesOf({ kind, progress }: Pick<RunView, 'kind' | 'progress'>): Phase[] {
  const isUndo = kind === 'undo'
  const shown = phases.filter((phase) => (progress[phase]?.total ?? 0) > 0 || !(isUndo || rare.includes(phase)))
  return isUndo ? shown.reverse() : shown
}

/** Phases go in order, so the run's current phase tells the state of each. */
export function toPhaseState(
  { state, phase: current, kind }: Pick<RunView, 'state' | 'phase' | 'kind'>,
  phase: Phase,
): PhaseState {
  if (state === 'completed') return 'done'
  const ahead = phases.indexOf(phase) - (current ? phases.indexOf(current) : kind === 'undo' ? phases.length : -1)
  const distance = kind === 'undo' ? -ahead : ahead
  if (distance < 0) return 'done'
  if (distance > 0) return 'waiting'
  return moving.includes(state) ? 'current' : 'held'
}

import { type Phase, phases, type RunState, type RunView } from '../src/api/types.ts'

export type PhaseState = 'waiting' | 'current' | 'held' | 'done'

const moving: RunState[] = ['queued', 'running', 'pausing', 'cancelling']

/** Phases go in order, so the run's current phase tells the state of each. */
export function toPhaseState({ state, phase: current }: Pick<RunView, 'state' | 'phase'>, phase: Phase): PhaseState {
  if (state === 'completed') return 'done'
  const distance = phases.indexOf(phase) - (current ? phases.indexOf(current) : -1)
  if (distance < 0) return 'done'
  if (distance > 0) return 'waiting'
  return moving.includes(state) ? 'current' : 'held'
}

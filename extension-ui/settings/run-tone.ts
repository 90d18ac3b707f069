import type { RunState, RunView } from '../src/api/types.ts'
import type { Tone } from '../src/ui/badge.tsx'

const tones: Record<RunState, Tone> = {
  waiting: 'neutral',
  queued: 'neutral',
  running: 'active',
  pausing: 'warning',
  paused: 'warning',
  cancelling: 'warning',
  cancelled: 'neutral',
  completed: 'good',
  failed: 'bad',
}

/** A run that completed with differences is not good. */
export function runTone({ state, clean }: RunView): Tone {
  return state === 'completed' && clean === false ? 'warning' : tones[state]
}

import { useTranslation } from 'react-i18next'
import { outcomes, type Phase, type PhaseProgress, type RunView, undoOutcomes } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { PhaseIcon } from './phase-icon.tsx'
import { type PhaseState, phasesOf, toPhaseState } from './phase-state.ts'

/** The phases in order: how far each is, and where its rows ended. */
export function PhaseList({ run }: { run: RunView }) {
  return (
    <ol className="phases">
      {phasesOf(run).map((phase) => (
        <PhaseRow key={phase} phase={phase} state={toPhaseState(run, phase)} progress={run.progress[phase]} />
      ))}
    </ol>
  )
}

interface PhaseRowProps {
  phase: Phase
  state: PhaseState
  progress: PhaseProgress | undefined
}

function PhaseRow({ phase, state, progress }: PhaseRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const name = t(`phase.${phase}`)
  const { done = 0, total = 0 } = progress ?? {}
  const reached = t('run.doneOf', { done: format.number(done), total: format.number(total) })
  return (
    <li className={`phase phase-${state}`}>
      <PhaseIcon state={state} />
      <span className="phase-name">{name}</span>
      <PhaseBar label={name} valueText={total > 0 ? reached : t(`phaseState.${state}`)} progress={progress} />
      <span className="phase-count">{total > 0 ? reached : t(`phaseState.${state}`)}</span>
      <OutcomeCounts progress={progress} />
    </li>
  )
}

interface PhaseBarProps {
  label: string
  valueText: string
  progress: PhaseProgress | undefined
}

/**
 * Filled as far as the phase is done, divided by outcome: deal lines are work of a phase, but have no outcome of their own,
 * and merged rows have one without being work. Verification has no outcomes and is filled in one colour.
 */
function PhaseBar({ label, valueText, progress }: PhaseBarProps) {
  const { done = 0, total = 0 } = progress ?? {}
  const counted = countedOutcomes(progress)
  const rows = counted.reduce((sum, outcome) => sum + (progress?.[outcome] ?? 0), 0)
  const filled = total > 0 ? Math.min(1, done / total) : 0
  const share = (part: number) => `${filled * part * 100}%`
  return (
    <span
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(1, total)}
      aria-valuenow={Math.min(done, total)}
      aria-valuetext={valueText}
    >
      {counted.length === 0 && <span className="bar-part bar-done" style={{ width: share(1) }} />}
      {counted.map((outcome) => (
        <span
          key={outcome}
          className={`bar-part outcome-${outcome}`}
          style={{ width: share((progress?.[outcome] ?? 0) / rows) }}
        />
      ))}
    </span>
  )
}

const countedOutcomes = (progress: PhaseProgress | undefined) =>
  [...outcomes, ...undoOutcomes].filter((outcome) => (progress?.[outcome] ?? 0) > 0)

function OutcomeCounts({ progress }: { progress: PhaseProgress | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  const counted = countedOutcomes(progress)
  return (
    <span className="outcomes">
      {counted.map((outcome) => (
        <span key={outcome} className="outcome">
          <span className={`dot outcome-${outcome}`} />
          {t(`outcome.${outcome}`)} <b>{format.number(progress?.[outcome] ?? 0)}</b>
        </span>
      ))}
    </span>
  )
}

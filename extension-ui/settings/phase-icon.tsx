import { useTranslation } from 'react-i18next'
import type { PhaseState } from './phase-state.ts'

/** The state of a phase as a sign, and as a word for who does not see it. */
export function PhaseIcon({ state }: { state: PhaseState }) {
  const { t } = useTranslation()
  return (
    <span className="phase-icon">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" />
        {state === 'done' && <path d="M4.5 8.2 7 10.7l4.5-5.2" />}
        {state === 'held' && <path d="M6.2 5v6M9.8 5v6" />}
        {state === 'current' && <circle className="pulse" cx="8" cy="8" r="3" />}
      </svg>
      <span className="hidden">{t(`phaseState.${state}`)}</span>
    </span>
  )
}

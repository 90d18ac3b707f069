import { useTranslation } from 'react-i18next'
import { isFinished, type RunView } from '../src/api/types.ts'
import type { Channel } from '../src/api/watch-run.ts'
import { Badge } from '../src/ui/badge.tsx'
import { Card } from '../src/ui/card.tsx'
import { BudgetBar } from './budget-bar.tsx'
import { PhaseList } from './phase-list.tsx'
import { RunActions } from './run-actions.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunNotice } from './run-notice.tsx'
import { runTone } from './run-tone.ts'

interface RunCardProps {
  run: RunView
  channel: Channel
  canImport: boolean
}

/** The run as it goes: state, speed, phases, budget. */
export function RunCard({ run, channel, canImport }: RunCardProps) {
  const { t, i18n } = useTranslation()
  const kindKey = `run.kind.${run.kind}`
  const state = (
    <span role="status">
      <Badge tone={runTone(run)}>{t(`run.state.${run.state}`)}</Badge>
    </span>
  )
  return (
    <Card title={i18n.exists(kindKey) ? t(kindKey) : t('run.title')} aside={state}>
      <RunNotice run={run} />
      <div className="run-top">
        <RunFacts run={run} />
        {canImport && <RunActions run={run} />}
      </div>
      <h3>{t('run.phases')}</h3>
      <PhaseList run={run} />
      <h3>{t('budget.title')}</h3>
      <BudgetBar api={run.api} />
      {!isFinished(run) && (
        <p className="quiet run-foot">
          <span className={`channel channel-${channel}`}>{t(`run.channel.${channel}`)}</span>
          {run.state === 'running' && ` · ${t('run.closing')}`}
        </p>
      )}
    </Card>
  )
}

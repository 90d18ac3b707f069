import { useTranslation } from 'react-i18next'
import { isFinished, type RunView } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'

/** When it began, how fast it goes, how long it will take or took. */
export function RunFacts({ run }: { run: RunView }) {
  return (
    <dl className="facts">
      {useFacts(run).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function useFacts(run: RunView): [string, string][] {
  const { t } = useTranslation()
  const format = useFormat()
  const now = new Date()
  const moment = (when: string | null) => (when ? format.moment(when, now) : '–')
  const started: [string, string] = [t('run.started'), moment(run.startedAt)]
  if (isFinished(run)) {
    const ms = run.startedAt && run.finishedAt ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : undefined
    const took = ms === undefined ? '–' : format.duration(ms / 1000)
    return [started, [t('run.finished'), moment(run.finishedAt)], [t('run.took'), took]]
  }
  const running = run.state === 'running'
  const rate = running && run.ratePerSecond ? t('run.ratePerSecond', { rate: format.rate(run.ratePerSecond) }) : '–'
  const eta = run.etaSeconds === null ? t('run.soonKnown') : format.duration(run.etaSeconds)
  const left = run.state === 'paused' ? '–' : eta
  return [started, [t('run.rate'), rate], [t('run.remaining'), left]]
}

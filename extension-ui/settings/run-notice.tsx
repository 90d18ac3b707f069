import { useTranslation } from 'react-i18next'
import type { RunView } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { useReasonText } from '../src/i18n/reason-text.ts'
import { Banner } from '../src/ui/banner.tsx'
import { ReconnectLink } from '../src/ui/reconnect-link.tsx'

/** Why the run does not go on, and what makes it go on. Nothing while it runs. */
export function RunNotice({ run }: { run: RunView }) {
  const { t } = useTranslation()
  if (run.pause && (run.state === 'paused' || run.state === 'pausing')) return <PauseNotice pause={run.pause} />
  if (run.state === 'failed') return <Banner tone="bad">{t('run.failed', { id: run.id })}</Banner>
  if (run.state === 'cancelling') return <Banner tone="info">{t('run.cancelling')}</Banner>
  if (run.state === 'cancelled') return <Banner tone="info">{t('run.cancelled')}</Banner>
  return null
}

function PauseNotice({ pause }: { pause: NonNullable<RunView['pause']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reasonOf = useReasonText()
  return (
    <Banner tone="warning">
      <p>
        {reasonOf({ code: pause.code, detail: pause.detail ?? {} })}
        {pause.until && ` ${t('run.until', { when: format.moment(pause.until, new Date()) })}`}
      </p>
      {pause.code.startsWith('oauth.') && <ReconnectLink />}
    </Banner>
  )
}

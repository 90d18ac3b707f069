import { useTranslation } from 'react-i18next'
import type { User } from '../src/api/types.ts'
import { SessionGate } from '../src/ui/session-gate.tsx'

/** Beside a person, organization or deal: says what will be shown here. */
export function RecordPanel() {
  return (
    <main className="page page-panel">
      <SessionGate>{(user) => <Welcome user={user} />}</SessionGate>
    </main>
  )
}

function Welcome({ user }: { user: User }) {
  const { t } = useTranslation()
  return (
    <section>
      <h1>{t('panel.title')}</h1>
      <p>{t('panel.text')}</p>
      <p className="quiet">{t('panel.hello', { company: user.companyName })}</p>
    </section>
  )
}

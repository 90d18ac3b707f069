import { useTranslation } from 'react-i18next'
import type { User } from '../src/api/types.ts'
import { LanguageSwitch } from '../src/ui/language-switch.tsx'
import { SessionGate } from '../src/ui/session-gate.tsx'
import { Workspace } from './workspace.tsx'

export function SettingsPage() {
  return (
    <main className="page">
      <SessionGate>
        {(user) => (
          <>
            <PageHead user={user} />
            <Workspace user={user} />
          </>
        )}
      </SessionGate>
    </main>
  )
}

function PageHead({ user }: { user: User }) {
  const { t } = useTranslation()
  return (
    <header className="page-head">
      <h1>{t('app.title')}</h1>
      <p className="who">
        {user.name} · <strong>{user.companyName}</strong>
      </p>
      <LanguageSwitch />
    </header>
  )
}

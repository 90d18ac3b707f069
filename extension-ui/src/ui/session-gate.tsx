import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '../api/types.ts'
import { toLanguage } from '../i18n/i18n.ts'
import { useDeps } from './deps.ts'
import { Refusal } from './refusal.tsx'

/** Opens the session and shows `children` to whom it belongs, in their language; else says why there is none. */
export function SessionGate({ children }: { children: (user: User) => ReactNode }) {
  const { api } = useDeps()
  const { i18n } = useTranslation()
  const session = useQuery({ queryKey: ['session'], queryFn: signIn, staleTime: Number.POSITIVE_INFINITY })

  if (session.data) return children(session.data)
  if (session.error) return <Refusal error={session.error} retry={() => session.refetch()} />
  return <Opening />

  async function signIn(): Promise<User> {
    const user = await api.user()
    await i18n.changeLanguage(toLanguage(user.language))
    return user
  }
}

function Opening() {
  const { t } = useTranslation()
  return (
    <p className="opening" role="status">
      {t('app.loading')}
    </p>
  )
}

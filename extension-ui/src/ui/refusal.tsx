import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { errorText } from '../i18n/reason-text.ts'
import { Notice } from './notice.tsx'
import { ReconnectLink } from './reconnect-link.tsx'

/** Codes for which a new consent of the user is the way out. */
const consentCodes = ['session.not_installed', 'oauth.reconnect', 'oauth.uninstalled']

export function needsConsent(error: unknown): boolean {
  return error instanceof ApiError && consentCodes.includes(error.code)
}

/** In place of the page when the server does not let us in: what the person can do about it. */
export function Refusal({ error, retry }: { error: unknown; retry: () => void }) {
  const { t, i18n } = useTranslation()
  const again = (
    <button type="button" className="button" onClick={retry}>
      {t('app.retry')}
    </button>
  )
  if (needsConsent(error)) {
    return (
      <Notice title={t('reconnect.title')} text={t('reconnect.text')}>
        <p className="actions">
          <ReconnectLink /> {again}
        </p>
        <p className="quiet">{t('reconnect.hint')}</p>
      </Notice>
    )
  }
  if (error instanceof ApiError && error.status === 403) {
    return <Notice title={t('notAllowed.title')} text={t('notAllowed.text')} />
  }
  return (
    <Notice title={t('failed.title')} text={errorText(i18n, error)}>
      <p className="actions">{again}</p>
    </Notice>
  )
}

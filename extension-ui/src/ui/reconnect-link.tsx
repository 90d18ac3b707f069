import { useTranslation } from 'react-i18next'

/** Starts the consent in a tab of its own: Pipedrive's consent page cannot be framed. */
export function ReconnectLink() {
  const { t } = useTranslation()
  return (
    <a className="button button-primary" href="/oauth/install" target="_blank" rel="noopener">
      {t('reconnect.button')}
    </a>
  )
}

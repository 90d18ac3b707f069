import { useTranslation } from 'react-i18next'
import { Notice } from './notice.tsx'

/** For whoever opens the page's address without Pipedrive around it. */
export function OutsideHost() {
  const { t } = useTranslation()
  return (
    <main className="page">
      <Notice title={t('outside.title')} text={t('outside.text')}>
        <p className="quiet">{t('outside.hint')}</p>
      </Notice>
    </main>
  )
}

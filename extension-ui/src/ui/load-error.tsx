import { useTranslation } from 'react-i18next'
import { errorText } from '../i18n/reason-text.ts'
import { Banner } from './banner.tsx'

/** In place of what could not be loaded. */
export function LoadError({ error, retry }: { error: Error; retry: () => void }) {
  const { t, i18n } = useTranslation()
  return (
    <Banner tone="bad">
      <p>{errorText(i18n, error)}</p>
      <button type="button" className="button" onClick={retry}>
        {t('app.retry')}
      </button>
    </Banner>
  )
}

import { useTranslation } from 'react-i18next'
import type { TablePreview } from '../../src/api/file-types.ts'
import { Badge } from '../../src/ui/badge.tsx'

/** What the rows are taken for, and why: the server's reason is English and shown to those who read it. */
export function KindReason({ preview, isChosen }: { preview: TablePreview; isChosen: boolean }) {
  const { t, i18n } = useTranslation()
  const { kind, kindConfidence, kindEvidence } = preview
  const unsure = !isChosen && kindConfidence < 0.6
  if (unsure && kind === 'unknown') return <p>{t('reading.unknownKind')}</p>
  return (
    <div className="kind-reason">
      <p>
        {t('reading.takenFor')} <b>{t(`kind.${kind}`, { defaultValue: kind })}</b>{' '}
        {unsure && <Badge tone="warning">{t('files.check')}</Badge>}
        {isChosen && <Badge tone="neutral">{t('reading.chosen')}</Badge>}
      </p>
      {!isChosen && kindEvidence !== '' && i18n.language === 'en' && (
        <p className="quiet">
          {t('reading.why')} <q>{kindEvidence}</q>
        </p>
      )}
      {unsure && <p className="quiet">{t('reading.unsureKind')}</p>}
    </div>
  )
}

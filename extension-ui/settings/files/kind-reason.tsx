import { useTranslation } from 'react-i18next'
import type { TablePreview } from '../../src/api/file-types.ts'
import { Badge } from '../../src/ui/badge.tsx'

/** What the rows are taken for, and why. */
export function KindReason({ preview, isChosen }: { preview: TablePreview; isChosen: boolean }) {
  const { t } = useTranslation()
  const { kind, kindConfidence, kindEvidence } = preview
  const unsure = !isChosen && kindConfidence < 0.6
  return (
    <div className="kind-reason">
      <p>
        {t('reading.takenFor')} <b>{t(`kind.${kind}`, { defaultValue: kind })}</b>{' '}
        {unsure && <Badge tone="warning">{t('files.check')}</Badge>}
        {isChosen && <Badge tone="neutral">{t('reading.chosen')}</Badge>}
      </p>
      {!isChosen && kindEvidence !== '' && (
        <p className="quiet">
          {t('reading.why')} <q lang="en">{kindEvidence}</q>
        </p>
      )}
    </div>
  )
}

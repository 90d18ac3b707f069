import { useTranslation } from 'react-i18next'
import { type UndoReport, undoOutcomes } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { Banner } from '../src/ui/banner.tsx'
import { Card } from '../src/ui/card.tsx'

const columns = [...undoOutcomes, 'failed', 'unprocessed'] as const

/** What an undo took back, by kind of record; why something was left is in its list. */
export function UndoCard({ report }: { report: UndoReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = Object.entries(report.entities)
  return (
    <Card title={t('undone.title')}>
      <Banner tone={report.clean ? 'good' : 'warning'}>{t(report.clean ? 'undone.clean' : 'undone.notClean')}</Banner>
      {rows.length > 0 && (
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">{t('undone.entity')}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`outcome.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([entity, counts]) => (
              <tr key={entity}>
                <th scope="row">{t(`undone.of.${entity}`, { defaultValue: entity })}</th>
                {columns.map((column) => (
                  <td key={column} className={counts[column] === 0 ? 'zero' : undefined}>
                    {format.number(counts[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { Banner } from '../src/ui/banner.tsx'
import { Card } from '../src/ui/card.tsx'
import { BooksTable } from './books-table.tsx'
import { MoneyTable } from './money-table.tsx'

const checks = ['recordsRead', 'fieldsCompared', 'differences', 'linksChecked', 'brokenLinks'] as const

/** What reading everything back has shown. */
export function ResultCard({ report }: { report: ImportReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card title={t('result.title')}>
      <Banner tone={report.clean ? 'good' : 'warning'}>{t(report.clean ? 'result.clean' : 'result.notClean')}</Banner>
      <dl className="facts">
        {checks.map((check) => (
          <div key={check}>
            <dt>{t(`result.check.${check}`)}</dt>
            <dd>{format.number(report.verification[check])}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('result.books')}</h3>
      <BooksTable books={report.outcomes} />
      {report.money.length > 0 && (
        <>
          <h3>{t('result.money')}</h3>
          <MoneyTable sums={report.money} />
        </>
      )}
    </Card>
  )
}

import { useTranslation } from 'react-i18next'
import type { MoneySum } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'

/** Sums by currency and status, as exported and as they stand in Pipedrive. */
export function MoneyTable({ sums }: { sums: MoneySum[] }) {
  const { t } = useTranslation()
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">{t('files.kind')}</span>
          </th>
          <th scope="col">{t('result.exported')}</th>
          <th scope="col">{t('result.imported')}</th>
          <th scope="col">{t('result.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {sums.map((sum) => (
          <MoneyRow key={`${sum.source} ${sum.currency} ${sum.status}`} sum={sum} />
        ))}
      </tbody>
    </table>
  )
}

function MoneyRow({ sum: { source, status, currency, exportedMinor, importedMinor } }: { sum: MoneySum }) {
  const { t } = useTranslation()
  const format = useFormat()
  const difference = importedMinor - exportedMinor
  return (
    <tr>
      <th scope="row">
        {t(`result.source.${source}`)}, {t(`result.status.${status}`)}
      </th>
      <td>{format.money(exportedMinor, currency)}</td>
      <td>{format.money(importedMinor, currency)}</td>
      <td className={difference === 0 ? 'verdict-good' : 'verdict-bad'}>
        {difference === 0 ? t('result.noDifference') : format.money(difference, currency)}
      </td>
    </tr>
  )
}

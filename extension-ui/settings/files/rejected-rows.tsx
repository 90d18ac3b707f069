import { useTranslation } from 'react-i18next'
import type { RejectedRow } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { useReasonText } from '../../src/i18n/reason-text.ts'
import { LoadError } from '../../src/ui/load-error.tsx'
import { useRejectedRows } from '../queries.ts'
import { cut } from './cell-text.ts'
import { useFilesScope } from './files-scope.ts'

const shownCharacters = 400

/** The rows that could not be read, each with its text and why. */
export function RejectedRows({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation()
  const pages = useRejectedRows(useFilesScope().migrationId, datasetId)
  if (pages.error && !pages.data) return <LoadError error={pages.error} retry={() => pages.refetch()} />
  if (!pages.data) return <p className="quiet preview-empty">{t('app.loading')}</p>
  const rows = pages.data.pages.flatMap((page) => page.rows)
  return (
    <>
      <ul className="rejected-rows">
        {rows.map((row) => (
          <Rejected key={row.rowNumber} row={row} />
        ))}
      </ul>
      {rows.length === 0 && <p className="quiet">{t('rejectedRows.none')}</p>}
      {pages.error && <LoadError error={pages.error} retry={() => pages.fetchNextPage()} />}
      {pages.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={pages.isFetchingNextPage}
          onClick={() => pages.fetchNextPage()}
        >
          {t('rejectedRows.more')}
        </button>
      )}
    </>
  )
}

function Rejected({ row: { rowNumber, raw, code, detail } }: { row: RejectedRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reasonOf = useReasonText()
  return (
    <li>
      <p>
        <b>{t('rejectedRows.row', { row: format.number(rowNumber) })}</b> {reasonOf({ code, detail })}
      </p>
      <code className="raw">
        <bdi>{cut(raw, shownCharacters)}</bdi>
      </code>
    </li>
  )
}

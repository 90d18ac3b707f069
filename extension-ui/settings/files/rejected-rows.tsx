import { useTranslation } from 'react-i18next'
import type { RejectedRow } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { useReasonText } from '../../src/i18n/reason-text.ts'
import { LoadError } from '../../src/ui/load-error.tsx'
import { useRejectedRows } from '../queries.ts'
import { cut } from './cell-text.ts'
import { useFilesScope } from './files-scope.ts'

const shownCharacters = 400

/** The rows that could not be read, in their order, with their text and why; the reason once for neighbours that share it. */
export function RejectedRows({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation()
  const reasonOf = useReasonText()
  const pages = useRejectedRows(useFilesScope().migrationId, datasetId)
  if (pages.error && !pages.data) return <LoadError error={pages.error} retry={() => pages.refetch()} />
  if (!pages.data) return <p className="quiet preview-empty">{t('app.loading')}</p>
  const rows = pages.data.pages.flatMap((page) => page.rows)
  const groups = groupNeighbours(rows, reasonOf)
  return (
    <>
      <ul className="rejected-rows">
        {groups.map(({ reason, rows }) => (
          <li key={rows[0]?.rowNumber}>
            <p>{reason}</p>
            <dl>
              {rows.map((row) => (
                <Rejected key={row.rowNumber} row={row} />
              ))}
            </dl>
          </li>
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

function Rejected({ row: { rowNumber, raw } }: { row: RejectedRow }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div>
      <dt>{t('rejectedRows.row', { row: format.number(rowNumber) })}</dt>
      <dd>
        <code className="raw">
          <bdi>{cut(raw, shownCharacters)}</bdi>
        </code>
      </dd>
    </div>
  )
}

function groupNeighbours(rows: RejectedRow[], reasonOf: (row: RejectedRow) => string) {
  const groups: { reason: string; rows: RejectedRow[] }[] = []
  for (const row of rows) {
    const reason = reasonOf(row)
    const last = groups.at(-1)
    if (last?.reason === reason) last.rows.push(row)
    else groups.push({ reason, rows: [row] })
  }
  return groups
}

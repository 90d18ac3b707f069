import { useTranslation } from 'react-i18next'
import type { Preview, TablePreview } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { Banner } from '../../src/ui/banner.tsx'
import { ScrollTable } from '../../src/ui/scroll-table.tsx'
import { cellText } from './cell-text.ts'
import { useNoteText } from './file-notes.tsx'

const shownColumns = 60

/** The first rows, the members of a container, or why nothing can be read. Dimmed while newer ones are on their way. */
export function ReadingPreview({ preview, isOld }: { preview: Preview; isOld: boolean }) {
  const { t } = useTranslation()
  const noteText = useNoteText()
  return (
    <div className={isOld ? 'preview preview-old' : 'preview'} aria-busy={isOld}>
      {preview.status === 'rejected' && (
        <Banner tone="bad">
          <p>{noteText(preview)}</p>
        </Banner>
      )}
      {preview.status === 'container' && <Members members={preview.members} />}
      {preview.status === 'table' && (
        <>
          <h3>{t('reading.preview')}</h3>
          <Rows preview={preview} />
        </>
      )}
      {preview.status !== 'rejected' && (
        <ul className="file-notes">
          {preview.notes.map((note) => (
            <li key={note.code} className="why">
              {noteText(note)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Rows({ preview: { columns, rows, rejected } }: { preview: TablePreview }) {
  const { t } = useTranslation()
  const format = useFormat()
  const shown = columns.slice(0, shownColumns)
  if (rows.length === 0) return <p className="quiet preview-empty">{t('reading.noRows')}</p>
  return (
    <>
      <ScrollTable label={t('reading.preview')}>
        <thead>
          <tr>
            <th scope="col">{t('reading.rowNumber')}</th>
            {shown.map((column) => (
              <th key={column} scope="col" title={column}>
                <bdi>{column}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ rowNumber, cells }) => (
            <tr key={rowNumber}>
              <th scope="row">{format.number(rowNumber)}</th>
              {shown.map((column, position) => (
                <Cell key={column} value={cells[position]} />
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {columns.length > shown.length && (
        <p className="quiet">{t('reading.moreColumns', { shown: shown.length, count: columns.length })}</p>
      )}
      {rejected.length > 0 && <p className="quiet">{t('reading.rejected', { count: rejected.length })}</p>}
    </>
  )
}

function Cell({ value }: { value: unknown }) {
  const text = cellText(value)
  return (
    <td title={text.length > 30 ? text : undefined}>
      <bdi>{text}</bdi>
    </td>
  )
}

function Members({ members }: { members: string[] }) {
  const { t } = useTranslation()
  return (
    <>
      <p>{t('reading.container', { count: members.length })}</p>
      <ul className="samples">
        {members.map((member) => (
          <li key={member}>
            <bdi>{member}</bdi>
          </li>
        ))}
      </ul>
    </>
  )
}

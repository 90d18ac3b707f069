import { useTranslation } from 'react-i18next'
import { type Book, outcomes } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'

/** Per kind of dataset where its rows ended, and whether the books balance. */
export function BooksTable({ books }: { books: Record<string, Book> }) {
  const { t } = useTranslation()
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">{t('files.kind')}</span>
          </th>
          <th scope="col">{t('result.rows')}</th>
          {outcomes.map((outcome) => (
            <th key={outcome} scope="col">
              {t(`outcome.${outcome}`)}
            </th>
          ))}
          <th scope="col">
            <span className="hidden">{t('result.balanced')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(books).map(([kind, book]) => (
          <BookRow key={kind} label={t(`kind.${kind}`, { defaultValue: kind })} book={book} />
        ))}
      </tbody>
    </table>
  )
}

function BookRow({ label, book }: { label: string; book: Book }) {
  const { t } = useTranslation()
  const format = useFormat()
  const balanced = book.rows === outcomes.reduce((sum, outcome) => sum + book[outcome], 0)
  const verdict = t(balanced ? 'result.balanced' : 'result.unbalanced')
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{format.number(book.rows)}</td>
      {outcomes.map((outcome) => (
        <td key={outcome} className={book[outcome] === 0 ? 'zero' : undefined}>
          {format.number(book[outcome])}
        </td>
      ))}
      <td>
        <span className={balanced ? 'verdict-good' : 'verdict-bad'} title={verdict} aria-hidden="true">
          {balanced ? '✓' : '✗'}
        </span>
        <span className="hidden">{verdict}</span>
      </td>
    </tr>
  )
}

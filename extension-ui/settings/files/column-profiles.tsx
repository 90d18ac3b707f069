import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColumnProfile } from '../../src/api/file-types.ts'
import { useFormat } from '../../src/i18n/format.ts'
import { LoadError } from '../../src/ui/load-error.tsx'
import { ScrollTable } from '../../src/ui/scroll-table.tsx'
import { useDataset } from '../queries.ts'
import { cellText, cut } from './cell-text.ts'
import { useFilesScope } from './files-scope.ts'

const shownAtFirst = 50
const shownValues = 4
const shownCharacters = 60

/** What is in each column: how full it is, how many values, from where to where, the most frequent ones. */
export function ColumnProfiles({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation()
  const dataset = useDataset(useFilesScope().migrationId, datasetId)
  const [all, showAll] = useState(false)
  if (dataset.error && !dataset.data) return <LoadError error={dataset.error} retry={() => dataset.refetch()} />
  if (!dataset.data) return <p className="quiet preview-empty">{t('app.loading')}</p>
  const { profiles, rowCount } = dataset.data
  const shown = all ? profiles : profiles.slice(0, shownAtFirst)
  return (
    <>
      <ScrollTable label={t('columns.title')}>
        <thead>
          <tr>
            {(['name', 'filled', 'values', 'distinct', 'range'] as const).map((head) => (
              <th key={head} scope="col">
                {t(`columns.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((profile) => (
            <ProfileRow key={profile.column} profile={profile} rowCount={rowCount} />
          ))}
        </tbody>
      </ScrollTable>
      {shown.length < profiles.length && (
        <button type="button" className="button" onClick={() => showAll(true)}>
          {t('columns.showAll', { count: profiles.length })}
        </button>
      )}
    </>
  )
}

function ProfileRow({ profile, rowCount }: { profile: ColumnProfile; rowCount: number }) {
  const format = useFormat()
  const { column, filled, distinctEstimate, min, max } = profile
  return (
    <tr className="profile">
      <th scope="row" title={column}>
        <bdi>{column}</bdi>
      </th>
      <td className="number">{rowCount > 0 ? format.share(filled / rowCount) : '–'}</td>
      <td className="values">
        <Values profile={profile} />
      </td>
      <td className="number">{format.number(distinctEstimate)}</td>
      <td>{min !== null && max !== null ? (min === max ? min : `${min} – ${max}`) : '–'}</td>
    </tr>
  )
}

/** The most frequent values with how often they occur; where each occurs once, examples. */
function Values({ profile: { topValues, samples } }: { profile: ColumnProfile }) {
  const format = useFormat()
  const repeated = topValues.filter(({ count }) => count > 1).slice(0, shownValues)
  const examples = [...new Set(samples.map(cellText))].filter((text) => text !== '').slice(0, shownValues)
  const shown = repeated.length > 0 ? repeated : examples.map((value) => ({ value, count: 1 }))
  return (
    <ul>
      {shown.map(({ value, count }) => (
        <li key={value}>
          <code>
            <bdi>{cut(value, shownCharacters)}</bdi>
          </code>
          {count > 1 && <span className="quiet">×&nbsp;{format.number(count)}</span>}
        </li>
      ))}
    </ul>
  )
}

import { useTranslation } from 'react-i18next'
import type { Finding } from '../src/api/types.ts'
import { useReasonText } from '../src/i18n/reason-text.ts'
import { Badge, type Tone } from '../src/ui/badge.tsx'
import { Card } from '../src/ui/card.tsx'

const tones: Record<Finding['level'], Tone> = { error: 'bad', warning: 'warning', info: 'neutral' }
const levels: Finding['level'][] = ['error', 'warning', 'info']

/** What was wrong or notable, the worst and most frequent first. */
export function FindingsCard({ findings }: { findings: Finding[] }) {
  const { t } = useTranslation()
  const sorted = findings.toSorted(
    (a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.count - a.count || a.code.localeCompare(b.code),
  )
  return (
    <Card title={t('findings.title')}>
      {sorted.length === 0 && <p className="quiet">{t('findings.none')}</p>}
      <ul className="findings">
        {sorted.map((finding) => (
          <FindingItem key={`${finding.level} ${finding.code}`} finding={finding} />
        ))}
      </ul>
    </Card>
  )
}

function FindingItem({ finding: { code, level, count, samples } }: { finding: Finding }) {
  const { t, i18n } = useTranslation()
  const reasonOf = useReasonText()
  return (
    <li>
      <Badge tone={tones[level]}>{t(`findings.level.${level}`)}</Badge>
      <div>
        <p>
          {i18n.exists(`code.${code}`) ? reasonOf({ code }) : t('findings.other', { code })}{' '}
          <b>{t('findings.times', { count })}</b>
        </p>
        {samples.length > 0 && (
          <details>
            <summary>{t('findings.samples')}</summary>
            <ul className="samples">
              {samples.map((sample) => (
                <Sample key={JSON.stringify(sample)} sample={sample} code={code} />
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  )
}

/** A place; of a row that waits for another one, which, and what is wrong with that. */
function Sample({ code, sample }: { code: string; sample: Finding['samples'][number] }) {
  const { t } = useTranslation()
  const reasonOf = useReasonText()
  const { file, row, column, detail } = sample
  const places = [file, row !== undefined && t('findings.row', { row }), column && t('findings.column', { column })]
  const place = places.filter(Boolean).join(', ')
  return <li>{detail?.['waitsFor'] === undefined ? place : `${place}. ${reasonOf({ code, detail })}`}</li>
}

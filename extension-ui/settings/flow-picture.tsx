import { useTranslation } from 'react-i18next'
import { useFormat } from '../src/i18n/format.ts'
import { type FlowBand, type FlowSource, toFlow } from './flow-layout.ts'

/** Rows flow from what they were to what became of them. Labels are text beside the drawing, so they keep their size. */
export function FlowPicture({ sources }: { sources: FlowSource[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const flow = toFlow(sources)
  if (flow.bands.length === 0) return <p className="quiet">{t('flow.empty')}</p>
  const total = flow.sources.reduce((sum, { value }) => sum + value, 0)
  const outcomeText = (value: number) => `${format.number(value)} · ${format.share(value / total)}`
  const summary = format.list(flow.outcomes.map(({ id, value }) => `${t(`outcome.${id}`)} ${format.number(value)}`))
  return (
    <div className="flow" role="img" aria-label={t('flow.label', { summary })} style={{ height: flow.height }}>
      <div className="flow-side flow-sources">
        {flow.sources.map(({ id, label, value, middle }) => (
          <span key={id} style={{ top: middle }}>
            {label} <b>{format.number(value)}</b>
          </span>
        ))}
      </div>
      <svg viewBox={`0 0 100 ${flow.height}`} preserveAspectRatio="none" aria-hidden="true">
        {flow.bands.map((band) => (
          <path key={`${band.source} ${band.outcome}`} className={`outcome-${band.outcome}`} d={bandPath(band)} />
        ))}
      </svg>
      <div className="flow-side flow-outcomes">
        {flow.outcomes.map(({ id, value, top, height, middle }) => (
          <span key={id} style={{ top: middle }}>
            <i className={`flow-end outcome-${id}`} style={{ top: top - middle, height }} />
            {t(`outcome.${id}`)} <b>{outcomeText(value)}</b>
          </span>
        ))}
      </div>
    </div>
  )
}

function bandPath({ fromTop, toTop, height }: FlowBand): string {
  const [fromEnd, toEnd] = [fromTop + height, toTop + height]
  return `M0 ${fromTop}C50 ${fromTop} 50 ${toTop} 100 ${toTop}V${toEnd}C50 ${toEnd} 50 ${fromEnd} 0 ${fromEnd}Z`
}

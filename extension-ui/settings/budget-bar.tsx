import { useTranslation } from 'react-i18next'
import type { RunView } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { type Budget, toBudget } from './budget.ts'

/** What of the day's budget is spent, what the import may use, and the reserve at the end that it does not touch. */
export function BudgetBar({ api }: { api: RunView['api'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const budget = toBudget(api)
  const [apiTokens, requests] = [format.number(api.apiTokens), format.number(api.requests)]
  return (
    <div className="budget">
      {budget ? <Bar budget={budget} /> : <p className="quiet">{t('budget.unknown')}</p>}
      <p className="quiet">{t('budget.run', { apiTokens, requests })}</p>
    </div>
  )
}

function Bar({ budget }: { budget: Budget }) {
  const { t } = useTranslation()
  const format = useFormat()
  const numbers = {
    limit: format.number(budget.limit),
    spent: format.number(budget.spent),
    left: format.number(budget.free),
    reserve: format.number(budget.reserve),
  }
  const width = (value: number) => ({ width: `${(value / budget.limit) * 100}%` })
  return (
    <>
      <div className="budget-bar" role="img" aria-label={t('budget.label', numbers)}>
        <span className="budget-spent" style={width(budget.spent)} />
        <span className="budget-reserve" style={width(budget.reserve)} />
      </div>
      <ul className="legend">
        <li>
          <span className="swatch budget-spent" /> {t('budget.spent')} <b>{numbers.spent}</b>
        </li>
        <li>
          <span className="swatch" /> {t('budget.left')} <b>{numbers.left}</b>
        </li>
        <li>
          <span className="swatch budget-reserve" /> {t('budget.reserve')} <b>{numbers.reserve}</b>
        </li>
      </ul>
    </>
  )
}

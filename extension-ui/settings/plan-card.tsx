import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { Banner } from '../src/ui/banner.tsx'
import { Card } from '../src/ui/card.tsx'
import { LoadError } from '../src/ui/load-error.tsx'
import { ProposePlan } from './propose-plan.tsx'
import { usePlan } from './queries.ts'
import { QuestionItem } from './question-item.tsx'

/** How far the plan is, what it will cost, and what must still be answered. */
export function PlanCard({ migrationId, canImport }: { migrationId: string; canImport: boolean }) {
  const { t } = useTranslation()
  const plan = usePlan(migrationId)
  const propose = canImport && <ProposePlan migrationId={migrationId} isFirst={plan.data?.state === 'none'} />
  return (
    <Card title={t('plan.title')}>
      {plan.error && !plan.data && <LoadError error={plan.error} retry={() => plan.refetch()} />}
      {plan.isLoading && <p className="quiet">{t('app.loading')}</p>}
      {plan.data?.outdated && <OutdatedPlan>{propose}</OutdatedPlan>}
      {plan.data && <PlanState plan={plan.data} />}
      {(plan.data?.state === 'none' || plan.data?.state === 'failed') && propose}
    </Card>
  )
}

function OutdatedPlan({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Banner tone="warning">
      <p>{t('plan.outdated')}</p>
      {children}
    </Banner>
  )
}

function PlanState({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const open = plan.questions.filter(({ answer }) => answer === undefined || answer === null)
  return (
    <>
      {!plan.outdated && <p>{stateText(plan, open.length)}</p>}
      {plan.estimate && !plan.outdated && (
        <p className="quiet">
          {t('plan.estimate', {
            requests: format.number(plan.estimate.requests),
            apiTokens: format.number(plan.estimate.apiTokens),
            duration: format.duration(plan.estimate.seconds),
          })}
        </p>
      )}
      {plan.datasets
        .filter(({ files }) => files.length > 1)
        .map(({ datasetId, files }) => (
          <p key={datasetId} className="quiet">
            {t('plan.parts', { count: files.length, files: someOf(files) })}
          </p>
        ))}
      {plan.state === 'proposed' && (
        <ul className="questions">
          {plan.questions.map((question) => (
            <QuestionItem key={question.id} question={question} />
          ))}
        </ul>
      )}
    </>
  )

  function stateText({ state, version }: Plan, count: number): string {
    if (state === 'confirmed') return t('plan.confirmed', { version })
    if (state !== 'proposed') return t(`plan.state.${state}`)
    return count > 0 ? t('plan.open', { count }) : t('plan.ready')
  }
}

const shownFiles = 5

function someOf(files: string[]): string {
  return files.length > shownFiles ? `${files.slice(0, shownFiles).join(', ')} …` : files.join(', ')
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan, Question } from '../src/api/types.ts'
import { useFormat } from '../src/i18n/format.ts'
import { useReasonText } from '../src/i18n/reason-text.ts'
import { Banner } from '../src/ui/banner.tsx'
import { Card } from '../src/ui/card.tsx'
import { LoadError } from '../src/ui/load-error.tsx'
import { ProposePlan } from './propose-plan.tsx'
import { useFiles, usePlan } from './queries.ts'
import { QuestionItem } from './question-item.tsx'

/** How far the plan is, what it will cost, and what must still be answered. */
export function PlanCard({ migrationId, canImport }: { migrationId: string; canImport: boolean }) {
  const { t } = useTranslation()
  const plan = usePlan(migrationId)
  const files = useFiles(migrationId)
  const hasRead = files.data?.some(({ state }) => state === 'staged')
  const propose = canImport && hasRead && (
    <ProposePlan migrationId={migrationId} isFirst={plan.data?.state === 'none'} />
  )
  return (
    <Card title={t('plan.title')}>
      {plan.error && !plan.data && <LoadError error={plan.error} retry={() => plan.refetch()} />}
      {plan.isLoading && <p className="quiet">{t('app.loading')}</p>}
      {plan.data?.outdated && <OutdatedPlan>{propose}</OutdatedPlan>}
      {plan.data && <PlanState plan={plan.data} hasRead={hasRead === true} />}
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

function PlanState({ plan, hasRead }: { plan: Plan; hasRead: boolean }) {
  const { t } = useTranslation()
  const reasonOf = useReasonText()
  const format = useFormat()
  const open = plan.questions.filter(({ answer }) => answer === undefined || answer === null)
  return (
    <>
      {!plan.outdated && <p>{stateText(plan, open.length)}</p>}
      {plan.error && <p className="why-bad">{reasonOf(plan.error)}</p>}
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
            <QuestionItem key={question.id} question={question} file={fileOf(question, plan)} />
          ))}
        </ul>
      )}
    </>
  )

  function stateText({ state, version }: Plan, count: number): string {
    if (state === 'confirmed') return t('plan.confirmed', { version })
    if (state === 'none' && !hasRead) return t('plan.noFiles')
    if (state !== 'proposed') return t(`plan.state.${state}`)
    return count > 0 ? t('plan.open', { count }) : t('plan.ready')
  }
}

/** The file that a question is about: its id is `code:file` or `code:file:part`. */
function fileOf({ id, code }: Question, { datasets }: Plan): string | undefined {
  const asked = id.slice(code.length + 1)
  return datasets.flatMap(({ files }) => files).find((file) => asked === file || asked.startsWith(`${file}:`))
}

const shownFiles = 5

function someOf(files: string[]): string {
  return files.length > shownFiles ? `${files.slice(0, shownFiles).join(', ')} …` : files.join(', ')
}

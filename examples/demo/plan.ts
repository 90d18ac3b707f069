import { questionText } from './account.ts'
import type { Api } from './api.ts'
import { DemoFailure } from './failure.ts'
import { counted } from './text.ts'
import type { PlanView, QuestionView } from './views.ts'
import { until } from './wait.ts'

const isOpen = ({ answer }: QuestionView): boolean => answer === null || answer === undefined

/** Has the plan proposed, which takes as long as reading the account does. Throws `DemoFailure` when none comes of it. */
export async function proposePlan(api: Api, migrationId: string, signal: AbortSignal): Promise<PlanView> {
  const path = `/api/migrations/${migrationId}/plan`
  await api.send('POST', path, {})
  return until(
    async () => {
      const plan = await api.get<PlanView>(path)
      if (plan.state === 'failed')
        throw new DemoFailure(`No plan could be made of these files: ${plan.error?.code ?? 'unknown'}.`)
      return plan.state === 'proposed' ? plan : undefined
    },
    { everyMs: 300, timeoutMs: 1_800_000, sentence: 'The plan was not ready within half an hour.', signal },
  )
}

export interface Answering {
  /** Question id → an option's value, or the e-mail or name by which people know it. */
  answers: Record<string, string>
  acceptProposed: boolean
  /** The answers were written for another account: one that is no option here is left out. Otherwise the app refuses it. */
  mayMisfit: boolean
}

/**
 * Answers what is asked, from the given answers (those for questions that these files do not raise are left out), then by the
 * proposals if they are to be accepted. Throws `DemoFailure` with exit code 3 and the questions that stay open.
 */
export async function answerQuestions(
  api: Api,
  migrationId: string,
  plan: PlanView,
  { answers, acceptProposed, mayMisfit }: Answering,
): Promise<PlanView> {
  if (plan.questions.length === 0) return plan
  const fitting = Object.fromEntries(
    plan.questions.flatMap((question) => answerTo(question, answers[question.id], mayMisfit)),
  )
  const body = { answers: fitting, acceptProposed }
  const answered = await api.send<PlanView>('PUT', `/api/migrations/${migrationId}/plan/answers`, body)
  const open = answered.questions.filter(isOpen)
  if (open.length === 0) return answered
  const texts = open.map(questionText).join('\n')
  throw new DemoFailure(
    `${counted(open.length, 'question')} to be answered (--answers FILE with {"id": "answer"}, or --accept-proposed):\n${texts}`,
    3,
  )
}

function answerTo({ id, options }: QuestionView, answer: string | undefined, mayMisfit: boolean): [string, string][] {
  if (answer === undefined) return []
  const named = options.find(({ detail }) => Object.values(detail ?? {}).includes(answer))
  const isOption = named !== undefined || options.length === 0 || options.some(({ value }) => value === answer)
  return isOption || !mayMisfit ? [[id, named?.value ?? answer]] : []
}

import { useTranslation } from 'react-i18next'
import type { Question } from '../src/api/types.ts'

/** A question with what a person needs to answer it: the place, examples, our proposal and its reason. */
export function QuestionItem({ question }: { question: Question }) {
  const { t } = useTranslation()
  const { code, column, examples, proposal, reason, answer } = question
  const answerText = (value: string) =>
    code === 'kind' ? t(`kind.${value}`, { defaultValue: value }) : t(`option.${value}`, { defaultValue: value })
  return (
    <li className="question">
      <h3>{t(`question.${code}`, { defaultValue: code })}</h3>
      {column && <p className="quiet">{t('plan.column', { column })}</p>}
      {examples.length > 0 && (
        <p>
          {t('plan.examples')}{' '}
          {examples.map((example) => (
            <code key={example}>{example}</code>
          ))}
        </p>
      )}
      <p>
        <b>
          {answer
            ? t('plan.answer', { answer: answerText(answer) })
            : t('plan.proposal', { answer: answerText(proposal) })}
        </b>{' '}
        <span className="quiet">{reason}</span>
      </p>
    </li>
  )
}

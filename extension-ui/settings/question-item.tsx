import { useTranslation } from 'react-i18next'
import type { Question } from '../src/api/types.ts'
import { isolate } from '../src/i18n/isolate.ts'
import { whyText } from '../src/i18n/reason-text.ts'
import { useQuestionWords } from './question-words.ts'

/** A question with what a person needs to answer it: the place, examples, what depends on it, our proposal and why. */
export function QuestionItem({ question, file }: { question: Question; file: string | undefined }) {
  const { t, i18n } = useTranslation()
  const words = useQuestionWords(question)
  const { code, column, examples, proposal, reason, answer } = question
  const places = [file && isolate(file), column && t('plan.column', { column: isolate(column) })].filter(Boolean)
  return (
    <li className="question">
      <h3>{t(`question.${code}`, { defaultValue: code })}</h3>
      {places.length > 0 && <p className="quiet">{places.join(', ')}</p>}
      {examples.length > 0 && (
        <p>
          {t('plan.examples')}{' '}
          {examples.map((example) => (
            <code key={example}>{words.example(example)}</code>
          ))}
        </p>
      )}
      <p>{t(`hint.${code}`, { defaultValue: '' })}</p>
      <p>
        <b>
          {answer
            ? t('plan.answer', { answer: words.answer(answer) })
            : t('plan.proposal', { answer: words.answer(proposal) })}
        </b>{' '}
        <span className="quiet">{whyText(i18n, reason)}</span>
      </p>
    </li>
  )
}

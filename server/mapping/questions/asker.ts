import { InvalidRequest } from '../../errors.ts'
import type { Question } from '../types.ts'

/** Collects what a person must decide. */
export interface Asker {
  /**
   * Answers what holds: the person's answer, else the proposal. Throws `InvalidRequest(400)` with `answer.not_an_option`
   * (or `answer.empty` where any text would do) for an answer that cannot be one.
   */
  ask(question: Omit<Question, 'answer'>): string
  asked: readonly Question[]
}

export function makeAsker(answers: Readonly<Record<string, string>>): Asker {
  const asked: Question[] = []
  return {
    asked,
    ask(question) {
      const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined
      if (answer !== undefined) assertAnswer(question, answer)
      asked.push({ ...question, examples: question.examples.slice(0, 5), ...(answer === undefined ? {} : { answer }) })
      return answer ?? question.proposal
    },
  }
}

/** Throws as `Asker.ask` does. */
export function assertAnswer({ id, options }: Pick<Question, 'id' | 'options'>, answer: string): void {
  if (options.length === 0) {
    if (answer.trim() === '') throw new InvalidRequest(400, 'answer.empty', { question: id })
    return
  }
  const values = options.map(({ value }) => value)
  if (!values.includes(answer)) throw new InvalidRequest(400, 'answer.not_an_option', { question: id, options: values })
}

/** `money_scale:orders.json`, `date_order:clients.csv:Дата рождения`. */
export function questionId(code: string, file: string, part?: string): string {
  return part === undefined ? `${code}:${file}` : `${code}:${file}:${part}`
}

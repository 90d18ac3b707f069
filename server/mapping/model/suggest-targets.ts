import type { MappingModel } from '../../config.ts'
import type { Clock } from '../../lib/clock.ts'
import { type AskModel, type Http, makeAskModel } from './ask-model.ts'
import { toPrompt, toQuestions } from './question.ts'
import { readAnswer } from './read-answer.ts'
import { type AskedColumn, ModelFailed, type ModelFailure, type Suggestion, type SuggestTargets } from './types.ts'

export interface ModelSuggesterDeps {
  settings: MappingModel
  http: Http
  clock: Clock
  log: { warn(detail: { code: ModelFailure; status?: number }, message: string): void }
}

/**
 * Suggestions of the configured model. Its questions go one after the other under one deadline, `settings.timeoutMs`; when one
 * fails there are none at all, so a plan either has the model's help or does not. May be called again at any time: nothing
 * is kept. A failure is logged by its code, without anything that was asked, answered or configured.
 */
export function makeModelSuggester({ settings, http, clock, log }: ModelSuggesterDeps): SuggestTargets {
  const ask = makeAskModel(settings, http)
  return async (columns) => {
    const end = new AbortController()
    try {
      const questions = toQuestions(columns)
      if (questions.length === 0) return []
      const late = clock.sleep(settings.timeoutMs, end.signal).then(() => Promise.reject(new ModelFailed('late')))
      return await Promise.race([askAll(ask, questions, end.signal), late])
    } catch (error) {
      const { code, status } = error instanceof ModelFailed ? error : new ModelFailed('nonsense')
      log.warn({ code, ...(status === undefined ? {} : { status }) }, 'the mapping model gave no suggestions')
      return []
    } finally {
      end.abort()
    }
  }
}

async function askAll(ask: AskModel, questions: AskedColumn[][], signal: AbortSignal): Promise<Suggestion[]> {
  const suggestions: Suggestion[] = []
  for (const question of questions) {
    signal.throwIfAborted()
    suggestions.push(...readAnswer(await ask(toPrompt(question), signal), question))
  }
  return suggestions
}

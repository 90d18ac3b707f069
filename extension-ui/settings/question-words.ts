import { useTranslation } from 'react-i18next'
import type { Question } from '../src/api/types.ts'

export interface QuestionWords {
  answer(value: string): string
  example(text: string): string
}

/** Answers and examples of a question as people call them; what has no name of its own stays as it is. */
export function useQuestionWords({ code, options }: Question): QuestionWords {
  const { t } = useTranslation()
  const optionName = (value: string) => t(`option.${value}`, { defaultValue: value })

  /** `1=Male,2=Female` */
  function sexPair(pair: string): string {
    const [value, sex = ''] = pair.split('=')
    return `${value} – ${optionName(sex.toLowerCase())}`
  }

  function answer(value: string): string {
    if (code === 'kind') return t(`kind.${value}`, { defaultValue: value })
    if (code === 'sex_codes' && value.includes('=')) return value.split(',').map(sexPair).join(', ')
    const { stage, pipeline, name } = options.find((option) => option.value === value)?.detail ?? {}
    if (typeof stage === 'string') return `${stage} (${pipeline})`
    if (typeof name === 'string') return `${name} (${value})`
    return optionName(value)
  }

  /** For stages, what goes into one: `order:won`. */
  function example(text: string): string {
    const [source, status] = text.split(':')
    return code === 'stages' ? `${t(`result.source.${source}`)}: ${optionName(status ?? '')}` : text
  }

  return { answer, example }
}

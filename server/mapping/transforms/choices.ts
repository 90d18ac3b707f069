import { readBoolean } from '../../altcraft/values/boolean.ts'
import { valueKey } from '../status-words.ts'
import { ofEach, ofText, type StepMakers } from './step.ts'

export const choiceSteps: StepMakers<'yesNo' | 'valueMap'> = {
  /** In the spelling of Pipedrive's options. */
  yesNo: () => {
    return (value) =>
      ofText((text) => {
        const answer = readBoolean(text)
        return answer === undefined ? { problem: 'yes_no.unclear' } : { ok: answer ? 'Yes' : 'No' }
      }, value)
  },
  valueMap: ({ values, otherwise }) => {
    const byKey = new Map(Object.entries(values).map(([value, becomes]) => [valueKey(value), becomes]))
    return ofEach((text) => {
      const becomes = byKey.get(valueKey(text)) ?? otherwise
      return becomes === undefined ? { problem: 'option.unknown' } : { ok: becomes === '' ? null : becomes }
    })
  },
}

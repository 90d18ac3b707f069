import { readNameParts } from './name-parts.ts'
import { ofText, type StepMakers } from './step.ts'

export const nameSteps: StepMakers<'namePart'> = {
  /** A part that the name does not have is blank. */
  namePart: ({ part }) => {
    return (value) =>
      ofText((text) => {
        const parts = readNameParts(text)
        return parts === undefined ? { problem: 'name.unclear' } : { ok: parts[part] ?? null }
      }, value)
  },
}

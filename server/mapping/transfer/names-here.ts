import type { Detail } from '../../errors.ts'
import { valueKey } from '../status-words.ts'
import type { AccountSnapshot } from '../types.ts'
import type { PortablePlan, StageByName } from './plan-file.ts'

/** Names of another account as ids of this one. What is not here is told, and undefined. */
export interface NamesHere {
  /** `field_code` of the field with this name and type, of the planned field's entity. */
  fieldCode(field: string, wanted: { name: string; type: string }): string | undefined
  /** A value of a map or an answer: stages and pipelines by id, owners only while they are active users. */
  choice(about: string, choice: string | StageByName): string | undefined
}

export function makeNames(account: AccountSnapshot, tell: (code: string, detail: Detail) => void): NamesHere {
  const { users, me, pipelines, stages, fields } = account
  const emails = new Set([...users.filter(({ active }) => active), me].map(({ email }) => valueKey(email)))

  function stageId({ pipeline, stage }: StageByName): string | undefined {
    const named = pipelines.filter(({ name }) => valueKey(name) === valueKey(pipeline)).map(({ id }) => id)
    const found =
      stage === undefined
        ? named[0]
        : stages.find(({ name, pipelineId }) => named.includes(pipelineId) && valueKey(name) === valueKey(stage))?.id
    if (found === undefined && stage === undefined) tell('import.pipeline_missing', { pipeline })
    if (found === undefined && stage !== undefined) tell('import.stage_missing', { pipeline, stage })
    return found === undefined ? undefined : String(found)
  }

  return {
    fieldCode(field, wanted) {
      const found = fields.find(
        ({ entity, name, type }) =>
          field.startsWith(`${entity}:`) && valueKey(name) === valueKey(wanted.name) && type === wanted.type,
      )
      if (found === undefined) tell('import.field_missing', { name: wanted.name, type: wanted.type })
      return found?.code
    },
    choice(about, choice) {
      if (typeof choice !== 'string') return stageId(choice)
      if (!isAboutOwners(about) || emails.has(valueKey(choice))) return choice
      tell('import.user_missing', { user: choice })
      return undefined
    },
  }
}

/** `owner:<file>:<value>` and `value_map:owners` are questions, `owners` is the map. */
function isAboutOwners(about: PortablePlan['values'][number]['map']): boolean {
  return about === 'owners' || about === 'value_map:owners' || about.startsWith('owner:')
}

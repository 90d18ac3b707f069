import type { UnplacedField } from '../types.ts'
import { why } from '../why.ts'
import type { Asker } from './asker.ts'

/**
 * Where the account has room neither for a field nor for the long text that takes the values of several, they are not
 * imported: a person confirms to know that. There is one answer; without it the plan stays open.
 */
export function askAboutFieldsWithoutPlace(unplaced: readonly UnplacedField[], asker: Asker): void {
  const lost = unplaced.filter(({ place, reason }) => place === 'none' && reason === 'no_room')
  if (lost.length === 0) return
  asker.ask({
    id: 'fields_without_place',
    code: 'fields_without_place',
    examples: lost.map(({ name }) => name),
    options: [{ value: 'not_imported' }],
    proposal: 'not_imported',
    reason: why('fields_without_place', { count: lost.length }),
  })
}

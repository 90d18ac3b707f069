import { profileFieldOf } from '../../altcraft/captions.ts'
import type { Why } from '../types.ts'
import type { Look } from './evidence/looks.ts'
import { valuesOf } from './evidence/looks.ts'
import type { Fit, ScoredColumn } from './score-columns.ts'

const proving: Partial<Record<Look, string>> = {
  email: 'emails',
  phone: 'phones',
  date: 'dates',
  number: 'numbers',
  rate: 'numbers',
  boolean: 'yes_no',
  nested: 'nested',
  domain: 'web_addresses',
}

/** The facts that speak for a fit, those of the name first. */
export function reasonsOf(fit: Fit, column: ScoredColumn): Why[] {
  const reasons = [...ofName(fit, column), ...ofValues(fit, column)]
  return reasons.length > 0 ? reasons : [{ code: 'mapping.fits_little', detail: {} }]
}

function ofName({ name, target }: Fit, { profile }: ScoredColumn): Why[] {
  if (name.score < 0.25) return []
  const field = target.startsWith('person.') ? profileFieldOf(profile.column) : undefined
  if (field !== undefined && name.left.length === 0) return [{ code: 'mapping.altcraft_field', detail: { field } }]
  const words = name.words.join(' ')
  const said = { code: `mapping.name_${how(name.reading)}`, detail: { words } }
  return name.left.length === 0 ? [said] : [said, { code: 'mapping.name_left', detail: { words: name.left.join(' ') } }]
}

function how(reading: Fit['name']['reading']): string {
  if (reading === 'abbreviation' || reading === 'misspelt') return reading
  return reading === 'latin' ? 'latin' : 'says'
}

function ofValues({ fact, look, looking }: Fit, { profile }: ScoredColumn): Why[] {
  const values = valuesOf(profile).length
  if (values === 0) return [{ code: 'mapping.no_values', detail: {} }]
  if (fact !== undefined)
    return [
      { code: `mapping.values_${snake(fact.fact)}`, detail: { count: Math.round(fact.share * values), of: values } },
    ]
  const word = proving[look]
  return word === undefined || looking === undefined
    ? []
    : [{ code: `mapping.values_${word}`, detail: { count: Math.round(looking * values), of: values } }]
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

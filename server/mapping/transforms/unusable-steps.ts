import { isSupportedCountry } from 'libphonenumber-js/max'
import { isZone } from '../zone.ts'
import { readPath } from './json-path.ts'
import { columnsOfTemplate } from './template.ts'
import type { Transform } from './types.ts'

/** A parameter of a step that its schema takes and that means nothing. */
export interface UnusableStep {
  step: string
  value: string
}

/** The first step that could never do anything: an unknown zone, region or column, or a path that is none. */
export function findUnusable(transforms: readonly Transform[], columns: readonly string[]): UnusableStep | undefined {
  for (const transform of transforms) {
    const value = unusableValue(transform, columns)
    if (value !== undefined) return { step: transform.name, value }
  }
  return undefined
}

function unusableValue(transform: Transform, columns: readonly string[]): string | undefined {
  switch (transform.name) {
    case 'phone':
      return transform.region === undefined || isSupportedCountry(transform.region) ? undefined : transform.region
    case 'date':
      return transform.zone === undefined || isZone(transform.zone) ? undefined : transform.zone
    case 'jsonPath':
      return readPath(transform.path) === undefined ? transform.path : undefined
    case 'template':
      return columnsOfTemplate(transform.text).find((column) => !columns.includes(column))
    case 'firstNonEmpty':
      return transform.columns.find((column) => !columns.includes(column))
    default:
      return undefined
  }
}

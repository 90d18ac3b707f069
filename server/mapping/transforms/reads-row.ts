import type { Transform, TransformName } from './types.ts'

const names: ReadonlySet<TransformName> = new Set<TransformName>(['constant', 'template', 'firstNonEmpty'])

/** The step gives the same whatever the cell holds: a column that begins with it need not be in the file. */
export function readsRow(transform: Transform | undefined): boolean {
  return transform !== undefined && names.has(transform.name)
}

import type { TFunction } from 'i18next'
import { type Book, phases, type RunView } from '../src/api/types.ts'
import type { FlowSource } from './flow-layout.ts'

/** Each phase that has begun, while the run goes on. */
export function flowOfProgress(progress: RunView['progress'], t: TFunction): FlowSource[] {
  return phases.flatMap((phase) => {
    const counts = phase === 'verify' ? undefined : progress[phase]
    return counts ? [{ id: phase, label: t(`phase.${phase}`), counts }] : []
  })
}

/** Each kind of dataset, once the report has the final books. */
export function flowOfBooks(books: Record<string, Book>, t: TFunction): FlowSource[] {
  return Object.entries(books).map(([kind, counts]) => ({
    id: kind,
    label: t(`kind.${kind}`, { defaultValue: kind }),
    counts,
  }))
}

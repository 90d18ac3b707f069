import { originalOf } from '../../staging/row-file.ts'
import { pairDatasets } from '../same-datasets.ts'

interface Named {
  file: string
  kind: string
}

/**
 * What each dataset of a migration was in the one that it follows: the file of whose rows it is a corrected part (several files
 * may be parts of one), else its earlier export. Of the same kind only. Pure.
 */
export function pairFollowed<Was extends Named, Now extends Named>(
  before: readonly Was[],
  now: readonly Now[],
): { now: Now; was: Was }[] {
  const corrected = now.flatMap((one) => {
    const was = originalOf(one.file, before)
    return was === undefined ? [] : [{ now: one, was }]
  })
  const others = now.filter((one) => !corrected.some((pair) => pair.now === one))
  const exported = pairDatasets(before, others).flatMap(({ now: one, was }) => (was ? [{ now: one, was }] : []))
  return [...corrected, ...exported].filter((pair) => pair.now.kind === pair.was.kind)
}

interface Named {
  file: string
  kind: string
}

/**
 * Which dataset was which: of the same file name, else the only one of its kind that is left over on both sides, as a newer
 * export has another date in its name. Undefined for what was not there before. In the order of `now`. Pure.
 */
export function pairDatasets<Was extends Named, Now extends Named>(
  before: readonly Was[],
  now: readonly Now[],
): { now: Now; was: Was | undefined }[] {
  const left = [...before]
  const take = (was: Was | undefined) => (was === undefined ? undefined : left.splice(left.indexOf(was), 1)[0])
  const named = now.map((one) => ({ now: one, was: take(left.find(({ file }) => file === one.file)) }))
  const open = named.filter(({ was }) => was === undefined)
  for (const pair of open) {
    const { kind } = pair.now
    const isOnly = open.filter((other) => other.now.kind === kind).length === 1
    const others = left.filter((was) => was.kind === kind)
    if (isOnly && others.length === 1) pair.was = take(others[0])
  }
  return named
}

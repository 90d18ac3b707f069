import { proposeTargets } from '../../../server/mapping/columns/propose-targets.ts'
import { makeColumnProfiler } from '../../../server/staging/column-profiler.ts'
import type { LabelledFile } from './read-cases.ts'

const columnCount = 200
const rounds = 15

/** Milliseconds of a proposal for a profile file of 200 columns: the first in this process, and the median of the next. */
export function measureProposing(files: readonly LabelledFile[]) {
  const columns = files.flatMap(({ kind, columns: all }) => (kind === 'profiles' ? all : [])).slice(0, columnCount)
  const headers = columns.map(({ header }, at) => `${header}${at % 7 === 0 ? ` ${at}` : ''}`)
  const profiler = makeColumnProfiler()
  for (let row = 0; row < 12; row += 1) {
    profiler.addRow({ rowNumber: row + 1, cells: columns.map(({ samples }) => samples[row] ?? '') })
  }
  const profiles = profiler.profiles(headers)
  const measured = Array.from({ length: rounds }, () => {
    const start = performance.now()
    proposeTargets('profiles', profiles)
    return performance.now() - start
  })
  const [first = 0, ...next] = measured
  return {
    columns: profiles.length,
    firstMs: Math.round(first),
    medianMs: Math.round(next.sort((a, b) => a - b)[Math.floor(next.length / 2)] ?? 0),
  }
}
